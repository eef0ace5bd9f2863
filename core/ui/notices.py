"""Warnings on the home page from apps above (modules `notices`)."""

from collections.abc import Callable
from typing import Any

from core.registry import Registry

# For whom it is: the words, or "" where there is nothing to say.
Notice = Callable[[Any], str]
notices: Registry[Notice] = Registry()


def notices_for(user: Any) -> list[str]:
    return [words for notice in notices if (words := notice(user))]
