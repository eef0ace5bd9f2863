"""XLSX of a snapshot: one sheet per table, real numbers and dates, formulas for totals."""

import math
from collections.abc import Sequence
from datetime import date, datetime
from decimal import Decimal
from typing import Any

from django.utils.translation import gettext as _
from openpyxl import Workbook
from openpyxl.styles import Alignment, Border, Font, PatternFill, Side
from openpyxl.utils import get_column_letter
from openpyxl.worksheet.worksheet import Worksheet

from core.spreadsheets.packages import workbook_bytes
from core.spreadsheets.writing import is_formula_like, safe_text
from core.vietnamese import date_in_words
from programs.choices import Comparator
from reporting.content import counts_records
from reporting.files import figure_tables, tables
from reporting.files.figure_tables import FigureColumn, FigureTable, Snapshot
from reporting.files.list_sheets import LIST_SHEETS, ListSheet, ListSheetColumn
from reporting.files.sheet_charts import add_target_chart, add_year_chart
from reporting.files.sheet_print import set_print

_FONT = "Times New Roman"
_THIN = Side(style="thin", color="000000")
_BOX = Border(left=_THIN, right=_THIN, top=_THIN, bottom=_THIN)
_FILL = PatternFill("solid", fgColor="E3EFEC")
COUNT, RATE = "#,##0", "0.0"
HEADER_ROW = 4
LINE_HEIGHT = 15.5  # points, of 11 point text
FILLED = 0.9  # of a line's width, as words break where they may

# Numbers of a kind without thousands, as they are counted, and what a person expects.
_FORMATS = {"number": COUNT, "year": "0"}


def annual_workbook(snapshot: Snapshot) -> bytes:
    """The report's tables as an XLSX file."""
    workbook = Workbook()
    workbook.properties.title = _title(snapshot)
    workbook.properties.creator = snapshot["identities"]["department"]["name"]
    if counts_records(snapshot["content"]):
        _targets(workbook.active, snapshot)
        for make in figure_tables.TABLES:
            table = make(snapshot)
            if table.rows:
                _figures(workbook.create_sheet(table.sheet), snapshot, table)
    else:
        workbook.remove(workbook.active)
    for declared in LIST_SHEETS:
        # A workbook has one sheet at least: that of the work, be there none yet.
        rows, is_only = snapshot["lists"].get(declared.key), declared.key == "work"
        if rows or (is_only and not workbook.sheetnames):
            _list(workbook.create_sheet(str(declared.name)), snapshot, declared)
    moment = datetime.fromisoformat(snapshot["computed_at"]).replace(tzinfo=None)
    return workbook_bytes(workbook, moment)


def _title(snapshot: Snapshot) -> str:
    if snapshot["content"].get("looks_ahead"):
        return _("Kế hoạch triển khai năm %(year)d, Kế hoạch số %(number)s") % {
            "year": snapshot["year"],
            "number": snapshot["plan"]["number"],
        }
    return _("Báo cáo năm %(year)d, Kế hoạch số %(number)s") % {
        "year": snapshot["year"],
        "number": snapshot["plan"]["number"],
    }


def _targets(sheet: Worksheet, snapshot: Snapshot) -> None:
    """One row per target; the plan's number stays a number and shows its comparator."""
    sheet.title = _("Chỉ tiêu")
    headers = (
        (_("Chỉ tiêu"), 60),
        (_("ĐVT"), 14),
        (_("Kế hoạch giai đoạn"), 20),
        (_("Thực hiện trong năm"), 14),
        (_("Lũy kế"), 12),
        (_("Tỷ lệ (%)"), 12),
        (_("Đánh giá"), 22),
    )
    names, widths = zip(*headers, strict=True)
    _start(sheet, snapshot, tables.targets(snapshot).caption, names, widths)
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
    add_target_chart(sheet, HEADER_ROW, last)


def _plan_number(target: dict[str, Any]) -> tuple[Any, str]:
    """(value, number format): 20 shown as "ít nhất 20"; a qualitative target is words."""
    proposed = target.get("proposed")
    if target["comparator"] == Comparator.QUALITATIVE and not proposed:
        return target["plan_text"], ""
    if proposed:
        prefix = target["plan_text"].rsplit(" ", 1)[0]
        return proposed["value"], f'"{prefix} "0'
    return target["target"], f'"{Comparator(target["comparator"]).label} "0'


def _figures(sheet: Worksheet, snapshot: Snapshot, table: FigureTable) -> None:
    """A table of figures; sums are formulas, what is no sum (distinct enterprises) a number."""
    columns = table.columns
    widths = [max(c.width, 16) for c in columns]
    _start(sheet, snapshot, table.caption, [c.header for c in columns], widths)
    formats = [_figure_format(column) for column in columns]
    for row in table.rows:
        _append(sheet, list(zip(row, formats, strict=True)))
    if table.total:
        sums = _sums([c.is_summed for c in columns], len(table.rows))
        cells = [own or value for own, value in zip(sums, table.total, strict=True)]
        _append(sheet, list(zip(cells, formats, strict=True)), is_total=True)
    if table.has_years:
        add_year_chart(sheet, HEADER_ROW, HEADER_ROW + len(table.rows), len(columns))


def _figure_format(column: FigureColumn) -> str:
    if column.kind == "estimate":
        return '"{}"{}'.format(_("ước %(value)s") % {"value": ""}, COUNT)
    return _FORMATS.get(column.kind, "")


def _list(sheet: Worksheet, snapshot: Snapshot, declared: ListSheet) -> None:
    columns, rows = declared.columns, snapshot["lists"].get(declared.key, [])
    headers, widths = [str(c.header) for c in columns], [c.width for c in columns]
    _start(sheet, snapshot, str(declared.title), headers, widths)
    formats = [_FORMATS.get(column.kind, "") for column in columns]
    for row in rows:
        _append(sheet, [(_value(row, c), fmt) for c, fmt in zip(columns, formats, strict=True)])
    if any(column.is_summed for column in columns):
        sums = _sums([c.is_summed for c in columns], len(rows))
        sums[next(i for i, column in enumerate(columns) if column.kind == "text")] = _("Cộng")
        _append(sheet, list(zip(sums, formats, strict=True)), is_total=True)


def _sums(summed: Sequence[bool], count: int) -> list[str]:
    """A formula under each summed column, "" under the others."""
    first, last = HEADER_ROW + 1, HEADER_ROW + count
    letters = [get_column_letter(index) for index in range(1, len(summed) + 1)]
    return [
        f"=SUM({letter}{first}:{letter}{last})" if is_summed else ""
        for letter, is_summed in zip(letters, summed, strict=True)
    ]


def _value(row: dict[str, Any], column: ListSheetColumn) -> Any:
    value = row[column.key]
    if column.kind == "date" and value:
        return date.fromisoformat(value)
    return "; ".join(value) if column.kind == "names" else value


def _start(
    sheet: Worksheet,
    snapshot: Snapshot,
    title: str,
    headers: Sequence[str],
    widths: Sequence[int],
) -> None:
    """Title rows, the header, and how the sheet prints."""
    sheet["A1"] = title
    sheet["A1"].font = Font(name=_FONT, bold=True, size=14)
    sheet["A2"] = _subtitle(snapshot)
    sheet["A2"].font = Font(name=_FONT, italic=True)
    for index, (header, width) in enumerate(zip(headers, widths, strict=True), 1):
        cell = sheet.cell(HEADER_ROW, index, header)
        cell.font, cell.fill, cell.border = Font(name=_FONT, bold=True), _FILL, _BOX
        cell.alignment = Alignment(horizontal="center", vertical="center", wrap_text=True)
        sheet.column_dimensions[get_column_letter(index)].width = width
    _set_height(sheet, HEADER_ROW)
    sheet.freeze_panes = f"A{HEADER_ROW + 1}"
    set_print(sheet, HEADER_ROW, widths)


def _subtitle(snapshot: Snapshot) -> str:
    """The document, and which days its figures count or when its work was planned."""
    if not counts_records(snapshot["content"]):
        made = datetime.fromisoformat(snapshot["computed_at"]).date()
        return _("%(report)s; theo công việc đã ghi đến %(day)s") % {
            "report": _title(snapshot),
            "day": date_in_words(made),
        }
    first, last = (date.fromisoformat(snapshot[k]) for k in ("first_day", "cut_off"))
    return _("%(report)s; số liệu từ %(first)s đến hết %(last)s") % {
        "report": _title(snapshot),
        "first": date_in_words(first),
        "last": date_in_words(last),
    }


def _append(sheet: Worksheet, values: Sequence[tuple[Any, str]], *, is_total: bool = False) -> None:
    row = sheet.max_row + 1
    for index, (value, number_format) in enumerate(values, 1):
        cell = sheet.cell(row, index)
        _set(cell, value, number_format, is_formula=is_total)
        cell.font = Font(name=_FONT, bold=is_total)
        cell.border = _BOX
        cell.alignment = Alignment(vertical="top", wrap_text=True)
    _set_height(sheet, row)


def _set_height(sheet: Worksheet, row: int) -> None:
    """Room for the longest wrapped text: not every program makes it by itself."""
    lines = 1
    for cell in sheet[row]:
        if isinstance(cell.value, str):
            width = sheet.column_dimensions[cell.column_letter].width * FILLED
            lines = max(lines, sum(math.ceil(len(p) / width) or 1 for p in cell.value.split("\n")))
    sheet.row_dimensions[row].height = lines * LINE_HEIGHT


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
