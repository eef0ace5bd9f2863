"""Lists as workbooks: real numbers and dates, and no text that Excel would run."""

import re
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
from openpyxl.utils.datetime import to_excel

from core.spreadsheets.rows import RowSheet, number_xml, row_xml, text_xml

_NOT_XML = re.compile(rf"{ILLEGAL_CHARACTERS_RE.pattern}|[\ud800-\udfff\ufffe\uffff]")
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
    if text.isprintable():
        return text  # nearly all there is
    return _NOT_XML.sub("", text)


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
        self._styles: dict[tuple[str, bool], int] = {}
        self._sheet = sheet = RowSheet(workbook, name[:EXCEL_NAME_LENGTH])
        workbook._add_sheet(sheet)
        sheet.freeze_panes = "A2"
        sheet.print_title_rows = "1:1"
        sheet.page_setup.orientation = "landscape"
        sheet.page_setup.paperSize = 9
        sheet.page_setup.fitToHeight = 0
        sheet.sheet_properties.pageSetUpPr.fitToPage = True
        self._letters = [get_column_letter(index) for index, _ in enumerate(columns, 1)]
        for letter, column in zip(self._letters, columns, strict=True):
            sheet.column_dimensions[letter].width = column.width
        style = self._header_style()
        header = [text_xml(safe_text(column.header), style) for column in columns]
        sheet.append(row_xml(1, self._letters, header))

    def append(self, row: Sequence[Any]) -> None:
        self.written += 1
        pairs = zip(row, self.columns, strict=True)
        cells = [self._cell(value, column) for value, column in pairs]
        self._sheet.append(row_xml(self.written + 1, self._letters, cells))

    def _cell(self, value: Any, column: ListColumn) -> str:
        if isinstance(value, str):
            return self._text(safe_text(value))
        if isinstance(value, datetime):
            if timezone.is_aware(value):
                value = timezone.localtime(value).replace(tzinfo=None)
            return number_xml(to_excel(value), self._style("dd/mm/yyyy hh:mm"))
        if isinstance(value, date):
            return number_xml(to_excel(value), self._style("dd/mm/yyyy"))
        if value is None or isinstance(value, (int, float, Decimal)):
            return number_xml(value, self._style(column.number_format))
        return self._text(safe_text(str(value)))

    def _text(self, text: str) -> str:
        """A string type is never evaluated; the quote prefix keeps it so when it is edited."""
        return text_xml(text, self._style("", is_quoted=is_formula_like(text)))

    def _style(self, number_format: str, *, is_quoted: bool = False) -> int:
        """The number of a style made once: openpyxl looks up each font and format anew."""
        key = (number_format, is_quoted)
        if key not in self._styles:
            model = WriteOnlyCell(self._sheet)
            model.font = _BODY_FONT
            if number_format:
                model.number_format = number_format
            if is_quoted:
                model.quotePrefix = True
            self._styles[key] = model.style_id
        return self._styles[key]

    def _header_style(self) -> int:
        model = WriteOnlyCell(self._sheet)
        model.font, model.fill, model.alignment = _HEADER_FONT, _HEADER_FILL, _WRAP
        return int(model.style_id)
