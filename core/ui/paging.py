"""Keyset pages and bounded counts: as quick on the last page as on the first."""

from collections.abc import Iterator
from contextlib import contextmanager, nullcontext
from dataclasses import dataclass
from operator import attrgetter
from typing import Any

from django.core import signing
from django.core.exceptions import EmptyResultSet, ValidationError
from django.db import connection, transaction
from django.db.models import Count, Model, Q, QuerySet, Window
from django.utils.functional import Promise

from core.among import among

PAGE_SIZE = 50
COUNTED = 10_000
GATHERED = (
    20_000  # beyond, the first rows come sooner by their order than all of them by their words
)


@dataclass(frozen=True)
class Sort:
    """An order people can choose; `fields` are never NULL, the key settles ties."""

    code: str
    label: str | Promise
    fields: tuple[str, ...]
    is_descending: bool = False

    @property
    def keys(self) -> tuple[str, ...]:
        return (*self.fields, "pk")

    def order(self, *, reverse: bool = False) -> list[str]:
        sign = "-" if self.is_descending != reverse else ""
        return [f"{sign}{key}" for key in self.keys]


@dataclass(frozen=True)
class Page:
    """Records of one page; `after` and `before` lead to its neighbours ("" where there is none)."""

    records: list[Any]
    after: str
    before: str


def page_of(
    queryset: QuerySet[Any], sort: Sort, *, after: str = "", before: str = "", size: int = PAGE_SIZE
) -> Page:
    """The page behind `after` or ahead of `before`; a cursor that is not ours means page one."""
    values = _read(after or before)
    is_back = bool(before and values and not after)
    if values and len(values) == len(sort.keys):
        try:
            queryset = queryset.filter(_beyond(sort, values, reverse=is_back))
        except (ValidationError, ValueError, TypeError):
            values = None
    else:
        values = None
    is_back = is_back and values is not None
    found = list(queryset.order_by(*sort.order(reverse=is_back))[: size + 1])
    has_more = len(found) > size
    found = found[:size]
    if is_back:
        found.reverse()
    has_next = has_more or is_back
    has_previous = has_more if is_back else values is not None
    return Page(
        found,
        after=_write(sort, found[-1]) if has_next and found else "",
        before=_write(sort, found[0]) if has_previous and found else "",
    )


def counted_page(
    found: QuerySet[Any],
    listed: QuerySet[Any],
    sort: Sort,
    *,
    after: str = "",
    before: str = "",
    is_exact: bool = False,
    is_searched: bool = False,
) -> tuple[Page, int, bool]:
    """A page, the number of all rows, and whether that is the whole number.

    Args:
        listed: `found` with what the list shows.
        is_exact: count past the bound.
        is_searched: the rows are found by words.
    """
    number, is_complete = 0, True
    if is_searched and not (after or before):
        page, number = first_found(found, listed, sort)
        if page is not None:
            is_complete = is_exact or number <= COUNTED
            return page, number if is_complete else COUNTED, is_complete
    if is_exact:
        number = found.count()
    elif number:  # more than can be gathered
        number, is_complete = COUNTED, False
    else:
        number, is_complete = bounded_count(found)
    are_many = is_searched and (number > COUNTED or not is_complete)
    with in_their_order() if are_many else nullcontext():
        return page_of(listed, sort, after=after, before=before), number, is_complete


def first_found(
    found: QuerySet[Any], listed: QuerySet[Any], sort: Sort, *, size: int = PAGE_SIZE
) -> tuple[Page | None, int]:
    """The first page and the number of all, by one look into the index of words.

    Such an index knows no order: whoever wants the first rows finds all of them, and the number
    is at hand. No page where there are more than `GATHERED`: see `in_their_order`.
    """
    gathered = found.order_by().values_list(*sort.keys)[: GATHERED + 1]
    try:
        hits, params = gathered.query.sql_with_params()
    except EmptyResultSet:  # known without asking
        return Page([], after="", before=""), 0
    names = [connection.ops.quote_name(key) for key in sort.keys]
    way = " DESC" if sort.is_descending else ""
    with connection.cursor() as cursor:
        cursor.execute(
            f"SELECT {names[-1]}, count(*) OVER () FROM ({hits}) AS hits ({', '.join(names)})"  # noqa: S608
            f" ORDER BY {', '.join(f'{name}{way}' for name in names)} LIMIT {size + 1}",
            params,
        )
        rows = cursor.fetchall()
    count = rows[0][1] if rows else 0
    if count > GATHERED:
        return None, count
    chosen = [pk for pk, _count in rows[:size]]
    rest = listed.filter(among("pk", chosen)) if chosen else ()
    by_pk = {record.pk: record for record in rest}
    records = [by_pk[pk] for pk in chosen if pk in by_pk]
    has_next = records and count > size
    return Page(records, after=_write(sort, records[-1]) if has_next else "", before=""), count


@contextmanager
def in_their_order() -> Iterator[None]:
    """Rows are read by the index of their order until a page is full.

    PostgreSQL takes beginnings of words for rare and would rather find and sort all hits; where
    there are many, the next fifty are near.
    """
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("SET LOCAL enable_sort = off")
        yield
        cursor.execute("RESET enable_sort")


def _beyond(sort: Sort, values: list[Any], *, reverse: bool) -> Q:
    """Rows behind the cursor; the bound on the first key lets an index begin there."""
    step = "gt" if sort.is_descending == reverse else "lt"
    found = Q()
    for index, key in enumerate(sort.keys):
        same = Q(**dict(zip(sort.keys[:index], values[:index], strict=True)))
        found |= same & Q(**{f"{key}__{step}": values[index]})
    return Q(**{f"{sort.keys[0]}__{step}e": values[0]}) & found


def _write(sort: Sort, record: Model) -> str:
    values = [attrgetter(key.replace("__", "."))(record) for key in sort.keys]
    return signing.dumps([v if isinstance(v, int) else str(v) for v in values], salt="page")


def _read(cursor: str) -> list[Any] | None:
    try:
        return list(signing.loads(cursor, salt="page")) if cursor else None
    except signing.BadSignature:
        return None


def bounded_count(queryset: QuerySet[Any]) -> tuple[int, bool]:
    """(count, whether it is exact): never counts past the bound."""
    found = queryset.order_by()[: COUNTED + 1].count()
    return min(found, COUNTED), found <= COUNTED


def first_and_number(rows: QuerySet[Any, Any], limit: int) -> tuple[list[tuple[Any, ...]], int]:
    """The first rows of a `values_list` and how many there are, in one query."""
    found = list(rows.annotate(number=Window(Count("pk")))[:limit])
    return [row[:-1] for row in found], found[0][-1] if found else 0
