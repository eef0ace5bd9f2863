"""Queries over what a person may see, written once for all who see the province."""

from collections.abc import Callable
from functools import partial
from typing import Any, TypeVar

from django.db.models import QuerySet

from agencies.models import User
from core.prepared import prepared

Row = TypeVar("Row")


def seen(model: Any, ask: Callable[..., QuerySet[Any, Row]]) -> Callable[..., list[Row]]:
    """Make `answer(user, *values)` of `ask(rows, *values)`, where `rows` are those the user sees.

    For a model whose `visible_to` gives all rows to whoever sees the province.
    """
    everything = prepared(partial(ask, model.objects.all()))

    def answer(user: User, *values: Any) -> list[Row]:
        if user.sees_the_province:
            return everything(*values)
        return list(ask(model.objects.visible_to(user), *values))

    return answer
