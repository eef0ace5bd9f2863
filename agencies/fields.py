"""Form fields that choose units."""

from collections.abc import Iterator
from itertools import groupby
from typing import Any

from django import forms
from django.forms.models import ModelChoiceIterator
from django.utils.translation import gettext_lazy as _

from agencies.choices import PLACE_KINDS, UnitKind
from core.ui.fields import QuickChecks, QuickSelect
from core.vietnamese import format_date

# Bodies first, then places from the largest down.
ORDER = {
    kind: at
    for at, kind in enumerate([*(k for k in UnitKind if k not in PLACE_KINDS), *PLACE_KINDS])
}


class UnitChoices(ModelChoiceIterator):  # type: ignore[type-arg]
    """(pk, "Xã A, Huyện B (đến 30/06/2025)") of hundreds of units, without making each an object."""

    def __iter__(self) -> Iterator[Any]:
        if self.field.empty_label is not None:
            yield ("", self.field.empty_label)
        until = str(_(" (đến %s)"))
        rows = self.queryset.values_list("pk", "name", "parent__name", "valid_to")
        for pk, name, parent, last_day in rows:
            above = f", {parent}" if parent else ""
            ended = until % format_date(last_day) if last_day else ""
            yield (pk, f"{name}{above}{ended}")


class UnitChoiceField(forms.ModelChoiceField):
    """Places of all times: those of today first, former ones with the day they ended."""

    iterator = UnitChoices
    widget = QuickSelect


class UnitsByKind(ModelChoiceIterator):  # type: ignore[type-arg]
    """(kind, [(pk, name), …]) of units, each kind once."""

    def __iter__(self) -> Iterator[Any]:
        until = str(_(" (đến %s)"))
        rows = self.queryset.order_by("sort_key", "pk")
        found = sorted(
            rows.values_list("kind", "pk", "name", "valid_to"), key=lambda row: ORDER[row[0]]
        )
        for kind, units in groupby(found, key=lambda row: row[0]):
            named = [
                (pk, f"{name}{until % format_date(last_day) if last_day else ''}")
                for _kind, pk, name, last_day in units
            ]
            yield (UnitKind(kind).label, named)


class UnitsField(forms.ModelMultipleChoiceField):
    """Several units, each to be ticked."""

    iterator = UnitsByKind
    widget = QuickChecks

    def __init__(self, queryset: Any, **kwargs: Any) -> None:
        super().__init__(queryset, **kwargs)
        self.widget.attrs["aria-label"] = self.label
