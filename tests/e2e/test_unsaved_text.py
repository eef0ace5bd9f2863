"""What was typed survives the end of a session; a long list is searched."""

import pytest
from django.contrib.sessions.models import Session
from django.core.cache import cache

from agencies.models import User
from enterprises.models import Enterprise

pytestmark = pytest.mark.e2e
NOTICE = "Có nội dung bạn đã ghi ở đây mà chưa lưu."


def end_all_sessions() -> None:
    Session.objects.all().delete()
    cache.clear()


def test_text_typed_before_the_session_ended_is_offered_after_the_login(visitor):
    page = visitor.page
    firm = Enterprise.objects.order_by("pk").first()
    address = f"/doanh-nghiep/{firm.pk}/sua/"
    visitor.log_in("chuyenvien")
    visitor.open(address)
    page.fill("#id_name", "Tên ghi dở")
    page.select_option("#id_sector", "trade")
    page.check("#id_has_key_product")
    end_all_sessions()
    page.click("button:has-text('Lưu')")
    if "/tai-khoan/login/" not in page.url:  # the form's token went with the session
        assert "Phiên làm việc đã hết" in page.inner_text("main")
        page.goto(visitor.base + address)
    page.fill("input[name=login]", "chuyenvien@example.vn")
    page.fill("input[name=password]", "nang-suat-224")
    page.click("main button[type=submit]")
    page.wait_for_load_state()
    assert page.url.endswith(address)
    visitor.look()
    assert NOTICE in page.inner_text("main")
    assert page.input_value("#id_name") == firm.name
    page.click("button:has-text('Khôi phục')")
    assert page.input_value("#id_name") == "Tên ghi dở"
    assert page.is_checked("#id_has_key_product")
    page.click("button:has-text('Lưu')")
    page.wait_for_load_state()
    firm.refresh_from_db()
    assert (firm.name, firm.sector, firm.has_key_product) == ("Tên ghi dở", "trade", True)
    visitor.open(address)
    assert NOTICE not in page.inner_text("main")  # it is stored: nothing to offer


def test_text_is_given_up_by_cancelling_and_by_logging_out(visitor):
    page = visitor.page
    visitor.log_in("chuyenvien")
    address = "/doanh-nghiep/them/"
    for leave in ("a:has-text('Hủy')", ".top-user button"):
        visitor.open(address)
        page.fill("#id_name", "Tên ghi dở")
        visitor.open(address)
        assert NOTICE in page.inner_text("main")
        page.click(leave)
        page.wait_for_load_state()
        if "/login/" in page.url:
            visitor.log_in("chuyenvien")
        visitor.open(address)
        assert NOTICE not in page.inner_text("main")
    page.fill("#id_name", "Tên ghi dở")
    visitor.open(address)
    page.click("button:has-text('Bỏ')")
    assert NOTICE not in page.inner_text("main")
    assert User.objects.exists()


def test_a_long_list_is_searched_without_marks(visitor):
    page = visitor.page
    visitor.log_in("chuyenvien")
    visitor.open("/doanh-nghiep/them/")
    page.fill(".field:has(#id_unit) .in-list", "my tho dong thap")
    shown = page.locator("#id_unit option").all_inner_texts()
    assert "Phường Mỹ Tho, Tỉnh Đồng Tháp" in shown
    assert len(shown) < 20
    page.fill(".field:has(#id_unit) .in-list", "phuong my tho, tinh dong thap")
    page.select_option("#id_unit", label="Phường Mỹ Tho, Tỉnh Đồng Tháp")
    chosen = page.input_value("#id_unit")
    page.fill(".field:has(#id_unit) .in-list", "")
    assert page.locator("#id_unit option").count() > 100
    assert page.input_value("#id_unit") == chosen
    visitor.look()


def test_a_conflict_shows_what_was_typed_and_does_not_offer_it_again(visitor):
    page = visitor.page
    firm = Enterprise.objects.order_by("pk").first()
    visitor.log_in("chuyenvien")
    visitor.open(f"/doanh-nghiep/{firm.pk}/sua/")
    page.fill("#id_address", "Số 2 đường B")
    Enterprise.objects.filter(pk=firm.pk).update(address="Số 1 đường A")
    page.click("button:has-text('Lưu')")
    page.wait_for_load_state()
    visitor.look()
    main = page.inner_text("main")
    assert "Hồ sơ vừa được người khác sửa" in main
    assert "Số 1 đường A" in main
    assert NOTICE not in main
    assert page.input_value("#id_address") == "Số 2 đường B"
