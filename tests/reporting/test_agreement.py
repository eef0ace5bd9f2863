"""Every figure of every table is the same in snapshot, PDF, DOCX and XLSX."""

import io
import re
from datetime import date
from typing import Any

import docx
import pdfplumber
import pytest
from openpyxl import load_workbook

from core.documents.model import Table
from core.vietnamese import format_date, format_number
from programs.models import Plan, Task
from reporting.actions import assemble_draft
from reporting.files.build import build_files
from reporting.files.document import report_document
from reporting.models import Estimate, ReportType
from reporting.snapshots.build import report_snapshot
from tests import records
from tests.people import person

pytestmark = pytest.mark.django_db


@pytest.fixture
def snapshot() -> dict[str, Any]:
    """A year with every kind of record, an estimate, and a cooperative beside the targets."""
    firm = records.enterprise(name="Công ty Mẫu")
    type(firm).objects.filter(pk=firm.pk).update(address="12 đường Ấp Bắc")
    coop = records.enterprise("0301442989", "Hợp tác xã Mẫu")
    type(coop).objects.filter(pk=coop.pk).update(entity_type="cooperative")
    four, three = Task.objects.get(number=4), Task.objects.get(number=3)
    money = {"state_budget_vnd": 1_250_000_000, "counterpart_vnd": 30_500_000}
    records.support(firm, task=four, form="consulting", product="Xoài", **money)
    records.support(
        firm,
        item=records.item("support", "ISO 9001"),
        started_on=date(2024, 2, 1),
        result="Đã áp dụng",
        other_funds_vnd=7_000_000,
    )
    records.support(firm, item=records.item("support", "KPI"), started_on=date(2024, 2, 2))
    records.support(coop, item=records.item("support", "VietGAP"), state_budget_vnd=5_000_000)
    records.support(
        firm, started_on=date(2024, 9, 1), completed_on=None, status="under_way", counterpart_vnd=9
    )
    iso = records.item("certificate", "ISO 9001")
    records.certificate(firm, category="system", item=iso, standard="ISO 9001", number="QMS 17")
    records.certificate(firm, number="GCN-2", expires_on=date(2024, 8, 1))
    records.certificate(firm, number="GCN-3", status="cancelled", cancelled_on=date(2024, 12, 1))
    records.certificate(firm, number="GCN-4", status="cancelled", cancelled_on=date(2024, 6, 1))
    records.certificate(firm, number="GCN-5", status="suspended")
    records.award(firm)
    records.award(firm, year=2023, result="took_part", decided_on=None)
    records.training(task=three, cost_vnd=41_000_000, trainees=30, enterprises=12)
    records.training(name="Năm trước", starts_on=date(2023, 12, 1), ends_on=date(2023, 12, 2))
    plan, declared = Plan.objects.get(is_current=True), ReportType.objects.get(code="annual")
    draft = assemble_draft(plan, declared, year=2024, by=person("staff"))
    Estimate.objects.create(draft=draft, indicator="support.enterprises", value=3, note="Hợp đồng")
    return report_snapshot(plan, declared, 2024)


@pytest.fixture
def files(snapshot) -> dict[str, bytes]:
    return build_files(snapshot)


def tables_of(snapshot) -> list[Table]:
    document = report_document(snapshot)
    parts = [document.blocks, *(appendix.blocks for appendix in document.appendices)]
    return [block for blocks in parts for block in blocks if isinstance(block, Table)]


def cells_of(table: Table) -> list[list[str]]:
    rows = [*table.rows, *([table.total] if table.total else [])]
    return [[*(c.header for c in table.columns)], *(list(row) for row in rows)]


def plain(text: str | None) -> str:
    """Without the breaks of lines, which each renderer sets where it likes."""
    return re.sub(r"\s+", "", text or "")


def test_docx_holds_every_cell_of_every_table(snapshot, files):
    word = docx.Document(io.BytesIO(files["bao-cao-2024.docx"]))
    found = [[[c.text for c in row.cells] for row in table.rows] for table in word.tables]
    for table in tables_of(snapshot):
        assert cells_of(table) in found, table.caption


def test_pdf_holds_every_cell_of_every_table(snapshot, files):
    rows = set()
    with pdfplumber.open(io.BytesIO(files["bao-cao-2024.pdf"])) as pdf:
        for page in pdf.pages:
            for table in page.extract_tables():
                rows |= {tuple(map(plain, row)) for row in table}
    for table in tables_of(snapshot):
        for row in cells_of(table):
            assert tuple(map(plain, row)) in rows, (table.caption, row)


def sheet_rows(book, name: str) -> tuple[list[Any], list[list[Any]]]:
    """Header and rows of a sheet; a formula stands as the sum of its column."""
    rows = [list(row) for row in book[name].iter_rows(min_row=4, values_only=True)]
    header, body = rows[0], rows[1:]
    for column, value in enumerate(body[-1]):
        if isinstance(value, str) and value.startswith("=SUM("):
            last = 4 + len(body) - 1
            letter = value[5]
            assert value == f"=SUM({letter}5:{letter}{last})"
            body[-1][column] = sum(row[column] or 0 for row in body[:-1])
    return header, body


def as_words(value: Any) -> str:
    if isinstance(value, int):
        return format_number(value)
    return format_date(value) if hasattr(value, "year") else str(value or "")


FIGURE_SHEETS = {
    "Năm trước": "Số liệu chính thức năm 2023 và số liệu kèm theo",
    "Nêu bên cạnh": "Số liệu nêu bên cạnh chỉ tiêu (doanh nghiệp)",
    "Ước thực hiện": "Ước thực hiện cả năm 2024",
    "Theo năm": "Kết quả theo năm của giai đoạn 2021-2025",
    "Hỗ trợ theo loại": "Hỗ trợ hoàn thành trong kỳ, theo loại nội dung",
    "Kinh phí": "Kinh phí của các nội dung hoàn thành trong kỳ, theo nguồn",
}


@pytest.mark.parametrize("name", FIGURE_SHEETS)
def test_xlsx_has_a_sheet_for_each_table_of_figures(snapshot, files, name):
    book = load_workbook(io.BytesIO(files["bao-cao-2024.xlsx"]))
    (table,) = [t for t in tables_of(snapshot) if t.caption == FIGURE_SHEETS[name]]
    header, body = sheet_rows(book, name)
    wanted = [[cell.removeprefix("ước ") for cell in row[1:]] for row in cells_of(table)]
    assert [[str(h) for h in header], *([as_words(v) for v in row] for row in body)] == wanted


# What a list's sheet says in the columns that the document's table has as well.
LIST_COLUMNS = {
    "trainings": ("Đào tạo", {"Tên lớp": 1, "Số học viên": 3, "Kinh phí (đồng)": 6}),
    "supports": (
        "Hỗ trợ",
        {
            "Sản phẩm": 3,
            "Nội dung hỗ trợ": 4,
            "Hình thức": 5,
            "Ngày hoàn thành": 6,
            "Ngân sách nhà nước (đồng)": 8,
            "Đối ứng (đồng)": 9,
        },
    ),
    "certificates": (
        "Chứng nhận",
        {"Tên doanh nghiệp": 1, "Số giấy chứng nhận": 5, "Ngày cấp": 6, "Trạng thái": 8},
    ),
    "awards": ("Giải thưởng", {"Tên doanh nghiệp": 1, "Kết quả": 4}),
    "under_way": ("Đang thực hiện", {"Nội dung hỗ trợ": 4, "Đối ứng (đồng)": 8}),
    "tasks": (
        "Nhiệm vụ",
        {"Hỗ trợ hoàn thành trong năm": 5, "Lớp đã tổ chức trong năm": 6},
    ),
}


@pytest.mark.parametrize("key", LIST_COLUMNS)
def test_lists_say_the_same_in_the_workbook_and_in_the_documents(snapshot, files, key):
    name, columns = LIST_COLUMNS[key]
    book = load_workbook(io.BytesIO(files["bao-cao-2024.xlsx"]))
    header, body = sheet_rows(book, name)
    count = len(snapshot["lists"][key])
    lists = {len(t.rows): t for t in tables_of(snapshot) if t.caption == CAPTIONS[key]}
    for column, index in columns.items():
        place = header.index(column)
        found = [as_words(row[place]) for row in body[:count]]
        assert found == [row[index] for row in lists[count].rows], column


CAPTIONS = {
    "trainings": "Các lớp đào tạo, tập huấn đã tổ chức",
    "supports": "Các hỗ trợ đã hoàn thành trong năm",
    "certificates": "Các chứng nhận được hỗ trợ, cấp trong năm",
    "awards": "Giải thưởng",
    "under_way": "Các hỗ trợ đang thực hiện",
    "tasks": "Các nhiệm vụ của Kế hoạch",
}


def test_each_sheet_has_the_title_of_its_table(snapshot, files):
    book = load_workbook(io.BytesIO(files["bao-cao-2024.xlsx"]))
    titles = {sheet.title: sheet["A1"].value for sheet in book}
    lists = {name: CAPTIONS[key] for key, (name, _columns) in LIST_COLUMNS.items()}
    first = {"Chỉ tiêu": "Mức độ hoàn thành các chỉ tiêu giai đoạn 2021-2025"}
    assert titles == first | FIGURE_SHEETS | lists
    assert sorted(titles.values()) == sorted(table.caption for table in tables_of(snapshot))
    (under,) = {sheet["A2"].value for sheet in book}
    assert under == (
        "Báo cáo năm 2024, Kế hoạch số 224/KH-UBND; số liệu từ ngày 01 tháng 01 năm 2024"
        " đến hết ngày 15 tháng 11 năm 2024"
    )


@pytest.mark.parametrize("key", LIST_COLUMNS)
def test_a_sheet_has_a_total_where_the_documents_have_one(snapshot, files, key):
    """Sums of the sheet are those of the table, where the table has a total at all."""
    (table,) = [t for t in tables_of(snapshot) if t.caption == CAPTIONS[key]]
    sheet = load_workbook(io.BytesIO(files["bao-cao-2024.xlsx"]))[LIST_COLUMNS[key][0]]
    last = [cell.value for cell in sheet[sheet.max_row]]
    assert ("Cộng" in last) is bool(table.total)


def test_the_figures_are_those_of_the_records(snapshot):
    summaries = snapshot["summaries"]
    assert [(r["name"], *list(r.values())[1:]) for r in summaries["supports_by_kind"]["rows"]] == [
        ("Hệ thống quản lý", 1, 1, 0, 0),
        ("Công cụ cải tiến", 2, 1, 0, 0),
        ("Thực hành nông nghiệp tốt (GAP)", 0, 0, 1, 1),
    ]
    total = {"turns": 3, "enterprises": 1, "other_turns": 1, "others": 1}
    assert summaries["supports_by_kind"]["total"] == total
    assert [list(r.values()) for r in summaries["funding"]["rows"]] == [
        ["Hỗ trợ: Hệ thống quản lý", 0, 0, 7_000_000, 0, 7_000_000],
        ["Hỗ trợ: Công cụ cải tiến", 1_250_000_000, 30_500_000, 0, 0, 1_280_500_000],
        ["Hỗ trợ: Thực hành nông nghiệp tốt (GAP)", 5_000_000, 0, 0, 0, 5_000_000],
        ["Đào tạo, tập huấn", 0, 0, 0, 41_000_000, 41_000_000],
    ]
    assert list(summaries["funding"]["total"].values()) == [
        *(1_255_000_000, 30_500_000, 7_000_000, 41_000_000),
        1_333_500_000,
    ]
    tasks = {t["number"]: t for t in snapshot["lists"]["tasks"]}
    assert (tasks[4]["supports_completed"], tasks[3]["classes_held"]) == (1, 1)
    numbers = {s["item"]: s["certificate_numbers"] for s in snapshot["lists"]["supports"]}
    assert numbers == {"5S": [], "ISO 9001": ["QMS 17"], "KPI": [], "VietGAP": []}
    beside = {t["code"]: t for t in snapshot["targets"]}
    assert beside["support.awards"]["took_part_cumulative"] == 1
    assert beside["support.certified"]["in_force_at_cut_off"] == 1


def test_a_certificate_prints_its_state_of_the_cut_off(snapshot):
    states = {c["number"]: c["status"] for c in snapshot["lists"]["certificates"]}
    assert states == {
        "QMS 17": "Còn hiệu lực",
        "GCN-2": "Hết hạn",
        "GCN-3": "Còn hiệu lực",  # cancelled after the cut-off
        "GCN-4": "Hủy bỏ",
        "GCN-5": "Tạm đình chỉ",
    }


def test_the_supports_appendix_says_where_how_and_with_which_result(snapshot):
    (table,) = [t for t in tables_of(snapshot) if t.caption == CAPTIONS["supports"]]
    assert [c.header for c in table.columns] == [
        "STT",
        "Tên doanh nghiệp, mã số thuế",
        "Địa chỉ",
        "Sản phẩm",
        "Hệ thống quản lý, công cụ",
        "Hình thức",
        "Ngày hoàn thành",
        "Kết quả, số giấy chứng nhận",
        "NSNN",
        "Đối ứng",
    ]
    rows = {row[4]: row for row in table.rows}
    assert rows["5S"][1:4] == (
        "Công ty Mẫu, 1200100557",
        "12 đường Ấp Bắc, Thành phố Mỹ Tho",
        "Xoài",
    )
    assert rows["5S"][5:] == ("Tư vấn", "20/06/2024", "", "1.250.000.000", "30.500.000")
    assert rows["ISO 9001"][7] == "Đã áp dụng; QMS 17"
