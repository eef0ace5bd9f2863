"""The one mechanism by which apps contribute to floors below them.

An app's modules named in `MODULES` are imported at start, the way Django finds
`admin.py`, and register what they offer.
"""

from collections.abc import Iterator
from typing import Generic, TypeVar

from django.utils.module_loading import autodiscover_modules

T = TypeVar("T")
MODULES = (
    "indicators",
    "registers",
    "merges",
    "panels",
    "guards",
    "menu",
    "notices",
    "letters",
    "desk",
    "duties",
    "reference",
    "imports",
    "tasks",
)


class Registry(Generic[T]):
    """Things by code, in the order of their `order`."""

    def __init__(self) -> None:
        self._items: dict[str, tuple[int, T]] = {}

    def register(self, code: str, item: T, *, order: int = 0) -> T:
        """Add `item`.

        Raises:
            ValueError: the code is taken.
        """
        if code in self._items:
            msg = f"{code} is registered twice"
            raise ValueError(msg)
        self._items[code] = (order, item)
        return item

    def get(self, code: str) -> T:
        """Raises KeyError where nothing has that code."""
        return self._items[code][1]

    def items(self) -> Iterator[tuple[str, T]]:
        """Codes with their things, in order."""
        ordered = sorted(self._items.items(), key=lambda pair: pair[1][0])
        return ((code, item) for code, (_order, item) in ordered)

    def __contains__(self, code: object) -> bool:
        return code in self._items

    def __iter__(self) -> Iterator[T]:
        return (item for _, item in sorted(self._items.values(), key=lambda pair: pair[0]))


def discover() -> None:
    """Import every app's contributions; called once, when all apps are loaded."""
    autodiscover_modules(*MODULES)
