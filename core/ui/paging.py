"""Keyset pages and bounded counts: as quick on the last page as on the first."""

from dataclasses import dataclass
from operator import attrgetter
from typing import Any

from django.core import signing
from django.core.exceptions import ValidationError
from django.db.models import Model, Q, QuerySet
from django.utils.functional import Promise

PAGE_SIZE = 50
COUNTED = 10_000


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
