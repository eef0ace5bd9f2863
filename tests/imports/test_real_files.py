"""The table "What real files hold" of the import format, row by row."""

from datetime import UTC, date, datetime
from pathlib import Path

import pytest
import time_machine
from openpyxl import load_workbook

from core.errors import ActionError
from core.importing.rejected import write_rejected
from core.importing.run import ImportResult, run_import
from enterprises.models import ContactPerson, Enterprise, EnterpriseYear, OcopProduct, Placement
from programs.models import Plan
from support.models import Award, Certificate, Support
from tests.workbooks import (
    AWARDS,
    CERTIFICATES,
    CLASSES,
    ENTERPRISES,
    SUPPORTS,
    make_workbook,
    tax_code,
)
from trainings.models import TrainingClass

pytestmark = pytest.mark.django_db
A, B, C = (tax_code(n) for n in (1, 2, 3))


def load(tmp_path: Path, *, partial: bool = False, save: bool = True, **sheets) -> ImportResult:
    path = make_workbook(tmp_path / "book.xlsx", **sheets)
    return run_import(path, save=save, partial=partial)


def issues(found) -> list[tuple]:
    return [(i.sheet, i.row, i.column, i.code) for i in found]


def test_clean_workbook_creates_and_a_second_time_changes_nothing(tmp_path):
    sheets = {
        "enterprises": [ENTERPRISES, (A, "Công ty A", "Huyện Cái Bè", None)],
        "supports": [SUPPORTS, (A, "5S", "01/02/2024", "10/03/2024", "Hoàn thành")],
        "certificates": [
            CERTIFICATES,
            (A, "Sản phẩm", "TCVN 1", "G1", "05/05/2024", None, None, None, "x"),
        ],
        "classes": [CLASSES, ("Lớp 5S", "01/03/2024", "02/03/2024", "Đã tổ chức")],
        "awards": [AWARDS, (A, 2024, "GTCLQG", "Được tặng", "20/04/2024")],
    }
    first = load(tmp_path, **sheets).as_dict()
    assert first["errors"] == first["warnings"] == []
    created = {"created": 1, "updated": 0, "unchanged": 0, "rejected": 0}
    assert first["sheets"] == dict.fromkeys(
        ("Doanh nghiệp", "Hỗ trợ", "Chứng nhận", "Đào tạo", "Giải thưởng"), created
    )
    award = Award.objects.get()
    assert (award.name, award.item.code) == (
        "Giải thưởng Chất lượng Quốc gia",
        "national-quality-award",
    )
    again = load(tmp_path, **sheets).as_dict()
    assert {tuple(s.items()) for s in again["sheets"].values()} == {
        (("created", 0), ("updated", 0), ("unchanged", 1), ("rejected", 0))
    }


def test_check_saves_nothing(tmp_path):
    result = load(tmp_path, save=False, enterprises=[ENTERPRISES, (A, "A", "Huyện Cái Bè", None)])
    assert result.sheets["Doanh nghiệp"].counts["created"] == 1
    assert not result.is_saved
    assert not Enterprise.objects.exists()


def test_title_rows_header_spelling_totals_blank_and_repeated_headers(tmp_path):
    header = ("MÃ SỐ THUẾ *", "ten doanh  nghiệp", "Đơn vị hành chính*", "Ghi chú")
    result = load(
        tmp_path,
        enterprises=[
            ("DANH SÁCH DOANH NGHIỆP",),
            (),
            header,
            (A, "Công ty A", "Huyện Cái Bè", ""),
            (),
            header,
            (B, "Công ty B", "821", ""),
            ("Tổng cộng", 2),
        ],
    )
    assert issues(result.errors) == []
    assert issues(result.warnings) == [("Doanh nghiệp", 3, "Ghi chú", "unknown_column")]
    assert set(Enterprise.objects.values_list("tax_code", "unit__name")) == {
        (A, "Huyện Cái Bè"),
        (B, "Huyện Châu Thành"),
    }


def test_missing_required_column_rejects_the_sheet_with_its_name(tmp_path):
    result = load(tmp_path, enterprises=[("Mã số thuế", "Tên doanh nghiệp"), (A, "A")])
    assert issues(result.errors) == [("Doanh nghiệp", None, "Đơn vị hành chính", "missing_column")]
    assert result.as_dict()["sheets"]["Doanh nghiệp"]["rejected"] == 1


def test_rows_of_a_sheet_that_is_refused_whole_are_counted_and_come_back(tmp_path):
    sheet = [
        ("Danh sách năm 2024",),
        ("Mã số thuế", "Tên doanh nghiệp"),
        (A, "Công ty A"),
        (),
        (B,),
    ]
    result = load(
        tmp_path,
        partial=True,
        enterprises=[*sheet, ("Tổng số", 2)],
        classes=[CLASSES, ("Lớp 5S", "01/03/2024", "02/03/2024", "Đã tổ chức")],
        awards=[("không có cột nào",), ("của mẫu",)],
    )
    assert result.is_saved
    assert {name: s.counts["rejected"] for name, s in result.sheets.items()} == {
        "Doanh nghiệp": 2,
        "Đào tạo": 0,
        "Giải thưởng": 2,
    }
    assert len(result.errors) == 1 + 4  # once for each missing column, never once a row
    write_rejected(tmp_path / "rejected.xlsx", result)
    book = load_workbook(tmp_path / "rejected.xlsx")
    assert book.sheetnames == ["Doanh nghiệp", "Giải thưởng"]
    header, first, second = book["Doanh nghiệp"].iter_rows(values_only=True)
    assert header == ("Mã số thuế", "Tên doanh nghiệp", "Lý do")
    why = "Đơn vị hành chính: Thiếu cột bắt buộc “Đơn vị hành chính” nên không đọc được trang này."
    assert first == (A, "Công ty A", why)
    assert second == (B, None, why)


def test_unknown_sheets_are_named_and_a_file_without_known_ones_is_refused(tmp_path):
    result = load(tmp_path, khac=[("a",)])
    assert [i.code for i in result.errors] == ["no_known_sheet"]
    assert [i.code for i in result.warnings] == ["unknown_sheet"]


def test_a_year_to_come_and_the_words_of_a_cell_are_told_as_they_stand(tmp_path):
    result = load(
        tmp_path,
        enterprises=[
            (*ENTERPRISES, "Số lao động", "Năm số liệu"),
            (A, "Công ty A", "Huyện Cái Bè", None, 10, 2099),
            (B, "Công ty B", "Huyện Cái Bè", None, 10, 2024),
        ],
        supports=[SUPPORTS, (B, "5S", "01/02/2024", "01/01/2099", "Hoàn thành")],
    )
    assert [(i.column, i.value, i.code) for i in result.errors] == [
        ("Năm số liệu", "2099", "year_in_future"),
        ("Ngày hoàn thành", "01/01/2099", "completed_in_future"),
    ]
    result = load(
        tmp_path, supports=[SUPPORTS, (B, "5S", "01/02/2024", "10/03/2024", "Dừng thực hiện")]
    )
    assert "stopped" not in {i.value for i in (*result.errors, *result.warnings)}


def test_two_rows_that_contradict_each_other_change_nothing_the_second_time(tmp_path):
    sheets = {
        "enterprises": [
            (*ENTERPRISES, "Số lao động", "Năm số liệu"),
            (A, "Công ty A", "Huyện Cái Bè", None, 10, 2024),
            (A, "Công ty A mới", "Huyện Cái Bè", None, 12, 2024),
            (B, "Công ty B", "Huyện Cái Bè", None, None, None),
        ],
        "supports": [
            (*SUPPORTS, "Kết quả"),
            (B, "5S", "01/02/2024", "10/03/2024", "Hoàn thành", "Một"),
            (B, "5S", "01/02/2024", "10/03/2024", "Hoàn thành", "Hai"),
        ],
    }
    load(tmp_path, **sheets)

    def stored() -> tuple:
        firm, support = Enterprise.objects.get(tax_code=A), Support.objects.get()
        year = EnterpriseYear.objects.get()
        return (firm.name, firm.version, year.labour, year.version, support.result, support.version)

    before = stored()
    assert before == ("Công ty A mới", 1, 12, 1, "Hai", 1)
    again = load(tmp_path, **sheets)
    counts = {name: sheet.as_dict() for name, sheet in again.sheets.items()}
    unchanged = {"created": 0, "updated": 0, "rejected": 0}
    assert counts["Doanh nghiệp"] == {**unchanged, "unchanged": 3}
    assert counts["Hỗ trợ"] == {**unchanged, "unchanged": 2}
    assert stored() == before
    assert [i.code for i in again.warnings] == ["repeated", "repeated"]


def test_a_seat_written_twice_is_not_written_again(tmp_path):
    rows = [
        ENTERPRISES,
        (A, "Công ty A", "Huyện Cái Bè", None),
        (A, "Công ty A", "Huyện Chợ Gạo", None),
    ]
    load(tmp_path, enterprises=rows)
    placed = Placement.objects.get()
    assert (placed.unit.name, placed.version) == ("Huyện Chợ Gạo", 1)
    again = load(tmp_path, enterprises=rows)
    assert again.sheets["Doanh nghiệp"].as_dict() == {
        **dict.fromkeys(("created", "updated", "rejected"), 0),
        "unchanged": 2,
    }
    placed.refresh_from_db()
    assert (placed.unit.name, placed.version) == ("Huyện Chợ Gạo", 1)


def test_two_rows_that_say_other_than_what_is_stored_change_it(tmp_path):
    load(tmp_path, enterprises=[ENTERPRISES, (A, "Công ty A", "Huyện Cái Bè", None)])
    rows = [(A, f"Công ty {k}", "Huyện Cái Bè", None) for k in "BC"]
    result = load(tmp_path, enterprises=[ENTERPRISES, *rows])
    assert result.sheets["Doanh nghiệp"].as_dict() == {
        "created": 0,
        "updated": 2,
        "unchanged": 0,
        "rejected": 0,
    }
    stored = Enterprise.objects.get()
    assert (stored.name, stored.version) == ("Công ty C", 2)


def test_a_new_record_is_the_first_of_two_rows_that_contradict_each_other(tmp_path):
    result = load(
        tmp_path,
        enterprises=[ENTERPRISES, (A, "Công ty A", "Huyện Cái Bè", None)],
        supports=[
            SUPPORTS,
            (A, "5S", "01/02/2024", None, "Đang thực hiện"),
            (A, "5S", "01/02/2024", None, "Dừng thực hiện"),
        ],
    )
    assert issues(result.warnings) == [("Hỗ trợ", 3, "Mã số thuế", "repeated")]
    assert "với dòng 2" in result.warnings[0].message


def test_an_error_in_one_cell_hides_none_of_another(tmp_path):
    result = load(
        tmp_path,
        enterprises=[ENTERPRISES, (A, "Công ty A", "Huyện Cái Bè", None)],
        supports=[SUPPORTS, (A, "Không có trong danh mục", "01/02/2024", None, "Hoàn thành")],
    )
    assert issues(result.errors) == [
        ("Hỗ trợ", 2, "Nội dung hỗ trợ", "unknown_item"),
        ("Hỗ trợ", 2, "Ngày hoàn thành", "completed_without_date"),
    ]


def test_all_errors_of_all_rows_are_told(tmp_path):
    result = load(
        tmp_path,
        enterprises=[
            ENTERPRISES,
            (A, "Công ty A", "Huyện Cái Bè", None),
            ("123", "", "Huyện Không Có", "Tập đoàn"),
        ],
        supports=[
            SUPPORTS,
            (A, "Thứ lạ", "01/02/2024", "tháng 3/2024", "Xong"),
            (A, "5S", "05/02/2024", "01/02/2024", "Hoàn thành"),
            (A, "Lean", "01/02/2024", None, "Hoàn thành"),
            (A, "KPI", "01/02/2024", "01/01/2099", "Hoàn thành"),
            (B, "5S", "01/02/2024", None, "Đang thực hiện"),
        ],
    )
    assert sorted(issues(result.errors), key=str) == sorted(
        [
            ("Doanh nghiệp", 3, "Mã số thuế", "tax_code_length"),
            ("Doanh nghiệp", 3, "Tên doanh nghiệp", "required"),
            ("Doanh nghiệp", 3, "Đơn vị hành chính", "unknown_unit"),
            ("Doanh nghiệp", 3, "Loại hình", "unknown_choice"),
            ("Hỗ trợ", 2, "Nội dung hỗ trợ", "unknown_item"),
            ("Hỗ trợ", 2, "Ngày hoàn thành", "date_without_day"),
            ("Hỗ trợ", 2, "Trạng thái", "unknown_choice"),
            ("Hỗ trợ", 3, "Ngày hoàn thành", "end_before_start"),
            ("Hỗ trợ", 4, "Ngày hoàn thành", "completed_without_date"),
            ("Hỗ trợ", 5, "Ngày hoàn thành", "completed_in_future"),
            ("Hỗ trợ", 6, "Mã số thuế", "unknown_enterprise"),
        ],
        key=str,
    )
    assert B in next(e.message for e in result.errors if e.code == "unknown_enterprise")
    assert not Enterprise.objects.exists()


def test_partial_saves_good_rows_and_returns_the_rest_in_the_same_shape(tmp_path):
    result = load(
        tmp_path,
        partial=True,
        enterprises=[
            ENTERPRISES,
            (A, "Công ty A", "Huyện Cái Bè", None),
            (B, "+84 Công ty", "Huyện Không Có", None),
        ],
        supports=[SUPPORTS, (B, "5S", "01/02/2024", None, "Đang thực hiện")],
    )
    assert result.is_saved
    assert list(Enterprise.objects.values_list("tax_code", flat=True)) == [A]
    assert ("Hỗ trợ", 2, "Mã số thuế", "enterprise_rejected") in issues(result.errors)
    target = tmp_path / "rejected.xlsx"
    write_rejected(target, result)
    book = load_workbook(target)
    assert book.sheetnames == ["Doanh nghiệp", "Hỗ trợ"]
    rows = list(book["Doanh nghiệp"].values)
    assert rows[0] == (*ENTERPRISES, "Lý do")
    assert rows[1][0] == B
    assert rows[1][4].startswith("Đơn vị hành chính: Không có đơn vị này.")
    assert book["Doanh nghiệp"]["B2"].data_type == "s"


@pytest.mark.parametrize("name", ["Tổng công ty Lương thực", "Tổng số hóa Việt", "Tổng cộng"])
def test_a_filled_row_is_a_record_whatever_its_first_words_are(tmp_path, name):
    header = ("Tên doanh nghiệp", "Mã số thuế", "Đơn vị hành chính")
    result = load(
        tmp_path, enterprises=[header, (name, A, "Huyện Cái Bè"), ("Tổng số: 1", None, None)]
    )
    assert result.as_dict()["errors"] == result.as_dict()["warnings"] == []
    assert Enterprise.objects.get().name == name


def test_a_general_company_without_a_tax_code_is_an_error_and_no_totals_row(tmp_path):
    header = ("Tên doanh nghiệp", "Mã số thuế", "Đơn vị hành chính")
    result = load(tmp_path, enterprises=[header, ("Tổng công ty X", None, "Huyện Cái Bè")])
    assert issues(result.errors) == [("Doanh nghiệp", 2, "Mã số thuế", "required")]


def test_of_two_sheets_of_one_name_the_second_is_named_and_left_out(tmp_path):
    path = make_workbook(
        tmp_path / "book.xlsx", enterprises=[ENTERPRISES, (A, "Công ty A", "Huyện Cái Bè", None)]
    )
    book = load_workbook(path)
    twin = book.create_sheet("DOANH  NGHIEP")
    twin.append(ENTERPRISES)
    twin.append((B, "Công ty B", "Huyện Cái Bè", None))
    book.save(path)
    result = run_import(path, save=True)
    assert issues(result.warnings) == [("DOANH  NGHIEP", None, "", "repeated_sheet")]
    assert list(Enterprise.objects.values_list("tax_code", flat=True)) == [A]


def test_without_a_plan_the_reason_is_said(tmp_path):
    Plan.objects.update(is_current=False)
    with pytest.raises(ActionError, match="Chưa có kế hoạch nào được nạp"):
        load(tmp_path, enterprises=[ENTERPRISES, (A, "Công ty A", "Huyện Cái Bè", None)])


def test_a_second_workbook_completes_an_under_way_support(tmp_path):
    enterprises = [ENTERPRISES, (A, "Công ty A", "Huyện Cái Bè", None)]
    load(
        tmp_path,
        enterprises=enterprises,
        supports=[SUPPORTS, (A, "5S", "01/02/2024", None, "Đang thực hiện")],
    )
    second = [SUPPORTS, (A, "5s", "2024-02-01", "10.03.2024", "Hoàn thành")]
    outcomes = []
    path = make_workbook(tmp_path / "second.xlsx", supports=second)
    result = run_import(path, save=True, observe=outcomes.extend)
    assert result.as_dict()["sheets"]["Hỗ trợ"]["updated"] == 1
    support = Support.objects.get()
    assert (support.status, support.completed_on) == ("completed", date(2024, 3, 10))
    (outcome,) = outcomes
    assert [(c.label, c.old, c.new) for c in outcome.changes] == [
        ("Ngày hoàn thành", "", "10/03/2024"),
        ("Trạng thái", "Đang thực hiện", "Hoàn thành"),
    ]


def test_an_empty_cell_never_erases(tmp_path):
    header = (*ENTERPRISES, "Địa chỉ")
    load(tmp_path, enterprises=[header, (A, "Công ty A", "Huyện Cái Bè", "Hợp tác xã", "Ấp 1")])
    result = load(tmp_path, enterprises=[header, (A, "Công ty A", "Huyện Cái Bè", None, None)])
    assert result.as_dict()["sheets"]["Doanh nghiệp"]["unchanged"] == 1
    enterprise = Enterprise.objects.get()
    assert (enterprise.entity_type, enterprise.address) == ("cooperative", "Ấp 1")


def test_the_same_row_twice_counts_once_and_a_contradiction_is_told(tmp_path):
    row = (A, "Công ty A", "Huyện Cái Bè", None)
    result = load(
        tmp_path,
        enterprises=[ENTERPRISES, row, row, (A, "Công ty A mới", "Huyện Cái Bè", None)],
        supports=[
            SUPPORTS,
            (A, "5S", "01/02/2024", None, "Đang thực hiện"),
            (A, "5S", "01/02/2024", None, "Đang thực hiện"),
            (A, "5S", "01/02/2024", None, "Dừng thực hiện"),
        ],
    )
    assert Enterprise.objects.get().name == "Công ty A mới"
    assert Support.objects.get().status == "stopped"
    assert issues(result.warnings) == [
        ("Doanh nghiệp", 4, "Mã số thuế", "repeated"),
        ("Hỗ trợ", 4, "Mã số thuế", "repeated"),
    ]


def test_enterprise_details(tmp_path):
    header = (
        *ENTERPRISES,
        *("Lĩnh vực", "Số lao động", "Doanh thu (triệu đồng)", "Nguồn vốn (triệu đồng)"),
        *("Năm số liệu", "OCOP (sao)", "Sản phẩm chủ lực", "Người liên hệ", "Điện thoại", "Email"),
        "Ngành (VSIC)",
    )
    row = [A, "Công ty A", "Huyện Cái Bè", None, "Công nghiệp, xây dựng", 8, "2.500", "12,5"]
    row += [2023, 4, "x", "Nguyễn Văn A", "0273 111", "a@b.vn", 1030]
    result = load(tmp_path, enterprises=[header, row])
    assert issues(result.errors) == issues(result.warnings) == []
    enterprise = Enterprise.objects.get()
    year = EnterpriseYear.objects.get()
    assert (year.revenue_vnd, year.capital_vnd, year.size_class) == (
        2_500_000_000,
        12_500_000,
        "micro",
    )
    assert (enterprise.size_class, enterprise.has_key_product) == ("micro", True)
    assert (enterprise.vsic_code, enterprise.vsic_version) == ("1030", "2018")
    assert OcopProduct.objects.get().stars == 4
    contact = ContactPerson.objects.get()
    assert (contact.name, contact.phone, contact.email) == ("Nguyễn Văn A", "0273 111", "a@b.vn")
    assert (
        load(tmp_path, enterprises=[header, row]).as_dict()["sheets"]["Doanh nghiệp"]["unchanged"]
        == 1
    )
    row[5], row[9], row[12] = 150, 5, "0273 222"
    changed = load(tmp_path, enterprises=[header, row])
    assert changed.as_dict()["sheets"]["Doanh nghiệp"]["updated"] == 1
    assert Enterprise.objects.get().size_class == "medium"
    assert ContactPerson.objects.get().phone == "0273 222"
    assert OcopProduct.objects.get().stars == 5


def test_what_is_read_again_is_not_written_again(tmp_path):
    header = (*ENTERPRISES, "Lĩnh vực", "Số lao động", "Doanh thu (triệu đồng)", "Năm số liệu")
    row = (A, "Công ty A", "Huyện Cái Bè", None, "Công nghiệp", 80, 20_000, 2024)
    load(tmp_path, enterprises=[header, row])
    trail = Enterprise.pgh_event_models["update"].objects
    before = list(Enterprise.objects.values()), trail.count()
    load(tmp_path, enterprises=[header, row])
    assert (list(Enterprise.objects.values()), trail.count()) == before


def test_another_sector_gives_years_that_are_stored_another_class(tmp_path):
    header = (*ENTERPRISES, "Lĩnh vực", "Số lao động", "Doanh thu (triệu đồng)", "Năm số liệu")
    firm = (A, "Công ty A", "Huyện Cái Bè", None)
    load(tmp_path, enterprises=[header, (*firm, "Công nghiệp", 80, 20_000, 2024)])
    assert EnterpriseYear.objects.get().size_class == "small"
    load(tmp_path, enterprises=[header[:5], (*firm, "Dịch vụ")])
    assert EnterpriseYear.objects.get().size_class == "medium"
    assert Enterprise.objects.get().size_class == "medium"


def test_a_person_of_another_spelling_is_the_same_person_and_another_name_another(tmp_path):
    header = (*ENTERPRISES, "Người liên hệ", "Điện thoại")
    firm = (A, "Công ty A", "Huyện Cái Bè", None)
    for name, phone in (("Trần Văn Ba", "0273 111"), ("TRẦN  VĂN BA", "0273 222")):
        load(tmp_path, enterprises=[header, (*firm, name, phone)])
    assert ContactPerson.objects.get().phone == "0273 222"
    load(tmp_path, enterprises=[header, (*firm, "Bùi Thị An", "0273 333")])
    assert set(ContactPerson.objects.values_list("name", "phone")) == {
        ("TRẦN VĂN BA", "0273 222"),
        ("Bùi Thị An", "0273 333"),
    }


@pytest.mark.parametrize(
    ("year", "version"), [(2024, "2018"), (2025, "2018"), (2026, "2025"), (None, "2025")]
)
def test_the_industry_code_is_of_the_version_of_its_year(tmp_path, year, version):
    header = (*ENTERPRISES, "Ngành (VSIC)", "Số lao động", "Năm số liệu")
    with time_machine.travel(datetime(2026, 11, 24, tzinfo=UTC)):
        load(
            tmp_path,
            enterprises=[header, (A, "Công ty A", "Huyện Cái Bè", None, "1030", 5, year)],
        )
    assert Enterprise.objects.get().vsic_version == version


def test_a_doubtful_unit_is_told_with_what_it_may_be(tmp_path):
    rows = [(A, "A", "Huyện Cái Bờ", None), (B, "B", "Phường 1", None)]
    result = load(tmp_path, enterprises=[ENTERPRISES, *rows])
    unknown, ambiguous = result.errors
    assert (unknown.code, ambiguous.code) == ("unknown_unit", "ambiguous_unit")
    assert "Tên gần nhất: Huyện Cái Bè" in unknown.message
    assert "28261 (Phường 1, Thành phố Mỹ Tho" in ambiguous.message
    assert not result.is_saved
    assert [sheet.counts["rejected"] for sheet in result.sheets.values()] == [2]


def test_one_error_keeps_all_out_unless_the_good_rows_are_asked_for(tmp_path):
    rows = [(A, "A", "Huyện Cái Bè", None), (B, "B", "Huyện Không Có", None)]
    path = make_workbook(tmp_path / "book.xlsx", enterprises=[ENTERPRISES, *rows])
    result = run_import(path, save=True)
    assert not result.is_saved
    assert result.sheets["Doanh nghiệp"].as_dict() == {
        "created": 1,
        "updated": 0,
        "unchanged": 0,
        "rejected": 1,
    }
    assert not Enterprise.objects.exists()


def test_a_guide_before_the_sheets_hides_none_of_them(tmp_path):
    guide = {"Hướng dẫn": [("Trang tính", "Cột")]}
    rows = [ENTERPRISES, (A, "Công ty A", "Huyện Cái Bè", None)]
    result = load(tmp_path, **guide, enterprises=rows)
    assert result.errors == result.warnings == []
    assert Enterprise.objects.get().tax_code == A


def test_one_broken_cell_hides_no_other_contradiction(tmp_path):
    result = load(
        tmp_path,
        enterprises=[ENTERPRISES, (A, "Công ty A", "Huyện Cái Bè", None)],
        certificates=[
            CERTIFICATES,
            (A, "Sản phẩm", "TCVN 1", "G1", "05/05/2024", "01/01/2024", "?", None, None),
        ],
        awards=[
            (*AWARDS, "Mức giải"),
            (A, 2024, "GTCLQG", "Được tặng", "?", "Giải lạ"),
        ],
    )
    assert issues(result.errors) == [
        ("Chứng nhận", 2, "Trạng thái", "unknown_choice"),
        ("Chứng nhận", 2, "Ngày hết hạn", "end_before_start"),
        ("Giải thưởng", 2, "Ngày quyết định", "not_a_date"),
    ]
    assert issues(result.warnings) == [("Giải thưởng", 2, "Mức giải", "unknown_level")]


@pytest.mark.parametrize("category", ["Sản phẩm", "GAP", "Hữu cơ", "Truy xuất nguồn gốc"])
def test_only_a_management_system_is_sought_in_the_catalogue(tmp_path, category):
    result = load(
        tmp_path,
        enterprises=[ENTERPRISES, (A, "Công ty A", "Huyện Cái Bè", None)],
        certificates=[
            CERTIFICATES,
            (A, category, "Tiêu chuẩn riêng", "G1", "05/05/2024", None, None, None, None),
        ],
    )
    assert result.errors == []
    assert Certificate.objects.get().item is None


def test_details_that_cannot_be(tmp_path):
    header = (*ENTERPRISES, "OCOP (sao)", "Email", "Số lao động", "Ngành (VSIC)")
    result = load(
        tmp_path,
        enterprises=[
            header,
            (A, "A", "Huyện Cái Bè", None, 6, "không phải", 5, "x" * 30),
            (B, "B", "Huyện Cái Bè", None, None, None, 5, None),
            ("001099012345", "Hộ", "Huyện Cái Bè", "Doanh nghiệp", None, None, None, None),
            ("001099012346", "Hộ", "Huyện Cái Bè", "Hộ kinh doanh", None, None, None, None),
        ],
    )
    assert issues(result.errors) == [
        ("Doanh nghiệp", 2, "OCOP (sao)", "not_stars"),
        ("Doanh nghiệp", 2, "Email", "not_an_email"),
        ("Doanh nghiệp", 2, "Ngành (VSIC)", "too_long"),
        ("Doanh nghiệp", 4, "Mã số thuế", "tax_code_length"),
    ]
    assert ("Doanh nghiệp", 3, "Năm số liệu", "year_assumed") in issues(result.warnings)


def test_a_branch_is_linked_before_or_after_its_head_office(tmp_path):
    result = load(
        tmp_path,
        enterprises=[
            ENTERPRISES,
            (f"{A}-001", "Chi nhánh", "Huyện Cái Bè", None),
            (A, "Công ty A", "Huyện Cái Bè", None),
            (f"{A}-002", "Chi nhánh 2", "Huyện Cái Bè", None),
        ],
    )
    assert result.is_saved
    head = Enterprise.objects.get(tax_code=A)
    assert set(Enterprise.objects.exclude(pk=head.pk).values_list("parent", "counted_as")) == {
        (head.pk, head.pk)
    }


def test_certificates_and_their_life(tmp_path):
    result = load(
        tmp_path,
        enterprises=[ENTERPRISES, (A, "A", "Huyện Cái Bè", None)],
        certificates=[
            CERTIFICATES,
            (
                A,
                "Hệ thống quản lý",
                "TCVN ISO 22000:2018",
                "G1",
                "05/05/2022",
                "04/05/2025",
                "Đình chỉ",
                None,
                "có",
            ),
            (A, "Hệ thống quản lý", "Hệ lạ", "G2", "05/05/2022", None, None, None, None),
            (A, "Sản phẩm", "TCVN 1", "G3", "05/05/2022", None, "Hủy bỏ", None, None),
            (A, "Sản phẩm", "TCVN 1", "G4", "05/05/2022", None, "Thu hồi", "01/01/2022", None),
            (A, "Sản phẩm", "TCVN 1", "G5", "05/05/2022", "01/01/2022", None, "01/01/2023", None),
            (A, "Sản phẩm", "TCVN 1", "G6", "05/05/2022", None, "Hủy bỏ", "ngày nào", None),
        ],
        partial=True,
    )
    assert issues(result.errors) == [
        ("Chứng nhận", 3, "Tiêu chuẩn", "unknown_item"),
        ("Chứng nhận", 4, "Ngày hủy", "cancelled_without_date"),
        ("Chứng nhận", 5, "Ngày hủy", "end_before_start"),
        ("Chứng nhận", 6, "Ngày hết hạn", "end_before_start"),
        ("Chứng nhận", 6, "Ngày hủy", "cancelled_without_status"),
        ("Chứng nhận", 7, "Ngày hủy", "not_a_date"),
    ]
    certificate = Certificate.objects.get()
    assert (certificate.status, certificate.item.code) == ("suspended", "food-safety")


def test_a_cancelled_certificate_may_come_into_force_again(tmp_path):
    enterprises = [ENTERPRISES, (A, "A", "Huyện Cái Bè", None)]
    row = [A, "Sản phẩm", "TCVN 1", "G1", "05/05/2022", None, "Thu hồi", "01/01/2024", None]
    load(tmp_path, enterprises=enterprises, certificates=[CERTIFICATES, row])
    row[6], row[7] = "Còn hiệu lực", None
    load(tmp_path, certificates=[CERTIFICATES, row])
    certificate = Certificate.objects.get()
    assert (certificate.status, certificate.cancelled_on) == ("in_force", None)


def test_classes_and_awards_that_cannot_be(tmp_path):
    result = load(
        tmp_path,
        enterprises=[ENTERPRISES, (A, "A", "Huyện Cái Bè", None)],
        classes=[
            CLASSES,
            ("Lớp 1", "05/03/2024", "01/03/2024", "Đã tổ chức"),
            ("Lớp 2", "01/01/2099", "02/01/2099", "Đã tổ chức"),
            ("Lớp 3", "01/01/2099", "02/01/2099", "Dự kiến"),
            ("Lớp 4", None, "02/01/2024", "Dự kiến"),
        ],
        awards=[
            AWARDS,
            (A, 2021, "Giải lạ", "Tham gia", None),
            (A, 2022, "GTCLQG", "Được tặng", None),
            (A, 2023, "GTCLQG", "Được tặng", "01/01/2099"),
            (A, 2024, "GTCLQG", "Được tặng", "?"),
        ],
        partial=True,
    )
    assert issues(result.errors) == [
        ("Đào tạo", 2, "Đến ngày", "end_before_start"),
        ("Đào tạo", 3, "Đến ngày", "completed_in_future"),
        ("Đào tạo", 5, "Từ ngày", "required"),
        ("Giải thưởng", 3, "Ngày quyết định", "awarded_without_date"),
        ("Giải thưởng", 4, "Ngày quyết định", "decided_in_future"),
        ("Giải thưởng", 5, "Ngày quyết định", "not_a_date"),
    ]
    assert TrainingClass.objects.get().name == "Lớp 3"
    award = Award.objects.get()
    assert (award.name, award.item, award.result) == ("Giải lạ", None, "took_part")


def test_a_date_without_completion_is_a_warning(tmp_path):
    result = load(
        tmp_path,
        enterprises=[ENTERPRISES, (A, "A", "Huyện Cái Bè", None)],
        supports=[
            (*SUPPORTS, "Nhiệm vụ", "Đơn vị chủ trì"),
            (A, "5S", "01/02/2024", "01/03/2024", "Đang thực hiện", 4, "Sở KH&CN"),
            (A, "KPI", "01/02/2024", None, "Đang thực hiện", 9, "Ai đó"),
        ],
        partial=True,
    )
    assert issues(result.warnings) == [("Hỗ trợ", 2, "Trạng thái", "date_without_completion")]
    assert issues(result.errors) == [("Hỗ trợ", 3, "Nhiệm vụ", "unknown_task")]
    support = Support.objects.get()
    assert (support.task.number, support.lead_unit.code) == (4, "tg-skhcn")


def test_hidden_rows_and_formulas_without_value(tmp_path):
    path = make_workbook(
        tmp_path / "book.xlsx",
        enterprises=[
            ENTERPRISES,
            (A, "Công ty A", "Huyện Cái Bè", None),
            (B, "=A1", "Huyện Cái Bè", None),
            (C, "#N/A", "Huyện Cái Bè", None),
        ],
    )
    book = load_workbook(path)
    book.active.row_dimensions[2].hidden = True
    book.active["B4"].data_type = "e"
    book.save(path)
    result = run_import(path, save=True, partial=True)
    assert issues(result.warnings) == [("Doanh nghiệp", 2, "", "hidden_row")]
    assert issues(result.errors) == [
        ("Doanh nghiệp", 3, "Tên doanh nghiệp", "formula_no_value"),
        ("Doanh nghiệp", 4, "Tên doanh nghiệp", "formula_no_value"),
    ]


def test_old_encodings_are_converted_with_a_warning(tmp_path):
    result = load(
        tmp_path, enterprises=[ENTERPRISES, (A, "C«ng ty TNHH ViÖt H­ng", "Huyện Cái Bè", None)]
    )
    assert issues(result.warnings) == [("Doanh nghiệp", 2, "Tên doanh nghiệp", "legacy_encoding")]
    assert Enterprise.objects.get().name == "Công ty TNHH Việt Hưng"


def test_a_refused_file_is_one_error(tmp_path):
    path = tmp_path / "a.csv"
    path.write_text("a;b")
    result = run_import(path, save=True)
    assert [i.code for i in result.errors] == ["csv"]
    assert not result.is_saved


def test_progress_is_told(tmp_path):
    path = make_workbook(
        tmp_path / "b.xlsx", enterprises=[ENTERPRISES, (A, "A", "Huyện Cái Bè", None)]
    )
    told = []
    run_import(path, save=False, progress=lambda *news: told.append(news))
    assert told == [(1, 2, "Doanh nghiệp")]


def test_a_household_keeps_its_number_whatever_its_digits_are(tmp_path):
    result = load(
        tmp_path,
        enterprises=[ENTERPRISES, ("079085001235", "Hộ ông Ba", "Huyện Cái Bè", "Hộ kinh doanh")],
    )
    assert result.errors == result.warnings == []
    household = Enterprise.objects.get()
    assert (household.tax_code, household.masked_tax_code) == ("079085001235", "079******235")


@pytest.mark.parametrize("standard", ["ISO 9001:2015 và ISO 22000:2018", "ISO 14001; HACCP"])
def test_two_standards_in_one_cell_are_none_of_the_catalogue(tmp_path, standard):
    result = load(
        tmp_path,
        enterprises=[ENTERPRISES, (A, "Công ty A", "Huyện Cái Bè", None)],
        certificates=[
            CERTIFICATES,
            (A, "Hệ thống quản lý", standard, "G1", "05/05/2024", None, None, None, "x"),
        ],
    )
    assert issues(result.errors) == [("Chứng nhận", 2, "Tiêu chuẩn", "unknown_item")]


@pytest.mark.parametrize(
    "standard", ["ISO 22000:2018", "TCVN ISO 22000:2018 (E)", "iso 22000: 2018/Amd 1:2024"]
)
def test_an_edition_is_no_part_of_the_name(tmp_path, standard):
    load(
        tmp_path,
        enterprises=[ENTERPRISES, (A, "Công ty A", "Huyện Cái Bè", None)],
        certificates=[
            CERTIFICATES,
            (A, "Hệ thống quản lý", standard, "G1", "05/05/2024", None, None, None, "x"),
        ],
    )
    assert Certificate.objects.get().item.name == "ISO 22000"


def test_an_empty_sheet_is_an_absent_one(tmp_path):
    result = load(tmp_path, enterprises=[ENTERPRISES, (A, "A", "Huyện Cái Bè", None)], supports=[])
    assert result.as_dict() == {
        "sheets": {"Doanh nghiệp": {"created": 1, "updated": 0, "unchanged": 0, "rejected": 0}},
        "errors": [],
        "warnings": [],
    }


def test_headers_in_two_rows_are_one_header(tmp_path):
    path = make_workbook(
        tmp_path / "b.xlsx",
        enterprises=[ENTERPRISES, (A, "A", "Huyện Cái Bè", None)],
        supports=[
            (*SUPPORTS, "Kinh phí", None),
            (*[None] * 5, "Ngân sách nhà nước (đồng)", "Đối ứng (đồng)"),
            (A, "5S", "01/02/2024", "10/03/2024", "Hoàn thành", "15.000.000", 20_000_000),
        ],
    )
    result = run_import(path, save=True)
    assert result.errors == result.warnings == []
    support = Support.objects.get()
    assert (support.state_budget_vnd, support.counterpart_vnd) == (15_000_000, 20_000_000)


def test_a_totals_row_without_a_value_and_formulas_that_give_no_text_are_no_errors(tmp_path):
    header = ("STT", *CLASSES, "Kinh phí (đồng)")
    path = make_workbook(
        tmp_path / "b.xlsx",
        classes=[
            header,
            (1, "Lớp 5S", "01/03/2024", "02/03/2024", "Đã tổ chức", 1000),
            ("Cộng", None, None, None, None, "=SUM(F2:F2)"),
        ],
    )
    result = run_import(path, save=True)
    assert result.errors == result.warnings == []
    assert TrainingClass.objects.count() == 1


def test_a_value_that_goes_on_and_on_is_cut_in_the_message(tmp_path):
    result = load(tmp_path, enterprises=[ENTERPRISES, (A, "ă" * 30_000, "Huyện Cái Bè", None)])
    (error,) = result.errors
    assert (error.code, len(error.value)) == ("too_long", 200)


def test_with_nothing_good_a_partial_import_saves_nothing(tmp_path):
    result = load(tmp_path, partial=True, enterprises=[("Mã số thuế",), (A,)])
    assert not result.is_saved
    assert issues(result.errors)[0][3] == "missing_column"


def test_new_records_belong_to_the_task_the_plan_names_for_them(tmp_path):
    enterprises = [ENTERPRISES, (A, "Công ty A", "Huyện Cái Bè", None)]
    supports = [
        (*SUPPORTS, "Nhiệm vụ"),
        (A, "5S", "01/02/2024", "10/03/2024", "Hoàn thành", None),
        (A, "Kaizen", "01/02/2024", "10/03/2024", "Hoàn thành", 5),
    ]
    classes = [CLASSES, ("Lớp 5S", "01/03/2024", "02/03/2024", "Đã tổ chức")]
    load(tmp_path, enterprises=enterprises, supports=supports, classes=classes)
    assert dict(Support.objects.values_list("item__code", "task__number")) == {"5s": 4, "kaizen": 5}
    assert TrainingClass.objects.get().task.number == 3

    Support.objects.update(task=None)
    again = load(tmp_path, supports=supports)
    assert again.as_dict()["sheets"]["Hỗ trợ"]["unchanged"] == 1  # what a person took away stays
