"""What is shown before a decision; nothing is attached to a blank or wrong tax code."""

from datetime import date

import pytest
from django.db import IntegrityError, transaction

from agencies.models import Unit
from core.jobs import run_job
from enterprises.merging.steps import ask_undo, merge_enterprises
from enterprises.models import Enterprise, OcopProduct
from support.bare_names import bare_words
from support.choices import RequestState as State
from support.models import SupportRequest
from support.request_triage import triage_of
from tests import records
from tests.people import person
from tests.workbooks import tax_code

BACKEND = "allauth.account.auth_backends.AuthenticationBackend"
LIST = "/de-nghi-ho-tro/"
pytestmark = pytest.mark.django_db


@pytest.fixture
def staff(client):
    user = person("staff")
    client.force_login(user, backend=BACKEND)
    return user


@pytest.mark.parametrize(
    ("name", "words"),
    [
        ("Công ty TNHH MTV Hòa Lộc", ["hoa", "loc"]),
        ("CÔNG TY TRÁCH NHIỆM HỮU HẠN HOÀ LỘC", ["hoa", "loc"]),
        ("Chi nhánh Công ty cổ phần Gạo Việt", ["gao", "viet"]),
        ("HTX Rau sạch", ["rau", "sach"]),
        ("Công ty", ["cong", "ty"]),
        ("Công tyre Việt", ["cong", "tyre", "viet"]),
    ],
)
def test_a_name_without_its_legal_form(name, words):
    assert bare_words(name) == words


def test_similar_requests_share_the_code_or_the_name(staff):
    one = records.request(name="Công ty TNHH Hòa Lộc", tax_code="1200100557")
    code = records.request(name="Tên khác hẳn", tax_code="1200100557")
    name = records.request(name="CTY CP HOÀ LỘC Tiền Giang", tax_code="")
    records.request(name="Công ty Hòa Bình", tax_code="", need="Gần chợ Lộc Hòa, cạnh Hòa Lộc")
    records.request(name="Không mã", tax_code="")
    assert set(triage_of(one, staff).similar) == {code, name}
    blank = records.request(name="Cơ sở Bột", tax_code="")
    assert triage_of(blank, staff).similar == []  # two blank codes are not one


def test_what_was_done_and_the_hints_are_shown(client, staff):
    firm = records.enterprise(name="Công ty Mẫu")
    records.support(firm, started_on=date(2024, 1, 10))
    Enterprise.objects.filter(pk=firm.pk).update(size_class="small", has_key_product=True)
    OcopProduct.objects.create(enterprise=firm, name="Gạo", stars=4, certified_on=date(2099, 1, 1))
    OcopProduct.objects.create(enterprise=firm, name="Bánh", stars=3)
    firm.refresh_from_db()
    made = records.request(enterprise=firm)
    found = [hint.words for hint in triage_of(made, staff).hints]
    assert found == [
        "Ưu tiên: doanh nghiệp nhỏ và vừa.",
        "Ưu tiên: có sản phẩm chủ lực.",
        "Ưu tiên: có sản phẩm OCOP còn hiệu lực.",
        "Đã được hỗ trợ chính nội dung này, từ 10/01/2024.",
        "Có vốn đối ứng.",
    ]
    page = client.get(f"{LIST}{made.pk}/").content.decode()
    assert "Công ty Mẫu đã được hỗ trợ" in page
    assert "cùng nội dung với đề nghị" in page


@pytest.mark.parametrize(
    ("code", "words"),
    [
        ("", "Chưa có mã số thuế: chưa gắn với doanh nghiệp nào."),
        ("0301442989", "Danh bạ chưa có doanh nghiệp mã số thuế này."),
        ("1200100557", "Danh bạ có doanh nghiệp mã số thuế này, chưa gắn."),
    ],
)
def test_the_first_hint_is_about_the_code(staff, code, words):
    records.enterprise()
    assert triage_of(records.request(tax_code=code), staff).hints[0].words == words


def test_candidates_are_those_with_the_code_or_the_name(client, staff):
    same = records.enterprise(name="Tên cũ")
    alike = records.enterprise(tax_code(2), "Công ty Cổ phần MẪU Mực")
    records.enterprise(tax_code(3), "Công ty Khác")
    made = records.request(name="Công ty TNHH Mẫu")
    assert triage_of(made, staff).candidates == [same, alike]
    assert "Trùng mã" in client.get(f"{LIST}{made.pk}/").content.decode()


def test_nobody_but_the_department_sees_the_triage(client):
    records.request(name="Công ty TNHH Mẫu", need="Của phường")
    other = records.public_request(name="Công ty Mẫu", need="Riêng tư")
    own = records.request()
    client.force_login(person("unit_officer"), backend=BACKEND)
    page = client.get(f"{LIST}{own.pk}/").content.decode()
    assert "Đề nghị tương tự" not in page
    assert f"{LIST}{other.pk}/" not in page


# ---- attaching ----


@pytest.mark.parametrize(
    ("code", "words"),
    [
        ("", "Mục này phải ghi."),
        ("   ", "Mục này phải ghi."),
        ("12", "Mã số thuế gồm 10 chữ số"),
        ("1200100558", "Chữ số kiểm tra của mã số thuế không đúng."),
        ("0301442989", "Danh bạ chưa có doanh nghiệp mã số thuế này."),
    ],
)
def test_nothing_is_attached_to_a_blank_or_wrong_code(client, staff, code, words):
    records.enterprise()
    Enterprise.objects.create(tax_code="1200100558", name="Mã sai")
    made = records.request()
    page = client.post(f"{LIST}{made.pk}/gan/", {"tax_code": code})
    assert page.context["form"].errors["tax_code"][0].startswith(words)
    made.refresh_from_db()
    assert made.enterprise is None


def test_it_is_attached_by_its_code_in_any_spelling(client, staff):
    firm = records.enterprise()
    made = records.request(tax_code="")
    answer = client.post(f"{LIST}{made.pk}/gan/", {"tax_code": "1200 100 557"})
    assert answer.url == made.get_absolute_url()
    made.refresh_from_db()
    assert (made.enterprise, made.tax_code) == (firm, "1200100557")
    assert "Đã gắn với Công ty Mẫu." in client.get(answer.url).content.decode()


def test_what_was_accepted_is_not_attached_elsewhere(client, staff):
    firm, other = records.enterprise(), records.enterprise("0301442989", "Khác")
    made = records.request(enterprise=firm, state=State.ACCEPTED, support=records.support(firm))
    page = client.post(f"{LIST}{made.pk}/gan/", {"tax_code": other.tax_code})
    assert page.context["form"].non_field_errors() == [
        "Hồ sơ đã được người khác thay đổi trong lúc bạn làm việc."
    ]
    made.refresh_from_db()
    assert made.enterprise == firm


@pytest.mark.parametrize("code", ["", "0301442989", "1200100558"])
def test_the_database_attaches_by_the_enterprises_own_valid_code_alone(code):
    firm = Enterprise.objects.create(tax_code=code or "1200100557", name="A")
    typed = "1200100557" if code == "0301442989" else code
    made = records.request(tax_code=typed)
    with pytest.raises(IntegrityError, match="request"), transaction.atomic():
        SupportRequest.objects.filter(pk=made.pk).update(enterprise=firm)
    with pytest.raises(IntegrityError), transaction.atomic():
        records.request(tax_code=typed, enterprise=firm)


def test_the_database_takes_branches_and_households():
    for code in ("1200100557-001", "079123456789"):
        firm = Enterprise.objects.create(tax_code=code, name=code)
        assert records.request(tax_code=code, enterprise=firm).enterprise == firm


def test_a_code_that_the_register_corrects_later_does_not_block_the_request():
    firm = records.enterprise()
    made = records.request(enterprise=firm)
    Enterprise.objects.filter(pk=firm.pk).update(tax_code="0301442989")
    SupportRequest.objects.filter(pk=made.pk).update(need="Sửa sau đó")


def test_a_request_goes_with_a_merged_enterprise_and_comes_back(staff):
    """Under the code it came with, through a second merge as well; to no other enterprise."""
    first, second = records.enterprise(), records.enterprise("0301442989", "Công ty Mới")
    third = records.enterprise("0314409058", "Công ty Ba")
    made = records.request(enterprise=first)
    merges = []
    for source, target in ((first, second), (second, third)):
        merges.append(merge_enterprises(source=source, target=target, reason="Trùng", by=staff))
        made.refresh_from_db()
        assert (made.enterprise, made.tax_code) == (target, "1200100557")
    elsewhere = Enterprise.objects.create(tax_code=tax_code(5), name="Công ty Khác")
    with pytest.raises(IntegrityError), transaction.atomic():
        SupportRequest.objects.filter(pk=made.pk).update(enterprise=elsewhere)
    for merge, back in zip(reversed(merges), (second, first), strict=True):
        merge.refresh_from_db()
        ask_undo(merge, reason="Nhầm", by=staff)
        run_job(merge.job_id)
        made.refresh_from_db()
        assert made.enterprise == back
    with pytest.raises(IntegrityError), transaction.atomic():  # what was undone opens no way
        SupportRequest.objects.filter(pk=made.pk).update(enterprise=second)


# ---- into the register ----


def _new(**values: object) -> dict[str, object]:
    unit = Unit.objects.get(code=records.WARD, valid_to=None)
    return {
        "name": "Công ty TNHH Mẫu",
        "tax_code": "0301442989",
        "entity_type": "enterprise",
        "unit": unit.pk,
        "address": "Ấp 1",
        **values,
    }


def test_the_department_enters_the_enterprise_and_the_request_is_attached(client, staff):
    made = records.request(address="Ấp 1")
    page = client.get(f"{LIST}{made.pk}/them-doanh-nghiep/")
    assert page.context["form"].initial["name"] == "Công ty TNHH Mẫu"
    assert not Enterprise.objects.exists()  # looking at it does nothing
    # Another code than the request's is not listened to.
    client.post(f"{LIST}{made.pk}/them-doanh-nghiep/", _new())
    firm = Enterprise.objects.get()
    assert (firm.tax_code, firm.name, firm.address) == ("1200100557", "Công ty TNHH Mẫu", "Ấp 1")
    assert firm.placements.get().unit.code == records.WARD
    made.refresh_from_db()
    assert made.enterprise == firm


def test_an_enterprise_is_entered_once(client, staff):
    firm = records.enterprise()
    made = records.request()
    asked = client.get(f"{LIST}{made.pk}/them-doanh-nghiep/")
    assert asked.url == f"{LIST}{made.pk}/gan/"
    page = client.post(f"{LIST}{made.pk}/them-doanh-nghiep/", _new())
    assert "Mã số thuế này đã có hồ sơ" in page.context["form"].errors["tax_code"][0]
    assert Enterprise.objects.get() == firm


def test_no_enterprise_is_entered_for_a_blank_or_wrong_code(client, staff):
    for code in ("", "1200100558"):
        made = records.request(tax_code=code)
        labels = [str(b["act"].label) for b in client.get(f"{LIST}{made.pk}/").context["acts"]]
        assert "Thêm vào danh bạ" not in labels
        page = client.post(f"{LIST}{made.pk}/them-doanh-nghiep/", _new())
        assert page.context["form"].errors["tax_code"]
    assert not Enterprise.objects.exists()
