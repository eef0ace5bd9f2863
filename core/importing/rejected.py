"""Refused rows as a workbook of the same shape, with the reasons, ready to be mended."""

from pathlib import Path
from typing import IO

from django.utils.translation import gettext as _
from openpyxl import Workbook

from core.importing.run import ImportResult, SheetResult
from core.spreadsheets.cells import as_text, is_empty
from core.spreadsheets.schemas import ParsedRow
from core.spreadsheets.writing import ListColumn, write_sheet


def write_rejected(target: Path | IO[bytes], result: ImportResult) -> None:
    """One sheet for each with refused rows: the header and cells as they were, and a reason."""
    workbook = Workbook(write_only=True)
    for sheet in result.sheets.values():
        if sheet.rejected:
            _add_sheet(workbook, sheet)
    workbook.save(target)


def _add_sheet(workbook: Workbook, sheet: SheetResult) -> None:
    width = max(len(sheet.header), *(len(row.raw) for row in sheet.rejected))
    header = [*map(as_text, sheet.header), *[""] * (width - len(sheet.header))]
    columns = [ListColumn(name) for name in header] + [ListColumn(_("Lý do"), width=60)]
    write_sheet(workbook, sheet.name, columns, (_cells(row, width) for row in sheet.rejected))


def _cells(row: ParsedRow, width: int) -> list[object]:
    cells = [None if is_empty(value) else _plain(value) for value in row.raw]
    reasons = "; ".join(f"{e.column}: {e.message}" if e.column else e.message for e in row.errors)
    return [*cells, *[None] * (width - len(cells)), reasons]


def _plain(value: object) -> object:
    """Whole numbers as Excel shows them: the reader gives 5.0 for 5."""
    return int(value) if isinstance(value, float) and value.is_integer() else value
