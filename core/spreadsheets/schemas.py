"""A sheet's columns declared once; rows parsed against them, every problem named."""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from functools import cached_property
from string import digits
from typing import Any

from django.utils.functional import Promise
from django.utils.translation import gettext as _

from core.spreadsheets.cells import CellError, Noted, Parser, as_text, is_empty
from core.spreadsheets.reading import RawSheet, SheetMarks
from core.vietnamese import fold, match_key

HEADER_WITHIN_ROWS = 15
LONGEST_NAME = 200
# "Tổng cộng", "Tổng số: 12 doanh nghiệp"; never "Tổng công ty Lương thực".
_TOTALS = re.compile(
    r"(tong cong|tong so|cong)( (\d+|dn|doanh nghiep|lop|luot|ho tro|chung nhan|giai thuong"
    r"|hoc vien|kinh phi)\b.*)?"
)


@dataclass(frozen=True)
class Column:
    """One column: its header without `*`, and how a cell that is not empty is read.

    `hint` tells people what to write where the kind of value does not say it.
    """

    key: str
    header: str
    parse: Parser
    required: bool = False
    aliases: tuple[str, ...] = ()
    hint: str | Promise = ""

    @property
    def names(self) -> tuple[str, ...]:
        return (self.header, *self.aliases)


@dataclass(frozen=True)
class SheetSchema:
    """A sheet by name, with its columns in the order people know them.

    `identity` names required columns that agree, marks aside, in all rows of one record.
    """

    name: str
    columns: tuple[Column, ...]
    identity: tuple[str, ...]

    def header_of(self, key: str) -> str:
        return next(column.header for column in self.columns if column.key == key)


@dataclass(frozen=True, slots=True)
class Issue:
    """An error or a warning: where, what stands there, and what to do."""

    sheet: str
    row: int | None
    column: str
    value: str
    code: str
    message: str

    def as_dict(self) -> dict[str, Any]:
        return {
            "sheet": self.sheet,
            "row": self.row,
            "column": self.column,
            "value": self.value,
            "code": self.code,
            "message": self.message,
        }


@dataclass(slots=True)
class ParsedRow:
    """One data row. `values` holds the columns that are there; None is an empty cell.

    `columns` tells where in `raw` each column stands; all rows of a sheet share it.
    """

    sheet: str
    number: int
    values: dict[str, Any]
    raw: list[Any]
    columns: Mapping[str, int] = field(default_factory=dict)
    errors: list[Issue] = field(default_factory=list)
    warnings: list[Issue] = field(default_factory=list)

    def get(self, key: str) -> Any:
        return self.values.get(key)

    def written(self, key: str) -> str:
        """What the person sees in the cell."""
        index = self.columns.get(key)
        value = self.raw[index] if index is not None and index < len(self.raw) else None
        return "" if is_empty(value) else as_text(value)


class CellReader:
    """A column's parser that remembers: the same words fill a column again and again."""

    MOST = 20_000

    def __init__(self, parse: Parser) -> None:
        self._parse = parse
        self._known: dict[tuple[type, Any], Any] = {}

    def __call__(self, value: Any) -> Any:
        """Read one cell; raises CellError as the parser does."""
        key = (type(value), value)  # 1, 1.0 and TRUE are equal, and are not the same
        if key in self._known:
            return self._known[key]
        parsed = self._parse(value)
        if len(self._known) < self.MOST:
            self._known[key] = parsed
        return parsed


@dataclass
class ParsedSheet:
    """A sheet whose header was found, or the reason why it is rejected."""

    schema: SheetSchema
    raw: RawSheet
    header_row: int = 0
    header: list[Any] = field(default_factory=list)
    places: Mapping[int, Column] = field(default_factory=dict)
    errors: list[Issue] = field(default_factory=list)
    warnings: list[Issue] = field(default_factory=list)

    @cached_property
    def positions(self) -> dict[str, int]:
        return {column.key: index for index, column in self.places.items()}

    @cached_property
    def _keys(self) -> dict[int, CellReader]:
        """Readers of the identity's cells, which are read twice."""
        named = self.schema.identity
        return {i: CellReader(c.parse) for i, c in self.places.items() if c.key in named}

    def rows(self) -> Iterator[ParsedRow]:
        """Data rows in order; totals, blank and repeated header rows are skipped."""
        if self.errors:
            return
        marks = self.raw.marks()
        readers = [
            (i, column, self._keys.get(i) or CellReader(column.parse))
            for i, column in self.places.items()
        ]
        own_header = {i: match_key(as_text(self.header[i])) for i in self.places}
        for number, values in self.raw.rows():
            if number > self.header_row and not self._is_skipped(values, own_header, number, marks):
                yield self._parse(number, values, readers, marks)

    def identities(self) -> Iterator[tuple[int, int]]:
        """Row numbers with what `identity_of` gives, where it gives anything."""
        readers = self._keys.items()
        for number, values in self.raw.rows():
            if number > self.header_row:
                try:
                    said = [read(values[index]) for index, read in readers]
                except CellError:
                    continue
                yield number, _identity(said)

    def identity_of(self, row: ParsedRow) -> int | None:
        """A number that is the same for all rows of one record; None where a cell has an error."""
        values = [row.get(self.places[index].key) for index in self._keys]
        return None if None in values else _identity(values)

    def refused(self) -> Iterator[ParsedRow]:
        """Rows of a sheet that is rejected as a whole, each for the sheet's reasons."""
        for number, values in self.raw.rows():
            is_data = number > self.header_row and not all(map(is_empty, values))
            if is_data and not self._is_totals(values):
                yield ParsedRow(self.schema.name, number, {}, values, errors=list(self.errors))

    def _is_totals(self, values: list[Any]) -> bool:
        first = next((v for v in values if not is_empty(v)), None)
        if not isinstance(first, str) or first[0] in digits:
            return False
        words = match_key(first[:LONGEST_NAME])
        return bool(_TOTALS.fullmatch(words))

    def _is_skipped(
        self, values: list[Any], own_header: dict[int, str], number: int, marks: SheetMarks
    ) -> bool:
        if self._is_totals(values) and not self._has_identity(values):
            return True
        if all(is_empty(values[i]) for i in self.places if i < len(values)):
            return not any((number, i + 1) in marks.empty_formulas for i in self.places)
        cells = ((values[i] if i < len(values) else "", key) for i, key in own_header.items())
        return all(_says(cell, key) for cell, key in cells)

    def _has_identity(self, values: list[Any]) -> bool:
        """Every required cell is filled: a record, whatever its first words are."""
        required = [i for i, column in self.places.items() if column.required]
        return all(i < len(values) and not is_empty(values[i]) for i in required)

    def _parse(
        self,
        number: int,
        values: list[Any],
        readers: list[tuple[int, Column, CellReader]],
        marks: SheetMarks,
    ) -> ParsedRow:
        row = ParsedRow(self.schema.name, number, {}, values, self.positions)
        is_marked = bool(marks.empty_formulas or marks.failed_formulas)
        if number in marks.hidden_rows:
            row.warnings.append(
                self.issue(number, "", "", "hidden_row", _("Dòng đang ẩn vẫn được đọc."))
            )
        for index, column, read in readers:
            value = values[index] if index < len(values) else ""
            if is_marked and marks.is_without_value(number, index + 1):
                message = _("Ô công thức không có giá trị. Mở bằng Excel, tính lại và lưu tệp.")
                row.errors.append(
                    self.issue(number, column.header, "", "formula_no_value", message)
                )
            elif is_empty(value):
                row.values[column.key] = None
                if column.required:
                    message = _("Ô này bắt buộc nhưng đang trống.")
                    row.errors.append(self.issue(number, column.header, "", "required", message))
            else:
                self._parse_cell(row, column, value, read)
        return row

    def _parse_cell(self, row: ParsedRow, column: Column, value: Any, read: CellReader) -> None:
        try:
            parsed = read(value)
        except CellError as error:
            issue = self.issue(row.number, column.header, as_text(value), error.code, str(error))
            row.errors.append(issue)
            return
        if isinstance(parsed, Noted):
            issue = self.issue(
                row.number, column.header, as_text(value), parsed.code, parsed.message
            )
            row.warnings.append(issue)
            parsed = parsed.value
        row.values[column.key] = parsed

    def issue(self, row: int | None, column: str, value: str, code: str, message: str) -> Issue:
        return Issue(self.schema.name, row, column, value[:LONGEST_NAME], code, message)


def _identity(values: list[Any]) -> int:
    return hash(tuple([_without_marks(value) for value in values]))


def _without_marks(value: Any) -> Any:
    if isinstance(value, Noted):
        value = value.value
    return fold(value) if isinstance(value, str) else value


def _says(cell: Any, key: str) -> bool:
    """Whether the words of a cell are those of `key`; mostly the first character tells."""
    text = as_text(cell)[:LONGEST_NAME]
    if text[:1].isdigit() and not key[:1].isdigit():
        return False
    return match_key(text) == key


def find_header(raw: RawSheet, schema: SheetSchema) -> ParsedSheet:
    """Match the sheet to its schema: the first of 15 rows that holds all required columns.

    A second row of headers right under it (money by source under "Kinh phí") belongs to it.
    """
    found = ParsedSheet(schema, raw)
    by_name = {match_key(name): column for column in schema.columns for name in column.names}
    required = {column.key for column in schema.columns if column.required}
    best: dict[int, Column] = {}
    rows = raw.rows()
    for number, values in rows:
        if number > HEADER_WITHIN_ROWS:
            break
        places = _places(values, by_name)
        keys = {column.key for column in places.values()}
        if required <= keys:
            found.header_row, found.header, found.places = number, values, places
            _number, below = next(rows, (0, []))
            if _is_second_header(below, places, by_name):
                found.header_row = number + 1
                found.header = [
                    b if not is_empty(b) else a for a, b in zip(values, below, strict=True)
                ]
                found.places = _places(found.header, by_name)
            found.warnings.extend(_unknown_columns(found))
            return found
        if len(places) > len(best):
            # Not good enough to read by, yet what people took for the header.
            found.header_row, found.header, best = number, values, places
    known = {column.key for column in best.values()}
    for column in schema.columns:
        if column.required and column.key not in known:
            message = _("Thiếu cột bắt buộc “%(name)s” nên không đọc được trang này.")
            found.errors.append(
                found.issue(
                    None, column.header, "", "missing_column", message % {"name": column.header}
                )
            )
    return found


def _places(values: list[Any], by_name: Mapping[str, Column]) -> dict[int, Column]:
    """Where each known column stands; of two of one name the first."""
    places: dict[int, Column] = {}
    for index, value in enumerate(values):
        name = "" if is_empty(value) else match_key(as_text(value)[:LONGEST_NAME])
        column = by_name.get(name)
        if column and column not in places.values():
            places[index] = column
    return places


def _is_second_header(
    below: list[Any], places: Mapping[int, Column], by_name: Mapping[str, Column]
) -> bool:
    """Nothing but names of further columns, in cells where the first row had none."""
    filled = [i for i, value in enumerate(below) if not is_empty(value)]
    further = _places(below, by_name)
    return bool(filled) and set(filled) == set(further) - set(places)


def _unknown_columns(found: ParsedSheet) -> Iterator[Issue]:
    for index, value in enumerate(found.header):
        if index not in found.places and not is_empty(value) and match_key(as_text(value)) != "stt":
            name = as_text(value)
            message = _("Không có cột “%(name)s” trong mẫu; cột này được bỏ qua.")
            yield found.issue(
                found.header_row, name, name, "unknown_column", message % {"name": name}
            )
