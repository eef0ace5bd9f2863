"""Notices, the desk, units and invitations in a browser, at a desk and on a phone."""

import re

import pytest

from agencies.models import DutyHandover, Invitation, Unit, User
from notices.models import Notice
from notices.sending import send_letters
from reporting.models import Difficulty
from tests import records

pytestmark = pytest.mark.e2e


def test_a_unit_reports_and_the_department_finds_it_by_bell_and_desk(visitor):
    page = visitor.page
    visitor.log_in("donvi")
    visitor.open("/viec-cua-toi/")
    assert "Không có việc nào đang chờ bạn." in page.inner_text("main")
    visitor.open("/kho-khan/them/")
    page.fill("#id_title", "Thiếu chuyên gia tư vấn")
    page.select_option("#id_category", "people")
    page.fill("#id_text", "Không có chuyên gia tư vấn tại địa phương.")
    page.click("button:has-text('Lưu')")
    visitor.look()
    page.click("button:has-text('Đăng xuất')")

    visitor.log_in("chuyenvien")
    visitor.look()
    page.wait_for_selector(".desk-panel .desk li")
    visitor.look()
    assert page.inner_text(".bell sup") == "1"
    page.focus(".bell")
    page.keyboard.press("Enter")
    page.wait_for_selector(".notices")
    visitor.look()
    page.focus(".notices .unread a")
    page.keyboard.press("Enter")
    page.wait_for_selector("h1:has-text('Thiếu chuyên gia tư vấn')")
    visitor.look()
    assert page.locator(".bell sup").count() == 0
    visitor.open("/viec-cua-toi/")
    page.click(".desk a:has-text('Thiếu chuyên gia tư vấn')")
    page.click("a:has-text('Tiếp nhận')")
    page.click("main button:has-text('Tiếp nhận')")
    visitor.look()
    assert Difficulty.objects.get(title="Thiếu chuyên gia tư vấn").state == "received"
    assert Notice.objects.filter(user__email="donvi@example.vn").count() == 1
    page.click(".bell")
    visitor.open("/thong-bao/cach-nhan/")
    page.select_option("#id_frequency", "daily")
    page.click("main button:has-text('Lưu')")
    visitor.look()


def test_an_administrator_invites_and_the_invited_set_their_password(visitor, mailoutbox):
    page = visitor.page
    visitor.log_in("quantri")
    for address in ("/quan-tri/thu/", "/quan-tri/mau-thong-bao/", "/quan-tri/het-don-vi/"):
        visitor.open(address)
    visitor.open("/quan-tri/mau-thong-bao/agencies.invitation/")
    page.fill("#id_subject", "Mời {ten}")
    page.click("button:has-text('Xem trước')")
    visitor.look()
    assert "Không có chỗ điền tên {ten}" in page.inner_text("main")
    visitor.open("/quan-tri/loi-moi/them/")
    page.fill("#id_email", "moi@example.vn")
    page.fill("#id_full_name", "Võ Thị Mời")
    page.select_option("#id_role", "unit_officer")
    page.select_option("#id_unit", str(Unit.objects.get(code=records.WARD, valid_to=None).pk))
    page.click("button:has-text('Lưu')")
    visitor.look()
    assert send_letters() >= 1
    link = re.search(r"/loi-moi/\S+/", mailoutbox[-1].body)[0]
    page.click("button:has-text('Đăng xuất')")
    visitor.open(link)
    page.fill("#id_password1", "duong-dai-muoi-hai")
    page.fill("#id_password2", "duong-dai-muoi-hai")
    page.keyboard.press("Enter")
    page.wait_for_selector("input[name=login]")
    visitor.look()
    assert User.objects.get(email="moi@example.vn").has_role("unit_officer")
    assert Invitation.objects.get().accepted_at is not None


def test_duties_of_a_unit_that_ended_pass_on_after_a_look(visitor):
    page = visitor.page
    district, commune = Unit.objects.get(name="Huyện Cái Bè"), Unit.objects.get(name="Xã Cái Bè")
    records.difficulty(unit=district, title="Việc còn mở của huyện")
    visitor.log_in("quantri")
    visitor.open("/don-vi/?tim=cai+be")
    visitor.open(f"/don-vi/{district.pk}/")
    page.click("a:has-text('Chuyển việc đang mở')")
    visitor.look()
    assert "Việc còn mở của huyện" in page.inner_text("main")
    page.select_option("#id_successor", str(commune.pk))
    page.fill("#id_basis", "Quyết định 12/QĐ-UBND")
    page.click("main button:has-text('Chuyển việc')")
    visitor.look()
    assert DutyHandover.objects.get().successor == commune
    visitor.open(f"/don-vi/{commune.pk}/")
    assert "Việc còn mở của huyện" in page.inner_text("main")
