"""Sheets as rows of plain values, with Excel's row numbers, in bounded memory."""

import re
import zipfile
import zlib
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from functools import cached_property
from pathlib import Path
from typing import IO, Any
from xml.etree.ElementTree import Element, ParseError

from defusedxml.ElementTree import fromstring, iterparse
from python_calamine import CalamineError, CalamineSheet, CalamineWorkbook

from core.spreadsheets.safety import check_workbook, damaged

_MARK = re.compile(rb"""<(?:\w+:)?f[\s/>]|hidden\s*=|\st\s*=\s*["']e["']""")
_MAIN = "{http://schemas.openxmlformats.org/spreadsheetml/2006/main}"
_RELATION = "{http://schemas.openxmlformats.org/officeDocument/2006/relationships}id"
_PACKAGE = "{http://schemas.openxmlformats.org/package/2006/relationships}"

Row = tuple[int, list[Any]]


@dataclass
class SheetMarks:
    """What the values do not tell: hidden rows, formula cells without a value or with #N/A."""

    hidden_rows: set[int] = field(default_factory=set)
    empty_formulas: set[tuple[int, int]] = field(default_factory=set)
    failed_formulas: set[tuple[int, int]] = field(default_factory=set)

    def is_without_value(self, row: int, column: int) -> bool:
        """Whether a formula stands there whose value the file does not hold."""
        return (row, column) in self.empty_formulas or (row, column) in self.failed_formulas


@dataclass
class RawSheet:
    """One sheet; `rows()` may be walked again and again."""

    name: str
    workbook: CalamineWorkbook
    path: Path
    part: str

    @cached_property
    def _sheet(self) -> CalamineSheet:
        return self.workbook.get_sheet_by_name(self.name)

    @property
    def is_blank(self) -> bool:
        """Whether no cell of the sheet is filled."""
        return self._sheet.start is None

    @property
    def height(self) -> int:
        """How many rows there are, header and all."""
        return int(self._sheet.height)

    @property
    def last_row(self) -> int:
        """Excel's number of the last row."""
        end = self._sheet.end
        return 0 if end is None else int(end[0]) + 1

    def rows(self) -> Iterator[Row]:
        """(Excel's row number, values from column A); empty cells are ""."""
        sheet = self._sheet
        if sheet.start is None:
            return
        lead = [""] * sheet.start[1]  # the reader leaves out empty columns, not empty rows
        for number, values in enumerate(sheet.iter_rows(), 1):
            yield number, lead + values

    def marks(self) -> SheetMarks:
        """One pass over the sheet's XML with a parser that refuses entities.

        Most sheets hold nothing to mark; a look at their bytes tells, many times faster.
        """
        marks = SheetMarks()
        with zipfile.ZipFile(self.path) as archive:
            with archive.open(self.part) as xml:
                if not _may_hold_marks(xml):
                    return marks
            with archive.open(self.part) as xml:
                _read_marks(iterparse(xml, events=("start", "end"), forbid_dtd=True), marks)
        return marks


@contextmanager
def refusing_damage() -> Iterator[None]:
    """Whatever a library says of bytes it cannot read becomes one clear refusal."""
    try:
        yield
    except (CalamineError, ParseError, zipfile.BadZipFile, zlib.error, KeyError) as error:
        raise damaged() from error


def open_sheets(path: Path) -> list[RawSheet]:
    """All sheets of a workbook that passed the safety checks.

    Raises:
        WorkbookRefused: what the file is instead.
    """
    check_workbook(path)
    workbook = CalamineWorkbook.from_path(str(path))
    parts = _parts(path)
    return [
        RawSheet(name, workbook, path, parts[name])
        for name in workbook.sheet_names
        if name in parts
    ]


def _parts(path: Path) -> dict[str, str]:
    """Where each sheet's XML lies in the package."""
    with zipfile.ZipFile(path) as archive:
        relations = {
            relation.get("Id"): relation.get("Target", "")
            for relation in fromstring(archive.read("xl/_rels/workbook.xml.rels")).iter(
                f"{_PACKAGE}Relationship"
            )
        }
        names = set(archive.namelist())
        found = {}
        for sheet in fromstring(archive.read("xl/workbook.xml")).iter(f"{_MAIN}sheet"):
            target = relations.get(sheet.get(_RELATION), "")
            part = target.lstrip("/") if target.startswith("/") else f"xl/{target}"
            if part not in names:
                raise damaged()
            found[sheet.get("name", "")] = part
        return found


def _may_hold_marks(xml: IO[bytes]) -> bool:
    """Whether a formula, an error value or something hidden may stand in the part."""
    tail = b""
    while piece := xml.read(1 << 20):
        # Either byte order of UTF-16 shows as the same letters with zeros between.
        if _MARK.search((tail + piece).replace(b"\0", b"")):
            return True
        tail = piece[-32:]
    return False


def _read_marks(events: Iterator[tuple[str, Element]], marks: SheetMarks) -> None:
    row = column = 0
    data: Element | None = None
    for event, element in events:
        tag = element.tag
        if event == "start":
            if tag == f"{_MAIN}row":
                row, column = int(element.get("r") or row + 1), 0
                if element.get("hidden") in {"1", "true"}:
                    marks.hidden_rows.add(row)
            elif tag == f"{_MAIN}c":
                reference = element.get("r")
                column = _column_of(reference) if reference else column + 1
            elif tag == f"{_MAIN}sheetData":
                data = element
        elif tag == f"{_MAIN}c":
            _mark_cell(element, (row, column), marks)
        elif tag == f"{_MAIN}row" and data is not None:
            data.clear()


def _mark_cell(element: Element, place: tuple[int, int], marks: SheetMarks) -> None:
    if element.get("t") == "e":
        marks.failed_formulas.add(place)
    elif element.find(f"{_MAIN}f") is not None and not _has_value(element):
        marks.empty_formulas.add(place)


def _has_value(cell: Element) -> bool:
    """Whether the file holds the formula's value; an empty text is one."""
    value = cell.find(f"{_MAIN}v")
    return value is not None and (bool(value.text) or cell.get("t") == "str")


def _column_of(reference: str) -> int:
    number = 0
    for letter in reference:
        if letter.isalpha():
            number = number * 26 + ord(letter.upper()) - ord("A") + 1
    return number
