"""A condition that gives its values to the database as one array."""

from collections.abc import Sequence
from typing import Any

from django.contrib.postgres.expressions import ArraySubquery
from django.db.models import BooleanField, F, Func, Q, QuerySet, Value


def among(field: str, *keys: Sequence[int] | QuerySet[Any, Any]) -> Q:
    """Whether `field`, a key, is one of `keys`: numbers, and querysets of one column.

    A thousand numbers are one parameter instead of a thousand placeholders. A queryset is asked
    once, and its keys are looked up in the index of `field`; joined, the planner may well read
    the whole table, because it cannot know how few they are.
    """
    arrays = (
        ArraySubquery(some.order_by()) if isinstance(some, QuerySet) else Value(list(some))
        for some in keys
    )
    joined = Func(*arrays, template="(%(expressions)s)", arg_joiner=" || ")
    return Q(
        Func(
            F(field),
            joined,
            template="%(expressions)s",
            arg_joiner=" = ANY ",
            output_field=BooleanField(),
        )
    )
