"""Queries that pages ask again and again: their SQL is written once, each asking fills in values.

Writing a query's SQL takes Django several times as long as the database takes to answer it, and
a page asks ten of them. A queryset stays the one place that says what is asked.
"""

from collections.abc import Callable, Iterable
from copy import copy
from functools import cache, wraps
from inspect import signature
from typing import Any, TypeVar

from django.db import DEFAULT_DB_ALIAS, connections
from django.db.models import QuerySet, Value

Row = TypeVar("Row")


class Slot(Value):
    """The place of an argument in a prepared query."""

    def as_sql(self, *_args: Any, **_kwargs: Any) -> tuple[str, Any]:
        return "%s", [self]


def prepared(ask: Callable[..., QuerySet[Any, Row]]) -> Callable[..., list[Row]]:
    """Make a function that answers with rows out of one that makes the queryset.

    That one is called once, with a slot for each argument: it may filter by it, no more.
    """

    @cache
    def written() -> tuple[QuerySet[Any, Row], Any, str, list[Any]]:
        queryset = ask(*map(Slot, range(len(signature(ask).parameters))))
        compiler = queryset.query.get_compiler(DEFAULT_DB_ALIAS)
        sql, params = compiler.as_sql()
        return queryset, compiler, sql, list(params)

    @wraps(ask)
    def answer(*values: Any) -> list[Row]:
        queryset, compiler, sql, params = written()
        own = copy(compiler)
        own.connection = connections[DEFAULT_DB_ALIAS]  # each thread has its own
        given = [values[p.value] if isinstance(p, Slot) else p for p in params]
        own.as_sql = lambda *_args, **_kwargs: (sql, tuple(given))
        asked = queryset.all()
        asked.query.get_compiler = lambda *_args, **_kwargs: own  # type: ignore[method-assign]
        return list(asked)

    return answer


def numbers(values: Iterable[int]) -> str:
    """Whole numbers as one value of a query, for `core.among` in a prepared one."""
    return f"{{{','.join(map(str, values))}}}"
