"""Declared columns: one declaration for the page and for the workbook."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

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


@dataclass(frozen=True)
class Cell:
    """One value of one record, ready to print."""

    column: Column
    value: Any
    status: str = ""
    sub: str = ""
    link: str = ""

    @property
    def text(self) -> str:
        return shown(self.value)


@dataclass(frozen=True)
class Row:
    record: models.Model
    cells: list[Cell]


def words_of(
    name: str, choices: type[models.TextChoices]
) -> Callable[[Sequence[Record], Any], Mapping[int, str]]:
    """For `load`: the words of a choice, read once for all records (`get_…_display`: for each)."""

    def load(records: Sequence[Record], _user: Any) -> Mapping[int, str]:
        words = {str(code): str(label) for code, label in choices.choices}
        codes = ((record.pk, getattr(record, name)) for record in records)
        return {pk: words.get(code, code) for pk, code in codes}

    return load


def values_of(columns: Sequence[Column], records: Sequence[Record], user: Any) -> list[list[Any]]:
    """Raw values, for a workbook; each loaded column costs one query for all records."""
    loaded = [column.load(records, user) if column.load else {} for column in columns]
    return [
        [
            column.value(record)
            if column.value
            else found.get(record.pk, 0 if column.is_number else None)
            for column, found in zip(columns, loaded, strict=True)
        ]
        for record in records
    ]


def rows_of(columns: Sequence[Column], records: Sequence[Record], user: Any) -> list[Row]:
    return [
        Row(
            record,
            [
                Cell(
                    column,
                    value,
                    status=column.status(record) if column.status else "",
                    sub=column.sub(record) if column.sub else "",
                    link=column.link(record) if column.link and value else "",
                )
                for column, value in zip(columns, values, strict=True)
            ],
        )
        for record, values in zip(records, values_of(columns, records, user), strict=True)
    ]
