"""Rows of a sheet as XML: openpyxl makes an object and elements of every single cell.

All else of a workbook (styles, widths, print set-up, the package) stays openpyxl's.
"""

import re
from collections.abc import Iterable
from pathlib import Path
from shutil import copyfileobj
from tempfile import TemporaryFile
from typing import Any

from openpyxl.compat import safe_string
from openpyxl.worksheet._write_only import WriteOnlyWorksheet

MOST_CHARACTERS = 32_767  # in one cell; Excel calls a file with more damaged
_NO_ROWS = re.compile(rb"<sheetData>\s*</sheetData>|<sheetData\s*/>")


class RowSheet(WriteOnlyWorksheet):
    """A write-only sheet whose rows come as XML; they are kept in a file until it is closed."""

    def __init__(self, *args: Any) -> None:
        super().__init__(*args)
        self._kept = TemporaryFile()  # noqa: SIM115 - open until the sheet is closed

    def append(self, row: str) -> None:
        self._kept.write(row.encode())

    def close(self) -> None:
        """Let openpyxl write the sheet as if it were empty, and put the rows in."""
        super().close()
        path = Path(self._writer.out)
        before, after = _NO_ROWS.split(path.read_bytes())
        self._kept.seek(0)
        with self._kept, path.open("wb") as whole:
            whole.write(before + b"<sheetData>")
            copyfileobj(self._kept, whole)
            whole.write(b"</sheetData>" + after)


def row_xml(number: int, letters: Iterable[str], cells: Iterable[str]) -> str:
    """A row of cells, each of which is what follows its place."""
    placed = [f'<c r="{a}{number}"{cell}' for a, cell in zip(letters, cells, strict=True)]
    return f'<row r="{number}">{"".join(placed)}</row>'


def text_xml(text: str, style: int) -> str:
    """A text, which Excel never evaluates."""
    if not text:
        return f' s="{style}" t="inlineStr"/>'
    text = text[:MOST_CHARACTERS]
    space = "" if text == text.strip() else ' xml:space="preserve"'
    return f' s="{style}" t="inlineStr"><is><t{space}>{_escaped(text)}</t></is></c>'


def number_xml(value: Any, style: int) -> str:
    """A number, true or false, or nothing."""
    if value is None:
        return f' s="{style}"/>'
    kind = "b" if isinstance(value, bool) else "n"
    return f' s="{style}" t="{kind}"><v>{safe_string(value)}</v></c>'


def _escaped(text: str) -> str:
    """A return, too: a reader would take it for a new line."""
    text = text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")
    return text.replace("\r", "&#13;")
