"""XLSX of a snapshot: one sheet per table, real numbers and dates, formulas for totals."""

import io
from collections.abc import Sequence
from datetime import date, datetime
from decimal import Decimal
from typing import Any

from django.utils.translation import gettext as _
from openpyxl import Workbook
from openpyxl.chart import BarChart, Reference
from openpyxl.styles import Alignment, Border, Font, PatternFill, Side
from openpyxl.utils import get_column_letter
from openpyxl.worksheet.worksheet import Worksheet

from core.spreadsheets.writing import is_formula_like, safe_text
from programs.choices import Comparator
from reporting.files.tables import Snapshot

_FONT = "Times New Roman"
_THIN = Side(style="thin", color="000000")
_BOX = Border(left=_THIN, right=_THIN, top=_THIN, bottom=_THIN)
_FILL = PatternFill("solid", fgColor="E3EFEC")
COUNT, MONEY, RATE = "#,##0", "#,##0", "0.0"
HEADER_ROW = 4

# (header, key, width, number format, whether the column is summed)
_TABLES: tuple[tuple[str, str, tuple[tuple[str, str, int, str, bool], ...]], ...] = (
    (
        "Đào tạo",
        "trainings",
        (
            ("Tên lớp", "name", 40, "", False),
            ("Từ ngày", "starts_on", 12, "", False),
            ("Đến ngày", "ends_on", 12, "", False),
            ("Địa điểm", "place", 24, "", False),
            ("Số học viên", "trainees", 12, COUNT, True),
            ("Số DN tham dự", "enterprises", 12, COUNT, True),
            ("Đơn vị giảng dạy", "trainer", 24, "", False),
            ("Kinh phí (đồng)", "cost_vnd", 16, MONEY, True),
        ),
    ),
    (
        "Hỗ trợ",
        "supports",
        (
            ("Mã số thuế", "tax_code", 16, "", False),
            ("Tên doanh nghiệp", "enterprise", 36, "", False),
            ("Loại hình", "entity_type", 14, "", False),
            ("Đơn vị hành chính", "unit", 22, "", False),
            ("Sản phẩm", "product", 24, "", False),
            ("Nội dung hỗ trợ", "item", 20, "", False),
            ("Hình thức", "form", 12, "", False),
            ("Ngày bắt đầu", "started_on", 12, "", False),
            ("Ngày hoàn thành", "completed_on", 12, "", False),
            ("Ngân sách nhà nước (đồng)", "state_budget_vnd", 16, MONEY, True),
            ("Đối ứng (đồng)", "counterpart_vnd", 16, MONEY, True),
            ("Nguồn khác (đồng)", "other_funds_vnd", 16, MONEY, True),
            ("Kết quả", "result", 30, "", False),
        ),
    ),
    (
        "Chứng nhận",
        "certificates",
        (
            ("Mã số thuế", "tax_code", 16, "", False),
            ("Tên doanh nghiệp", "enterprise", 36, "", False),
            ("Đơn vị hành chính", "unit", 22, "", False),
            ("Loại chứng nhận", "category", 18, "", False),
            ("Tiêu chuẩn", "standard", 18, "", False),
            ("Số giấy chứng nhận", "number", 18, "", False),
            ("Tổ chức chứng nhận", "body", 24, "", False),
            ("Ngày cấp", "issued_on", 12, "", False),
            ("Ngày hết hạn", "expires_on", 12, "", False),
            ("Trạng thái", "status", 14, "", False),
        ),
    ),
    (
        "Giải thưởng",
        "awards",
        (
            ("Mã số thuế", "tax_code", 16, "", False),
            ("Tên doanh nghiệp", "enterprise", 36, "", False),
            ("Năm", "year", 8, "0", False),
            ("Giải thưởng", "name", 32, "", False),
            ("Kết quả", "result", 14, "", False),
            ("Mức giải", "level", 20, "", False),
            ("Số quyết định", "decision_number", 16, "", False),
            ("Ngày quyết định", "decided_on", 12, "", False),
        ),
    ),
    (
        "Đang thực hiện",
        "under_way",
        (
            ("Mã số thuế", "tax_code", 16, "", False),
            ("Tên doanh nghiệp", "enterprise", 36, "", False),
            ("Đơn vị hành chính", "unit", 22, "", False),
            ("Nội dung hỗ trợ", "item", 20, "", False),
            ("Ngày bắt đầu", "started_on", 12, "", False),
        ),
    ),
    (
        "Nhiệm vụ",
        "tasks",
        (
            ("Số", "number", 6, "0", False),
            ("Nội dung", "text", 70, "", False),
            ("Thời gian", "time", 24, "", False),
            ("Đơn vị chủ trì", "lead", 16, "", False),
            ("Đơn vị phối hợp", "coordinators", 40, "", False),
            ("Hỗ trợ hoàn thành trong năm", "supports_completed", 14, COUNT, True),
        ),
    ),
)
_DATES = frozenset(
    {"starts_on", "ends_on", "started_on", "completed_on", "issued_on", "expires_on", "decided_on"}
)


def annual_workbook(snapshot: Snapshot) -> bytes:
    """The report's tables as an XLSX file."""
    workbook = Workbook()
    workbook.properties.title = _title(snapshot)
    workbook.properties.creator = snapshot["identities"]["department"]["name"]
    moment = datetime.fromisoformat(snapshot["computed_at"]).replace(tzinfo=None)
    workbook.properties.created = workbook.properties.modified = moment
    _targets(workbook.active, snapshot)
    for name, key, columns in _TABLES:
        if snapshot["lists"][key]:
            _list(workbook.create_sheet(name), snapshot, key, columns)
    stream = io.BytesIO()
    workbook.save(stream)
    return stream.getvalue()


def _title(snapshot: Snapshot) -> str:
    return _("Báo cáo năm %(year)d, Kế hoạch %(number)s") % {
        "year": snapshot["year"],
        "number": snapshot["plan"]["number"],
    }


def _targets(sheet: Worksheet, snapshot: Snapshot) -> None:
    """One row per target; the plan's number stays a number and shows its comparator."""
    sheet.title = "Chỉ tiêu"
    headers = (
        ("Chỉ tiêu", 60),
        ("ĐVT", 14),
        ("Kế hoạch giai đoạn", 20),
        ("Thực hiện trong năm", 14),
        ("Lũy kế", 12),
        ("Tỷ lệ (%)", 12),
        ("Đánh giá", 22),
    )
    _start(sheet, snapshot, [name for name, _width in headers], [w for _name, w in headers])
    for target in snapshot["targets"]:
        number, number_format = _plan_number(target)
        rate = target["completion_rate"]
        row = (
            (target["name"], ""),
            (target["unit_of_measure"], ""),
            (number, number_format),
            (target["in_year"], COUNT),
            (target["cumulative"], COUNT),
            (Decimal(rate) if rate is not None else None, RATE),
            (target["verdict"], ""),
        )
        _append(sheet, row)
    last = HEADER_ROW + len(snapshot["targets"])
    _add_chart(sheet, last)


def _plan_number(target: dict[str, Any]) -> tuple[Any, str]:
    """(value, number format): 20 shown as "ít nhất 20"; a qualitative target is words."""
    proposed = target.get("proposed")
    if target["comparator"] == Comparator.QUALITATIVE and not proposed:
        return target["plan_text"], ""
    if proposed:
        prefix = target["plan_text"].rsplit(" ", 1)[0]
        return proposed["value"], f'"{prefix} "0'
    return target["target"], f'"{Comparator(target["comparator"]).label} "0'


def _add_chart(sheet: Worksheet, last: int) -> None:
    chart = BarChart()
    chart.type, chart.title = "bar", _("Thực hiện trong năm và lũy kế")
    chart.add_data(
        Reference(sheet, min_col=4, max_col=5, min_row=HEADER_ROW, max_row=last),
        titles_from_data=True,
    )
    chart.set_categories(Reference(sheet, min_col=1, min_row=HEADER_ROW + 1, max_row=last))
    chart.height, chart.width = 9, 26
    sheet.add_chart(chart, f"A{last + 3}")


def _list(sheet: Worksheet, snapshot: Snapshot, key: str, columns: Sequence[Any]) -> None:
    _start(sheet, snapshot, [c[0] for c in columns], [c[2] for c in columns])
    rows = snapshot["lists"][key]
    for row in rows:
        _append(sheet, [(_value(row, name), fmt) for _h, name, _w, fmt, _s in columns])
    if any(column[4] for column in columns):
        first, last = HEADER_ROW + 1, HEADER_ROW + len(rows)
        totals: list[tuple[Any, str]] = []
        for index, (_h, _name, _w, fmt, is_summed) in enumerate(columns, 1):
            letter = get_column_letter(index)
            totals.append((f"=SUM({letter}{first}:{letter}{last})" if is_summed else "", fmt))
        _append(sheet, totals, is_total=True)


def _value(row: dict[str, Any], name: str) -> Any:
    value = row[name]
    if name in _DATES and value:
        return date.fromisoformat(value)
    return value


def _start(
    sheet: Worksheet, snapshot: Snapshot, headers: Sequence[str], widths: Sequence[int]
) -> None:
    """Title rows, the header, and how the sheet prints."""
    sheet["A1"] = _title(snapshot)
    sheet["A1"].font = Font(name=_FONT, bold=True, size=14)
    first, last = (date.fromisoformat(snapshot[k]) for k in ("first_day", "cut_off"))
    sheet["A2"] = _("Số liệu từ %(first)s đến %(last)s") % {
        "first": f"{first:%d/%m/%Y}",
        "last": f"{last:%d/%m/%Y}",
    }
    sheet["A2"].font = Font(name=_FONT, italic=True)
    for index, (header, width) in enumerate(zip(headers, widths, strict=True), 1):
        cell = sheet.cell(HEADER_ROW, index, header)
        cell.font, cell.fill, cell.border = Font(name=_FONT, bold=True), _FILL, _BOX
        cell.alignment = Alignment(horizontal="center", vertical="center", wrap_text=True)
        sheet.column_dimensions[get_column_letter(index)].width = width
    sheet.freeze_panes = f"A{HEADER_ROW + 1}"
    sheet.print_title_rows = f"{HEADER_ROW}:{HEADER_ROW}"
    sheet.page_setup.orientation = "landscape"
    sheet.page_setup.paperSize = sheet.PAPERSIZE_A4
    sheet.page_setup.fitToWidth, sheet.page_setup.fitToHeight = 1, 0
    sheet.sheet_properties.pageSetUpPr.fitToPage = True


def _append(sheet: Worksheet, values: Sequence[tuple[Any, str]], *, is_total: bool = False) -> None:
    row = sheet.max_row + 1
    for index, (value, number_format) in enumerate(values, 1):
        cell = sheet.cell(row, index)
        _set(cell, value, number_format, is_formula=is_total)
        cell.font = Font(name=_FONT, bold=is_total)
        cell.border = _BOX
        cell.alignment = Alignment(vertical="top", wrap_text=True)


def _set(cell: Any, value: Any, number_format: str, *, is_formula: bool) -> None:
    """Text stays text, whatever it begins with; only our own totals are formulas."""
    if isinstance(value, str):
        cell.value = safe_text(value)
        if not (is_formula and value.startswith("=")):
            cell.data_type = "s"
            cell.quotePrefix = is_formula_like(value)
            return
    else:
        cell.value = value
    if isinstance(value, date):
        cell.number_format = "dd/mm/yyyy"
    elif number_format:
        cell.number_format = number_format
