"""A condition that gives its values to the database as one array."""

from collections.abc import Sequence
from typing import Any

from django.contrib.postgres.expressions import ArraySubquery
from django.db.models import BooleanField, F, Func, Q, QuerySet, Value

Keys = Sequence[int] | str | Value | QuerySet[Any, Any]


def among(field: str, *keys: Keys) -> Q:
    """Whether `field`, a key, is one of `keys`.

    Args:
        keys: numbers, `core.prepared.numbers` or its slot, querysets of one column.

    A thousand numbers are one parameter instead of a thousand placeholders. A queryset is asked
    once, and its keys are looked up in the index of `field`; joined, the planner may well read
    the whole table, because it cannot know how few they are.
    """
    joined = Func(*map(_array, keys), template="(%(expressions)s)", arg_joiner=" || ")
    return Q(
        Func(
            F(field),
            joined,
            template="%(expressions)s",
            arg_joiner=" = ANY ",
            output_field=BooleanField(),
        )
    )


def _array(keys: Keys) -> Any:
    if isinstance(keys, QuerySet):
        return ArraySubquery(keys.order_by())
    if isinstance(keys, Value):
        return keys
    return Value(keys if isinstance(keys, str) else list(keys))
