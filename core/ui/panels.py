"""What apps add to another app's detail page, list and filters (found like `admin.py`)."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from django.db import models
from django.utils.functional import Promise

from core.registry import Registry


@dataclass(frozen=True)
class Panel:
    """A section of a detail page: a template and what it shows."""

    template: str
    context: Mapping[str, Any]
    title: str | Promise = ""


# (record, user) → panel, or None where there is nothing to show.
PanelMaker = Callable[[Any, Any], Panel | None]


class PanelRegistry:
    """Panel makers by model; registered in modules `panels`."""

    def __init__(self) -> None:
        self._by_model: dict[type[models.Model], Registry[PanelMaker]] = {}

    def register(
        self, model: type[models.Model], code: str, maker: PanelMaker, *, order: int = 0
    ) -> None:
        self._by_model.setdefault(model, Registry()).register(code, maker, order=order)

    def of(self, record: models.Model, user: Any) -> list[Panel]:
        makers = self._by_model.get(type(record), ())
        return [panel for maker in makers if (panel := maker(record, user)) is not None]


panels = PanelRegistry()
