"""Reference data from `fixtures/reference/*.csv`: only what is missing is added.

What an administrator changed or confirmed since stays as it is, so loading again is
harmless. Apps register loaders in their module `reference`.
"""

import csv
from collections.abc import Callable
from datetime import date
from pathlib import Path

from django.conf import settings
from django.db import transaction

from core.registry import Registry

Loader = Callable[[], int]
loaders: Registry[Loader] = Registry()


def rows(name: str) -> list[dict[str, str]]:
    """Rows of a file of `fixtures/reference`, every value a string."""
    path = Path(settings.BASE_DIR) / "fixtures" / "reference" / name
    with path.open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def day(text: str) -> date | None:
    return date.fromisoformat(text) if text else None


def load_all() -> dict[str, int]:
    """Run every loader, lower floors first; returns rows added by name."""
    added = {}
    with transaction.atomic():
        for loader in loaders:
            added[loader.__name__] = loader()
    return added
