"""The register as staff use it: find, add, correct, move, merge."""

from datetime import date, timedelta

import pytest
from django.utils import timezone

from agencies.models import Unit, UnitLineage
from core.jobs import run_job
from enterprises.models import (
    ContactPerson,
    Enterprise,
    EnterpriseMerge,
    EnterpriseYear,
    OcopProduct,
    Placement,
)
from programs.indicators import indicators, open_window
from programs.models import Plan
from tests import records
from tests.people import person

pytestmark = pytest.mark.django_db
BACKEND = "allauth.account.auth_backends.AuthenticationBackend"


@pytest.fixture
def staff(client):
    client.force_login(person("staff"), backend=BACKEND)
    return client


def unit(code: str) -> Unit:
    return Unit.objects.filter(code=code).order_by("-valid_from").first()


def names(client, query: str) -> list[str]:
    rows = client.get(f"/doanh-nghiep/?{query}").context["rows"]
    return [str(row.record) for row in rows]


def new_enterprise(**changes: str) -> dict[str, str]:
    return {
        "tax_code": "1200100557",
        "name": "Công ty  TNHH Hoà Lộc",
        "entity_type": "enterprise",
        "unit": Unit.objects.get(code=records.WARD, valid_to=None).pk,
        "sector": "industry",
        "seen_version": "",
    } | changes


def test_an_enterprise_is_added_and_found_by_words_marks_and_tax_code(staff):
    answer = staff.post("/doanh-nghiep/them/", new_enterprise(), follow=True)
    firm = Enterprise.objects.get()
    assert answer.redirect_chain[-1][0] == f"/doanh-nghiep/{firm.pk}/"
    assert "Đã lưu: Công ty TNHH Hoà Lộc." in answer.content.decode()
    assert firm.name == "Công ty TNHH Hoà Lộc"
    assert firm.unit.code == records.WARD
    records.enterprise("0301442989", "Cơ sở khác")
    for words in ("hòa lộc", "HOA LOC", "loc hoa", "hoa+lo", "1200100557", "12001"):
        assert names(staff, f"tim={words}") == ["Công ty TNHH Hoà Lộc"], words
    assert names(staff, "tim=khong+co") == []
    assert "Bỏ tất cả bộ lọc" in staff.get("/doanh-nghiep/?tim=khong+co").content.decode()


def test_the_list_is_in_the_vietnamese_alphabet_and_filters_stand_in_the_address(staff):
    for number, name in enumerate(("Đông Á", "Dừa Xanh", "Ân Phú", "An Phú")):
        records.enterprise(f"12001005{number:02}", name)
    Enterprise.objects.filter(name="An Phú").update(has_key_product=True, sector="trade")
    OcopProduct.objects.create(
        enterprise=Enterprise.objects.get(name="Dừa Xanh"), name="Dừa", stars=4
    )
    records.support(Enterprise.objects.get(name="Ân Phú"))
    assert names(staff, "") == ["An Phú", "Ân Phú", "Dừa Xanh", "Đông Á"]
    assert names(staff, "chu_luc=co") == ["An Phú"]
    assert names(staff, "linh_vuc=industry&chu_luc=khong&xep=ten") == [
        "Ân Phú",
        "Dừa Xanh",
        "Đông Á",
    ]
    assert names(staff, "ocop=4") == ["Dừa Xanh"]
    assert names(staff, "ocop=5") == []
    OcopProduct.objects.update(certified_on=timezone.localdate() - timedelta(days=4 * 366))
    assert names(staff, "ocop=4") == []
    Enterprise.objects.filter(name="An Phú").update(size_class="medium")
    Enterprise.objects.filter(name="Ân Phú").update(size_class="large")
    assert names(staff, "quy_mo=nvv") == ["An Phú"]
    assert names(staff, "quy_mo=large") == ["Ân Phú"]
    cells = staff.get("/doanh-nghiep/").context["rows"]
    tags = {str(r.record): next(c.value for c in r.cells if c.column.kind == "tags") for r in cells}
    assert tags == {
        "An Phú": ["Nhỏ và vừa", "Chủ lực"],
        "Ân Phú": [],
        "Dừa Xanh": [],
        "Đông Á": [],
    }
    firm = Enterprise.objects.get(name="Dừa Xanh")
    assert "Đã hết hạn" in staff.get(f"/doanh-nghiep/{firm.pk}/").content.decode()
    assert names(staff, "co_ho_tro=co") == ["Ân Phú"]
    assert names(staff, "co_ho_tro=khong") == ["An Phú", "Dừa Xanh", "Đông Á"]
    assert names(staff, f"noi_dung={records.item('support', '5S').pk}") == ["Ân Phú"]
    assert names(staff, "loai_ho_tro=gap") == []
    page = staff.get("/doanh-nghiep/?linh_vuc=trade&tim=phu").content.decode()
    assert 'href="?tim=phu" aria-label="Bỏ lọc Lĩnh vực: Thương mại, dịch vụ"' in page
    assert "Chưa có doanh nghiệp nào." not in page


def test_a_unit_of_any_time_finds_what_lies_in_it(staff):
    records.enterprise()
    ward = Unit.objects.get(code=records.WARD, valid_to=None)
    elsewhere = Unit.objects.get(code="28249", valid_to=None)
    assert names(staff, f"don_vi={ward.pk}") == ["Công ty Mẫu"]
    assert names(staff, f"don_vi={elsewhere.pk}") == []


@pytest.mark.parametrize(
    ("changes", "words"),
    [
        ({"tax_code": ""}, "Mục này phải ghi."),
        ({"tax_code": "12345"}, "Mã số thuế gồm 10 chữ số"),
        ({"tax_code": "001099012345"}, "Mã 12 chữ số chỉ dùng cho hộ kinh doanh"),
        ({"unit": ""}, "Mục này phải ghi."),
        ({"vsic_code": "1030"}, "Ghi cả mã ngành và bản VSIC"),
        ({"parent": "9999999999"}, "Không có doanh nghiệp mã số thuế này."),
        ({"parent": "không ai"}, "Không có doanh nghiệp nào khớp."),
    ],
)
def test_bad_input_says_what_to_do_and_keeps_what_was_typed(staff, changes, words):
    page = staff.post("/doanh-nghiep/them/", new_enterprise(**changes)).content.decode()
    assert words in page
    assert "Chưa lưu. Sửa các mục sau:" in page
    assert "Hoà Lộc" in page
    assert not Enterprise.objects.exists()


def test_a_doubtful_tax_code_is_stored_only_when_the_person_says_it_is_right(staff):
    page = staff.post("/doanh-nghiep/them/", new_enterprise(tax_code="1200100558"))
    assert "Chữ số kiểm tra của mã số thuế không đúng" in page.content.decode()
    assert 'name="accepts_code"' in page.content.decode()
    assert not Enterprise.objects.exists()
    data = new_enterprise(tax_code="1200100558", accepts_code="on")
    staff.post("/doanh-nghiep/them/", data)
    own = Enterprise.objects.get()
    assert own.tax_code == "1200100558"
    # It was said once; a good code is never asked about.
    page = staff.get(f"/doanh-nghiep/{own.pk}/sua/").content.decode()
    assert 'name="accepts_code"' not in page
    data = new_enterprise(tax_code="1200100558", name="Tên khác", seen_version=own.version)
    staff.post(f"/doanh-nghiep/{own.pk}/sua/", data)
    own.refresh_from_db()
    assert own.name == "Tên khác"


def test_a_seat_in_a_unit_that_ended_says_what_is_known_of_today(staff):
    own = records.enterprise()
    own.placements.update(unit=unit("821"))
    page = staff.get(f"/doanh-nghiep/{own.pk}/").content.decode()
    assert "Đơn vị kết thúc ngày 30/06/2025; chưa xác định xã, phường hiện nay." in page
    old_ward = UnitLineage.objects.filter(
        unit__valid_to=date(2025, 6, 30), unit__kind__in=("commune", "ward"), valid_to=None
    ).exclude(resolved=None)
    heir = old_ward.select_related("unit", "resolved").first()
    own.placements.update(unit=heir.unit)
    page = staff.get(f"/doanh-nghiep/{own.pk}/").content.decode()
    assert f"Đơn vị kết thúc ngày 30/06/2025; nay là {heir.resolved.name}." in page


def test_a_tax_code_is_one_enterprise(staff):
    records.enterprise()
    page = staff.post("/doanh-nghiep/them/", new_enterprise()).content.decode()
    assert "Mã số thuế" in page
    assert Enterprise.objects.count() == 1


def test_sizes_follow_the_years_figures(staff):
    firm = records.enterprise()
    for year, labour, revenue in ((2023, 8, "2.000.000.000"), (2024, 150, "150.000.000.000")):
        data = {"year": year, "labour": labour, "revenue_vnd": revenue}
        staff.post(f"/doanh-nghiep/so-lieu/them/{firm.pk}/", data)
    sizes = dict(EnterpriseYear.objects.values_list("year", "size_class"))
    assert sizes == {2023: "micro", 2024: "medium"}
    firm.refresh_from_db()
    assert firm.size_class == "medium"
    latest = EnterpriseYear.objects.get(year=2024)
    staff.post(f"/doanh-nghiep/so-lieu/{latest.pk}/sua/", {
        "year": 2024, "labour": 8, "revenue_vnd": "2.000.000.000", "seen_version": latest.version,
    })  # fmt: skip
    firm.refresh_from_db()
    assert firm.size_class == "micro"
    twice = staff.post(f"/doanh-nghiep/so-lieu/them/{firm.pk}/", {"year": 2024, "labour": 1})
    assert twice.status_code == 200
    assert EnterpriseYear.objects.count() == 2
    wrong = {"year": "mười", "revenue_vnd": "1,5 tỷ"}
    page = staff.post(f"/doanh-nghiep/so-lieu/them/{firm.pk}/", wrong).content.decode()
    assert "Ghi số nguyên, ví dụ 25." in page
    assert 'value="1,5 tỷ"' in page


def test_what_has_not_happened_yet_is_no_fact(staff):
    own = records.enterprise()
    ahead = timezone.localdate() + timedelta(days=1)
    ward = Unit.objects.filter(kind="ward", valid_to=None).exclude(code=records.WARD).first()
    data = {"unit": ward.pk, "valid_from": f"{ahead:%d/%m/%Y}"}
    page = staff.post(f"/doanh-nghiep/tru-so/them/{own.pk}/", data).content.decode()
    assert "Ngày chuyển ở tương lai." in page
    assert own.placements.count() == 1
    for year, words in (
        ({"year": ahead.year + 1, "labour": 10}, "Năm số liệu ở tương lai."),
        ({"year": 2024}, "Ghi ít nhất một số: lao động, doanh thu hoặc nguồn vốn."),
    ):
        page = staff.post(f"/doanh-nghiep/so-lieu/them/{own.pk}/", year).content.decode()
        assert words in page
    assert not EnterpriseYear.objects.exists()


def test_a_move_ends_the_period_before_it(staff):
    firm = records.enterprise()
    target = Unit.objects.get(code="28249", valid_to=None)
    staff.post(
        f"/doanh-nghiep/tru-so/them/{firm.pk}/", {"unit": target.pk, "valid_from": "01/03/2026"}
    )
    periods = list(firm.placements.order_by("valid_from").values_list("valid_from", "valid_to"))
    assert (None, date(2026, 2, 28)) in periods
    assert (date(2026, 3, 1), None) in periods
    firm.refresh_from_db()
    assert firm.unit == target
    overlap = {"unit": target.pk, "valid_from": "01/01/2026", "valid_to": "01/06/2026"}
    page = staff.post(f"/doanh-nghiep/tru-so/them/{firm.pk}/", overlap).content.decode()
    assert "đã ghi một đơn vị khác" in page
    backwards = {"unit": target.pk, "valid_from": "02/01/2026", "valid_to": "01/01/2026"}
    page = staff.post(f"/doanh-nghiep/tru-so/them/{firm.pk}/", backwards).content.decode()
    assert "Ngày kết thúc phải từ ngày bắt đầu trở đi." in page
    assert Placement.objects.count() == 2


def merge(staff, source: Enterprise, target: Enterprise, **choices: str) -> str:
    """Compare, look ahead, confirm; the page of the merge afterwards."""
    address = f"/doanh-nghiep/{source.pk}/nhap-vao/{target.pk}/"
    version = Enterprise.objects.values_list("version", flat=True)
    seen = {"seen_source": version.get(pk=source.pk), "seen_target": version.get(pk=target.pk)}
    at = staff.post(address, seen | choices)["Location"]
    made = EnterpriseMerge.objects.get(pk=at.split("/")[-2])
    run_job(made.job_id)
    staff.post(f"{at}gop/", {"reason": "Đổi mã số thuế"})
    made.refresh_from_db()
    run_job(made.job_id)
    return staff.get(at).content.decode()


def test_merged_registrations_count_as_one_also_in_the_past(staff):
    old, new = records.enterprise(), records.enterprise("0301442989", "Công ty Mới")
    records.support(old)
    records.support(new)
    window = open_window(
        Plan.objects.get(), 2024, cut_off=date(2024, 11, 15), today=date(2026, 11, 24)
    )
    supported = indicators.get("support.enterprises")
    assert supported.evaluate(window).cumulative.value == 2
    address = f"/doanh-nghiep/{old.pk}/nhap-vao/"
    assert "Mục này phải ghi." in staff.post(address, {"target": ""}).content.decode()
    own = staff.post(address, {"target": old.tax_code}).content.decode()
    assert "Chọn một đăng ký khác với chính nó." in own
    merge(staff, old, new)
    assert supported.evaluate(window).cumulative.value == 1
    own = staff.get(f"/doanh-nghiep/{old.pk}/?ban-goc=1").content.decode()
    assert "được tính chung với Công ty Mới" in own
    page = staff.get(f"/doanh-nghiep/{new.pk}/").content.decode()
    assert "Chi nhánh và đăng ký được tính chung" in page
    assert f'href="/doanh-nghiep/{old.pk}/?ban-goc=1"' in page
    assert "2</a>" in page.split("lượt hỗ trợ hoàn thành")[0]
    again = staff.post(address, {"target": new.tax_code}).content.decode()
    assert "đã được nhập vào đăng ký khác" in again

    undo = staff.get(f"/doanh-nghiep/{old.pk}/tach/")["Location"]
    staff.post(undo, {"reason": "Nhập nhầm"})
    run_job(EnterpriseMerge.objects.get().job_id)
    assert supported.evaluate(window).cumulative.value == 2
    refused = staff.post(f"/doanh-nghiep/{old.pk}/tach/", {"reason": "x"}).content.decode()
    assert "chưa được nhập vào đăng ký nào" in refused
    history = staff.get(f"/doanh-nghiep/{old.pk}/lich-su/").content.decode()
    assert "Đổi mã số thuế" in history


def test_the_page_shows_the_whole_history_of_the_enterprise(staff):
    firm = records.enterprise()
    records.support(firm, state_budget_vnd=40_000_000, counterpart_vnd=20_500_000)
    records.support(firm, started_on=date(2024, 2, 1), completed_on=None, status="under_way")
    records.certificate(firm, expires_on=date(2024, 12, 1))
    records.award(firm)
    page = staff.get(f"/doanh-nghiep/{firm.pk}/").content.decode()
    for words in (
        "tính vào chỉ tiêu 2, ngày 20/06/2024",
        "chưa tính; tính vào chỉ tiêu 2 khi hoàn thành",
        "Chứng nhận TCVN 1",
        "Hết hiệu lực",
        "Giải thưởng Chất lượng Quốc gia: được tặng",
        "40,0",
        "20,5",
        "60,5",
        "60.500.000 đ",
    ):
        assert words in page, words


def test_contacts_are_for_the_department_alone(staff, client):
    firm = records.enterprise()
    data = {"name": "Trần Văn Ví Dụ", "phone": "0273 000 000"}
    staff.post(f"/doanh-nghiep/lien-he/them/{firm.pk}/", data)
    contact = ContactPerson.objects.get()
    assert "Trần Văn Ví Dụ" in staff.get(f"/doanh-nghiep/{firm.pk}/").content.decode()
    assert "Trần Văn Ví Dụ" in staff.get(f"/doanh-nghiep/{firm.pk}/lich-su/").content.decode()
    for role in ("leader", "unit_officer", "viewer", "finance"):
        client.force_login(person(role), backend=BACKEND)
        for page in ("", "lich-su/"):
            shown = client.get(f"/doanh-nghiep/{firm.pk}/{page}").content.decode()
            assert "Trần Văn Ví Dụ" not in shown, role
        assert client.get(f"/doanh-nghiep/lien-he/{contact.pk}/sua/").status_code in {403, 404}


def test_suggestions_are_options_of_the_enterprises_that_fit(staff):
    records.enterprise()
    found = staff.get("/doanh-nghiep/goi-y/?enterprise=mau").content.decode()
    assert found.strip() == '<option value="1200100557 - Công ty Mẫu"></option>'
    assert staff.get("/doanh-nghiep/goi-y/?enterprise=").content.decode().strip() == ""


def test_a_persons_number_is_masked_wherever_it_is_shown(client):
    home = records.enterprise("001099012345", "Hộ kinh doanh Mẫu")
    Enterprise.objects.filter(pk=home.pk).update(entity_type="household")
    records.support(home)
    client.force_login(person("viewer"), backend=BACKEND)
    pages = ["", f"{home.pk}/", f"{home.pk}/lich-su/"]
    for address in [f"/doanh-nghiep/{page}" for page in pages] + ["/ho-tro/"]:
        shown = client.get(address).content.decode()
        assert "001099012345" not in shown, address
        assert "001******345" in shown, address


def test_a_persons_number_stands_in_no_address_and_no_suggestion(staff):
    home = records.enterprise("001099012345", "Hộ kinh doanh Mẫu")
    Enterprise.objects.filter(pk=home.pk).update(entity_type="household")
    label = f"#{home.pk} - Hộ kinh doanh Mẫu (001******345)"
    page = staff.get(f"/doanh-nghiep/{home.pk}/").content.decode()
    assert f'href="/ho-tro/them/?dn={home.pk}"' in page
    assert "001099012345" not in page
    assert label in staff.get("/doanh-nghiep/goi-y/?enterprise=mau").content.decode()
    form = staff.get(f"/ho-tro/them/?dn={home.pk}").content.decode()
    assert f'value="{label}"' in form
    data = {"item": records.item("support", "5S").pk, "status": "under_way"}
    data |= {"started_on": "10/01/2024"}
    staff.post("/ho-tro/them/", data | {"enterprise": label})
    assert home.supports.count() == 1
    for number in ("#0 - Không có", "#999999999999999999"):
        page = staff.post("/ho-tro/them/", data | {"enterprise": number}).content.decode()
        assert "Không có hồ sơ số này." in page
    for number in ("x", "9" * 30, "999999"):
        assert staff.get(f"/ho-tro/them/?dn={number}").status_code == 200
    other = records.enterprise()
    address = f"/doanh-nghiep/{home.pk}/nhap-vao/"
    page = staff.post(address, {"target": other.tax_code}, follow=True).content.decode()
    assert "Hộ kinh doanh Mẫu" in page
    assert "001******345" in page
    assert "001099012345" not in page
    page = merge(staff, home, other)
    assert "Hộ kinh doanh Mẫu vào Công ty Mẫu" in page
    assert "001099012345" not in page


def test_a_persons_number_is_found_as_a_whole_and_never_by_its_beginning(staff):
    home = records.enterprise("079099012345", "Hộ kinh doanh Mẫu")
    Enterprise.objects.filter(pk=home.pk).update(entity_type="household")
    records.support(home)
    for digits in ("0", "079", "0790", "07909901234", "079 099", "ho 0790", "079.099.01234"):
        assert names(staff, f"tim={digits}") == [], digits
        assert staff.get(f"/ho-tro/?tim={digits}").context["rows"] == [], digits
        found = staff.get(f"/doanh-nghiep/goi-y/?enterprise={digits}").content.decode()
        assert found.strip() == "", digits
    for code in ("079099012345", "079 099 012 345", "079.099.012345", "mau 079099012345"):
        assert names(staff, f"tim={code}") == ["Hộ kinh doanh Mẫu"], code
        assert len(staff.get(f"/ho-tro/?tim={code}").context["rows"]) == 1, code
    assert names(staff, "tim=khac 079099012345") == []
    assert names(staff, "tim=079099012346") == []


@pytest.mark.parametrize(
    "typed",
    ["129 000 0018", "1290000018", "129.000.0018", "129000", "1290000018-001", "1290000018001",
     "1290000018 001", "12900000180", "24 7"],
)  # fmt: skip
def test_a_code_is_found_in_every_spelling_and_by_its_beginning(staff, typed):
    records.enterprise("1290000018-001", "Cửa hàng 24 giờ 7 ngày")
    records.enterprise("0301442989", "Cơ sở khác")
    assert names(staff, f"tim={typed}") == ["Cửa hàng 24 giờ 7 ngày"]
    assert names(staff, "tim=.-") == []


def test_every_sum_of_an_enterprise_opens_its_records(staff):
    firm = records.enterprise()
    paid = records.support(firm, state_budget_vnd=40_000_000, counterpart_vnd=5_000_000)
    begun = records.support(
        firm,
        started_on=date(2025, 2, 1),
        completed_on=None,
        status="under_way",
        state_budget_vnd=1_000_000,
    )
    soon = records.certificate(firm, expires_on=timezone.localdate() + timedelta(days=9))
    records.certificate(firm, number="2")
    page = staff.get(f"/doanh-nghiep/{firm.pk}/").content.decode()
    supports, certificates = "/ho-tro/", "/chung-nhan/"
    for path, query, found in (
        (supports, "trang_thai=under_way", {begun}),
        (supports, "kinh_phi=state_budget", {paid, begun}),
        (supports, "kinh_phi=counterpart", {paid}),
        (supports, "kinh_phi=state_budget&nam=2024", {paid}),
        (supports, "kinh_phi=state_budget&nam=2025", {begun}),
        (certificates, "hieu_luc=sap", {soon}),
    ):
        address = f"{path}?dn={firm.pk}&{query}"
        assert f'href="{address.replace("&", "&amp;")}"' in page, query
        assert {r.record for r in staff.get(address).context["rows"]} == found, query
    assert staff.get("/ho-tro/?nam=99999").context["rows"] == []
    assert staff.get("/ho-tro/?nam=0").context["rows"] == []


def test_the_number_of_an_enterprise_opens_exactly_the_records_behind_it(staff):
    firm, branch = records.enterprise(), records.enterprise("1200100557-001", "Chi nhánh")
    records.support(records.enterprise("0301442989", "Công ty Khác"))
    own, of_branch = records.support(firm), records.support(branch)
    listed = {str(r.record): r.cells[5].value for r in staff.get("/doanh-nghiep/").context["rows"]}
    assert listed == {"Công ty Mẫu": 2, "Chi nhánh": 1, "Công ty Khác": 1}
    page = staff.get(f"/doanh-nghiep/{firm.pk}/").content.decode()
    assert f"/ho-tro/?dn={firm.pk}&amp;trang_thai=completed" in page
    opened = staff.get(f"/ho-tro/?dn={firm.pk}&trang_thai=completed")
    assert {row.record for row in opened.context["rows"]} == {own, of_branch}
    assert "Doanh nghiệp: <b>Công ty Mẫu</b>" in opened.content.decode()


def test_a_phone_number_has_digits(staff):
    own = records.enterprise()
    for phone in ("abc", "12", "0273 abc 387"):
        page = staff.post(f"/doanh-nghiep/lien-he/them/{own.pk}/", {"name": "A", "phone": phone})
        assert "Không phải số điện thoại." in page.content.decode()
    for phone in ("0273 3873 024", "+84 (273) 3.873.024", "0273-3873024 máy lẻ 12", ""):
        staff.post(
            f"/doanh-nghiep/lien-he/them/{own.pk}/", {"name": f"Người {phone}", "phone": phone}
        )
    assert own.contacts.count() == 4
