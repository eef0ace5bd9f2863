"""A sheet's columns declared once; rows parsed against them, every problem named."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any

from django.utils.translation import gettext as _

from core.spreadsheets.cells import CellError, Noted, Parser, as_text, is_empty
from core.spreadsheets.reading import RawSheet, SheetMarks
from core.vietnamese import match_key

HEADER_WITHIN_ROWS = 15
_TOTALS = ("tong cong", "tong so", "cong")


@dataclass(frozen=True)
class Column:
    """One column: its header without `*`, and how a cell that is not empty is read."""

    key: str
    header: str
    parse: Parser
    required: bool = False
    aliases: tuple[str, ...] = ()

    @property
    def names(self) -> tuple[str, ...]:
        return (self.header, *self.aliases)


@dataclass(frozen=True)
class SheetSchema:
    """A sheet by name, with its columns in the order people know them."""

    name: str
    columns: tuple[Column, ...]

    def header_of(self, key: str) -> str:
        return next(column.header for column in self.columns if column.key == key)


@dataclass(frozen=True)
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


@dataclass
class ParsedRow:
    """One data row. `values` holds the columns that are there; None is an empty cell."""

    sheet: str
    number: int
    values: dict[str, Any]
    raw: list[Any]
    errors: list[Issue] = field(default_factory=list)
    warnings: list[Issue] = field(default_factory=list)

    def get(self, key: str) -> Any:
        return self.values.get(key)


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

    def rows(self) -> Iterator[ParsedRow]:
        """Data rows in order; totals, blank and repeated header rows are skipped."""
        if self.errors:
            return
        marks = self.raw.marks()
        own_header = [match_key(as_text(v)) for v in self.header]
        for number, values in self.raw.rows():
            if number <= self.header_row or self._is_skipped(values, own_header, number, marks):
                continue
            yield self._parse(number, values, marks)

    def _is_skipped(
        self, values: list[Any], own_header: list[str], number: int, marks: SheetMarks
    ) -> bool:
        used = [as_text(values[i]) for i in self.places if i < len(values) and values[i] != ""]
        if not any(used):
            return not any((number, i + 1) in marks.empty_formulas for i in self.places)
        first = next((match_key(as_text(v)) for v in values if not is_empty(v)), "")
        if first in _TOTALS or first.startswith(("tong cong ", "tong so ")):
            return True
        return [match_key(as_text(v)) for v in values][: len(own_header)] == own_header

    def _parse(self, number: int, values: list[Any], marks: SheetMarks) -> ParsedRow:
        row = ParsedRow(self.schema.name, number, {}, values)
        if number in marks.hidden_rows:
            row.warnings.append(
                self.issue(number, "", "", "hidden_row", _("Dòng đang ẩn vẫn được đọc."))
            )
        for index, column in self.places.items():
            value = values[index] if index < len(values) else ""
            self._parse_cell(row, column, value, (number, index + 1), marks)
        return row

    def _parse_cell(
        self,
        row: ParsedRow,
        column: Column,
        value: Any,
        place: tuple[int, int],
        marks: SheetMarks,
    ) -> None:
        if place in marks.empty_formulas or place in marks.failed_formulas:
            message = _("Ô công thức không có giá trị. Mở bằng Excel, tính lại và lưu tệp.")
            row.errors.append(self.issue(place[0], column.header, "", "formula_no_value", message))
            return
        if is_empty(value):
            row.values[column.key] = None
            if column.required:
                message = _("Ô này bắt buộc nhưng đang trống.")
                row.errors.append(self.issue(place[0], column.header, "", "required", message))
            return
        try:
            parsed = column.parse(value)
        except CellError as error:
            issue = self.issue(place[0], column.header, as_text(value), error.code, str(error))
            row.errors.append(issue)
            return
        if isinstance(parsed, Noted):
            issue = self.issue(place[0], column.header, as_text(value), parsed.code, parsed.message)
            row.warnings.append(issue)
            parsed = parsed.value
        row.values[column.key] = parsed

    def issue(self, row: int | None, column: str, value: str, code: str, message: str) -> Issue:
        return Issue(self.schema.name, row, column, value, code, message)


def find_header(raw: RawSheet, schema: SheetSchema) -> ParsedSheet:
    """Match the sheet to its schema: the first of 15 rows that holds all required columns."""
    found = ParsedSheet(schema, raw)
    by_name = {match_key(name): column for column in schema.columns for name in column.names}
    required = {column.key for column in schema.columns if column.required}
    best: set[str] = set()
    for number, values in raw.rows():
        if number > HEADER_WITHIN_ROWS:
            break
        places: dict[int, Column] = {}
        for index, value in enumerate(values):
            column = by_name.get(match_key(as_text(value))) if value != "" else None
            if column and column not in places.values():
                places[index] = column
        keys = {column.key for column in places.values()}
        if required <= keys:
            found.header_row, found.header, found.places = number, values, places
            found.warnings.extend(_unknown_columns(found, values, places))
            return found
        if len(keys) > len(best):
            best = keys
    for column in schema.columns:
        if column.required and column.key not in best:
            message = _("Thiếu cột bắt buộc “%(name)s” nên không đọc được trang này.")
            found.errors.append(
                found.issue(
                    None, column.header, "", "missing_column", message % {"name": column.header}
                )
            )
    return found


def _unknown_columns(
    found: ParsedSheet, values: list[Any], places: Mapping[int, Column]
) -> Iterator[Issue]:
    for index, value in enumerate(values):
        if index not in places and not is_empty(value) and match_key(as_text(value)) != "stt":
            name = as_text(value)
            message = _("Không có cột “%(name)s” trong mẫu; cột này được bỏ qua.")
            yield found.issue(
                found.header_row, name, name, "unknown_column", message % {"name": name}
            )
