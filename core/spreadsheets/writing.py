"""Lists as workbooks: real numbers and dates, and no text that Excel would run."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from pathlib import Path
from typing import Any, Protocol

from django.utils import timezone
from openpyxl import Workbook
from openpyxl.cell import WriteOnlyCell
from openpyxl.cell.cell import ILLEGAL_CHARACTERS_RE
from openpyxl.styles import Alignment, Font, PatternFill
from openpyxl.utils import get_column_letter
from openpyxl.worksheet._write_only import WriteOnlyWorksheet

_STARTS_FORMULA = ("=", "+", "-", "@", "\t", "\r")
_HEADER_FONT = Font(name="Times New Roman", bold=True)
_HEADER_FILL = PatternFill("solid", fgColor="E3EFEC")
_BODY_FONT = Font(name="Times New Roman")
_WRAP = Alignment(wrap_text=True, vertical="top")
EXCEL_NAME_LENGTH = 31


XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


class Writable(Protocol):
    """A file, or a response of the web."""

    def write(self, data: bytes, /) -> Any: ...


@dataclass(frozen=True)
class ListColumn:
    """Header and width in characters; `number_format` for numbers."""

    header: str
    width: int = 18
    number_format: str = ""


def safe_text(text: str) -> str:
    """Text without characters that XLSX cannot hold."""
    return ILLEGAL_CHARACTERS_RE.sub("", text)


def is_formula_like(text: str) -> bool:
    """Whether Excel (or a CSV made from the sheet) might run the text."""
    return text.startswith(_STARTS_FORMULA)


def write_table(
    target: Path | Writable,
    sheet_name: str,
    columns: Sequence[ListColumn],
    rows: Iterable[Sequence[Any]],
) -> int:
    """Write one sheet row by row; returns the number of rows."""
    workbook = Workbook(write_only=True)
    written = write_sheet(workbook, sheet_name, columns, rows)
    workbook.save(target)
    return written


def write_sheet(
    workbook: Workbook,
    sheet_name: str,
    columns: Sequence[ListColumn],
    rows: Iterable[Sequence[Any]],
) -> int:
    """Add a sheet of `rows` to a write-only workbook; returns the number of rows."""
    sheet = SheetWriter(workbook, sheet_name, columns)
    for row in rows:
        sheet.append(row)
    return sheet.written


class SheetWriter:
    """A sheet with a frozen, repeated header in a write-only workbook, filled row by row."""

    def __init__(self, workbook: Workbook, name: str, columns: Sequence[ListColumn]) -> None:
        self.columns = columns
        self.written = 0
        self._sheet = sheet = workbook.create_sheet(name[:EXCEL_NAME_LENGTH])
        sheet.freeze_panes = "A2"
        sheet.print_title_rows = "1:1"
        sheet.page_setup.orientation = "landscape"
        sheet.page_setup.paperSize = 9
        sheet.page_setup.fitToHeight = 0
        sheet.sheet_properties.pageSetUpPr.fitToPage = True
        for index, column in enumerate(columns, 1):
            sheet.column_dimensions[get_column_letter(index)].width = column.width
        sheet.append([_header(sheet, column.header) for column in columns])

    def append(self, row: Sequence[Any]) -> None:
        pairs = zip(row, self.columns, strict=True)
        self._sheet.append([_cell(self._sheet, value, column) for value, column in pairs])
        self.written += 1


def _header(sheet: WriteOnlyWorksheet, text: str) -> WriteOnlyCell:
    cell = WriteOnlyCell(sheet, safe_text(text))
    cell.font, cell.fill, cell.alignment = _HEADER_FONT, _HEADER_FILL, _WRAP
    return cell


def _cell(sheet: WriteOnlyWorksheet, value: Any, column: ListColumn) -> WriteOnlyCell:
    if isinstance(value, datetime) and timezone.is_aware(value):
        value = timezone.localtime(value).replace(tzinfo=None)
    if value is not None and not isinstance(value, (int, float, Decimal, date, bool)):
        value = safe_text(str(value))
    cell = WriteOnlyCell(sheet, value)
    cell.font = _BODY_FONT
    if isinstance(value, str):
        # A string type is never evaluated; the quote prefix keeps it so when it is edited.
        cell.data_type = "s"
        if is_formula_like(value):
            cell.quotePrefix = True
    elif isinstance(value, datetime):
        cell.number_format = "dd/mm/yyyy hh:mm"
    elif isinstance(value, date):
        cell.number_format = "dd/mm/yyyy"
    elif column.number_format:
        cell.number_format = column.number_format
    return cell
