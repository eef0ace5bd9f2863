"""Declared columns: one declaration for the page and for the workbook."""

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import repeat
from typing import Any, NamedTuple

from django.db import models
from django.utils.functional import Promise

from core.spreadsheets.writing import ListColumn
from core.ui.values import shown

Record = Any


@dataclass(frozen=True)
class Column:
    """One column.

    Args:
        value: a record's value; None for a column with `load`.
        load: for values of other tables, {pk: value} of all records of a page in one query, as
            far as the person may see them. Takes (records, user).
        choices: codes with their words, where the value is a code.
        kind: "text", "number", "date", "money", "status" or "tags" (a list of words).
        status: for `kind="status"`, the component's kind of a record ("ok", "warn", …).
        sort: code of the `Sort` that orders by this column.
        sub: a second, smaller line.
        link: address the value opens (a counted number opens its records).
        is_exported_only: in the workbook, not on the page.
    """

    header: str | Promise
    value: Callable[[Record], Any] | None = None
    load: Callable[[Sequence[Record], Any], Mapping[int, Any]] | None = None
    choices: Iterable[tuple[Any, str | Promise]] = ()
    kind: str = "text"
    status: Callable[[Record], str] | None = None
    sort: str = ""
    sub: Callable[[Record], str] | None = None
    link: Callable[[Record], str] | None = None
    width: int = 20
    is_exported_only: bool = False

    @property
    def is_number(self) -> bool:
        return self.kind in {"number", "money"}

    def as_list_column(self) -> ListColumn:
        return ListColumn(
            str(self.header), width=self.width, number_format="#,##0" if self.is_number else ""
        )


class Cell(NamedTuple):
    """One value of one record, ready to print."""

    column: Column
    value: Any
    status: str = ""
    sub: str = ""
    link: str = ""

    @property
    def text(self) -> str:
        return shown(self.value)


class Row(NamedTuple):
    record: models.Model
    cells: list[Cell]


def values_of(columns: Sequence[Column], records: Sequence[Record], user: Any) -> list[list[Any]]:
    """Raw values, for a workbook; each loaded column costs one query for all records."""
    by_column = [_values(column, records, user) for column in columns]
    return [list(values) for values in zip(*by_column, strict=True)]


def rows_of(columns: Sequence[Column], records: Sequence[Record], user: Any) -> list[Row]:
    by_column = [_cells(column, records, user) for column in columns]
    return [
        Row(record, list(cells))
        for record, cells in zip(records, zip(*by_column, strict=True), strict=True)
    ]


def _values(column: Column, records: Sequence[Record], user: Any) -> list[Any]:
    if column.value:
        values = map(column.value, records)
        if not column.choices:
            return list(values)
        words = {code: str(said) for code, said in column.choices}
        return [words.get(value, value) for value in values]
    found = column.load(records, user) if column.load else {}
    nothing = 0 if column.is_number else None
    return [found.get(record.pk, nothing) for record in records]


def _cells(column: Column, records: Sequence[Record], user: Any) -> Iterator[Cell]:
    values = _values(column, records, user)
    nothing = repeat("")
    links: Iterable[str] = nothing
    if column.link:
        given = zip(records, values, strict=True)
        links = [column.link(record) if value else "" for record, value in given]
    return map(
        Cell,
        repeat(column),
        values,
        map(column.status, records) if column.status else nothing,
        map(column.sub, records) if column.sub else nothing,
        links,
    )
