"""Supports, certificates, awards and the catalogue as staff enter them."""

from datetime import date, timedelta

import pytest
from django.utils import timezone

from support.models import Award, AwardLevel, CatalogueItem, Certificate, Support
from support.validators import award_contradictions, catalogue_contradictions
from tests import records
from tests.people import person
from trainings.models import TrainingClass

pytestmark = pytest.mark.django_db
BACKEND = "allauth.account.auth_backends.AuthenticationBackend"


@pytest.fixture
def staff(client):
    client.force_login(person("staff"), backend=BACKEND)
    return client


@pytest.fixture
def firm():
    return records.enterprise()


def support_form(**changes: str) -> dict:
    return {
        "enterprise": "1200100557",
        "item": records.item("support", "5S").pk,
        "status": "completed",
        "started_on": "10/1/2024",
        "completed_on": "2024-06-20",
        "state_budget_vnd": "40.000.000",
    } | changes


def test_a_support_is_entered_from_the_enterprises_page(staff, firm):
    page = staff.get(f"/ho-tro/them/?dn={firm.pk}").content.decode()
    assert 'value="1200100557 - Công ty Mẫu"' in page
    staff.post("/ho-tro/them/", support_form(enterprise="1200100557 - Công ty Mẫu"))
    stored = Support.objects.get()
    assert (stored.started_on, stored.completed_on) == (date(2024, 1, 10), date(2024, 6, 20))
    assert stored.state_budget_vnd == 40_000_000
    assert stored.unit.name == "Thành phố Mỹ Tho"  # the unit of that day


def test_an_enterprise_is_chosen_by_words_when_one_fits(staff, firm):
    records.enterprise("0301442989", "Công ty Mẫu Hai")
    page = staff.post("/ho-tro/them/", support_form(enterprise="công ty mẫu")).content.decode()
    assert "Nhiều doanh nghiệp khớp: 1200100557 - Công ty Mẫu; 0301442989" in page
    staff.post("/ho-tro/them/", support_form(enterprise="mau hai"))
    assert Support.objects.get().enterprise.tax_code == "0301442989"


@pytest.mark.parametrize(
    ("changes", "words"),
    [
        ({"enterprise": ""}, "Mục này phải ghi."),
        ({"completed_on": ""}, "Hỗ trợ hoàn thành phải có ngày hoàn thành"),
        ({"completed_on": "09/01/2024"}, "Ngày hoàn thành trước ngày bắt đầu."),
        ({"completed_on": "01/01/2099"}, "Ngày hoàn thành ở tương lai."),
        ({"completed_on": "31/02/2024"}, "Không có ngày này trong lịch."),
        ({"started_on": "tháng 1/2024"}, "Thiếu ngày."),
        ({"state_budget_vnd": "nhiều"}, "Không phải số"),
        ({"item": "999999"}, "Chọn một mục trong danh sách."),
    ],
)
def test_bad_input_is_told_at_its_field(staff, firm, changes, words):
    page = staff.post("/ho-tro/them/", support_form(**changes)).content.decode()
    assert words in page
    assert not Support.objects.exists()


def test_one_content_from_one_day_is_one_support(staff, firm):
    staff.post("/ho-tro/them/", support_form())
    page = staff.post("/ho-tro/them/", support_form()).content.decode()
    assert "Doanh nghiệp đã có hỗ trợ với nội dung này, bắt đầu cùng ngày." in page
    assert Support.objects.count() == 1


def test_an_item_that_is_no_longer_in_the_catalogue_is_refused(staff, firm):
    CatalogueItem.objects.filter(name="5S").update(valid_to=date(2023, 12, 31))
    page = staff.post("/ho-tro/them/", support_form()).content.decode()
    assert "Nội dung này không còn trong danh mục vào ngày bắt đầu." in page
    assert "5S (đến 31/12/2023)" in page


def certificate_form(**changes: str) -> dict:
    return {
        "enterprise": "1200100557",
        "category": "product",
        "standard": "TCVN 1",
        "number": "01",
        "issued_on": "05/05/2024",
        "status": "in_force",
        "is_supported": "on",
    } | changes


@pytest.mark.parametrize(
    ("changes", "words"),
    [
        ({"expires_on": "04/05/2024"}, "Ngày hết hạn trước ngày cấp."),
        ({"status": "cancelled"}, "Chứng nhận bị hủy bỏ phải có ngày hủy."),
        ({"status": "cancelled", "cancelled_on": "04/05/2024"}, "Ngày hủy trước ngày cấp."),
        ({"cancelled_on": "06/05/2024"}, "Ghi ngày hủy khi, và chỉ khi"),
        ({"category": "system"}, "Chọn hệ thống quản lý trong danh mục."),
    ],
)
def test_a_certificates_life_must_make_sense(staff, firm, changes, words):
    assert words in staff.post("/chung-nhan/them/", certificate_form(**changes)).content.decode()
    assert not Certificate.objects.exists()


def test_certificates_are_filtered_by_their_life_today(staff, firm):
    staff.post("/chung-nhan/them/", certificate_form())
    records.certificate(firm, number="02", expires_on=date(2024, 6, 1))
    records.certificate(firm, number="03", status="suspended")

    def numbers(life: str) -> set[str]:
        rows = staff.get(f"/chung-nhan/?hieu_luc={life}").context["rows"]
        return {row.record.number for row in rows}

    assert (numbers("con"), numbers("sap"), numbers("het")) == ({"01"}, set(), {"02", "03"})


def test_an_award_takes_its_name_and_levels_from_the_catalogue(staff, firm):
    national = records.item("award", "Giải thưởng Chất lượng Quốc gia")
    data = {
        "enterprise": "1200100557",
        "year": 2024,
        "item": national.pk,
        "result": "awarded",
        "decided_on": "20/04/2024",
    }
    page = staff.post("/giai-thuong/them/", data | {"level": "Kim cương"}).content.decode()
    assert "năm đó không có mức “Kim cương”" in page
    assert (
        "phải có ngày quyết định"
        in staff.post("/giai-thuong/them/", data | {"decided_on": ""}).content.decode()
    )
    future = staff.post("/giai-thuong/them/", data | {"decided_on": "20/04/2099"}).content.decode()
    assert "Ngày quyết định ở tương lai." in future
    nameless = staff.post("/giai-thuong/them/", data | {"item": ""}).content.decode()
    assert "Ghi tên giải thưởng hoặc chọn mục danh mục." in nameless
    staff.post("/giai-thuong/them/", data)
    assert Award.objects.get().name == national.name
    twice = staff.post("/giai-thuong/them/", data).content.decode()
    assert "Doanh nghiệp đã có giải thưởng này trong năm." in twice


@pytest.mark.parametrize(
    ("year", "decided_on", "level", "is_known"),
    [
        (2024, date(2024, 4, 20), "Giải Bạc Chất lượng Quốc gia", False),
        (2025, date(2026, 3, 1), "Giải thưởng Chất lượng Quốc gia", True),
        (2026, date(2026, 1, 10), "Giải thưởng Chất lượng Quốc gia", False),
        (2026, date(2026, 9, 1), "Giải Bạc Chất lượng Quốc gia", True),
    ],
)
def test_levels_are_those_of_the_awards_year(year, decided_on, level, is_known):
    national = records.item("award", "Giải thưởng Chất lượng Quốc gia")
    award = Award(year=year, item=national, result="awarded", decided_on=decided_on, level=level)
    today = date(2026, 11, 26)
    for levels in (None, list(AwardLevel.objects.all())):
        found = [c.code for c in award_contradictions(award, today, levels)]
        assert found == ([] if is_known else ["unknown_level"])
    award.item = None  # an award outside the catalogue has levels of its own
    assert not list(award_contradictions(award, today, []))


def test_the_lead_unit_is_the_body_of_that_name_on_that_day(staff, firm):
    name = "Sở Khoa học và Công nghệ"
    staff.post("/ho-tro/them/", support_form(lead_unit_name=name.upper()))
    stored = Support.objects.get()
    assert stored.lead_unit.code == "tg-skhcn"  # Tiền Giang's, in 2024
    seen = {"lead_unit_name": "Một đơn vị khác", "seen_version": stored.version}
    staff.post(f"/ho-tro/{stored.pk}/sua/", support_form(**seen))
    stored.refresh_from_db()
    assert (stored.lead_unit_name, stored.lead_unit) == ("Một đơn vị khác", None)


def test_the_catalogue_is_edited_and_used_items_stay(staff, firm):
    own = records.item("support", "5S")
    records.support(firm)
    data = {
        "use": "support",
        "code": "six-sigma-x",
        "name": "Six Sigma X",
        "aliases": "6 Sigma X; Sáu Sigma",
        "kind": "improvement_tool",
        "counts_for": "support.enterprises",
    }
    staff.post("/danh-muc/them/", data)
    made = CatalogueItem.objects.get(code="six-sigma-x")
    assert made.aliases == ["6 Sigma X", "Sáu Sigma"]
    page = staff.post(f"/danh-muc/{own.pk}/xoa/", {"reason": "x"}).content.decode()
    assert "Không xóa được: còn hỗ trợ gắn với hồ sơ này." in page
    backwards = data | {
        "code": "y",
        "name": "Y",
        "aliases": "",
        "valid_from": "02/01/2024",
        "valid_to": "01/01/2024",
    }
    page = staff.post("/danh-muc/them/", backwards).content.decode()
    assert "Ngày kết thúc phải từ ngày bắt đầu trở đi." in page
    rows = staff.get("/danh-muc/?con_dung=khong").context["rows"]
    assert own not in [row.record for row in rows]


@pytest.mark.parametrize(
    ("changes", "words"),
    [
        ({"name": "5 s"}, "“5 s” đã là mục “5S” của danh mục này."),
        ({"aliases": "KAIZEN"}, "“KAIZEN” đã là mục “Kaizen” của danh mục này."),
        ({"code": "iso-9001-2015", "name": "TCVN 9001"}, "“TCVN 9001” đã là mục “ISO 9001”"),
        ({"kind": "system_energy"}, "Loại này không dùng cho “Nội dung hỗ trợ”."),
        ({"counts_for": "support.certified"}, "chỉ tính được vào “Doanh nghiệp được hỗ trợ”."),
    ],
)
def test_a_name_means_one_entry_and_an_entry_is_of_its_use(staff, changes, words):
    data = {
        "use": "support",
        "code": "moi",
        "name": "Mục mới",
        "kind": "improvement_tool",
        "counts_for": "support.enterprises",
    }
    page = staff.post("/danh-muc/them/", data | changes).content.decode()
    assert words in page
    assert not CatalogueItem.objects.filter(name=(data | changes)["name"], code="moi").exists()


def test_the_catalogue_as_it_comes_is_without_contradiction():
    for item in CatalogueItem.objects.all():
        assert list(catalogue_contradictions(item)) == []


def test_a_certificate_of_tomorrow_or_of_two_systems_is_refused(staff, firm):
    tomorrow = timezone.localdate() + timedelta(days=1)
    page = staff.post("/chung-nhan/them/", certificate_form(issued_on=f"{tomorrow:%d/%m/%Y}"))
    assert "Ngày cấp ở tương lai." in page.content.decode()
    energy = CatalogueItem.objects.get(use="certificate", kind="system_environment")
    system = {"category": "system", "standard": "ISO 9001:2015", "item": energy.pk}
    page = staff.post("/chung-nhan/them/", certificate_form(**system)).content.decode()
    assert "Tiêu chuẩn “ISO 9001:2015” là mục “ISO 9001” của danh mục." in page
    assert not Certificate.objects.exists()
    staff.post("/chung-nhan/them/", certificate_form(**system | {"standard": energy.name}))
    assert Certificate.objects.get().item == energy


@pytest.mark.parametrize(
    ("changes", "words"),
    [
        ({"ends_on": "01/01/2024"}, "Ngày kết thúc trước ngày khai giảng."),
        ({"ends_on": "01/01/2099"}, "Lớp đã tổ chức không thể kết thúc ở tương lai; ghi Dự kiến."),
    ],
)
def test_a_class_is_held_when_it_is_over(staff, changes, words):
    data = {"name": "Lớp", "status": "held", "starts_on": "02/01/2024", "ends_on": "03/01/2024"}
    assert words in staff.post("/dao-tao/them/", data | changes).content.decode()
    staff.post("/dao-tao/them/", data)
    assert TrainingClass.objects.get().ends_on == date(2024, 1, 3)
    twice = staff.post("/dao-tao/them/", data).content.decode()
    assert "Đã có lớp cùng tên, khai giảng cùng ngày." in twice
    assert [str(r.record) for r in staff.get("/dao-tao/?tim=lop").context["rows"]] == ["Lớp"]
