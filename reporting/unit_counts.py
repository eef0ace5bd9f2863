"""Cumulative figures by unit, then or now, for the table and the dot map."""

from dataclasses import dataclass
from datetime import date
from functools import partial

from django.db.models import Model

from agencies.choices import COMMUNE_KINDS
from agencies.models import Unit
from core.dot_map import Dot, DotMap, render_dot_map
from core.remembered import Question, answers_to
from programs.indicators import CountedByUnit, Window, indicators
from programs.models import Target


@dataclass(frozen=True)
class UnitRow:
    """A unit with one number per target; no unit means "not certain"."""

    unit: Unit | None
    values: list[tuple[Target, int]]

    @property
    def total(self) -> int:
        return sum(value for _target, value in self.values)


@dataclass(frozen=True)
class UnitTable:
    targets: list[Target]
    rows: list[UnitRow]
    chart: str

    def first(self, most: int) -> list[UnitRow]:
        """The largest units, and always the enterprises whose unit is not certain."""
        return [row for index, row in enumerate(self.rows) if index < most or row.unit is None]


def read() -> tuple[type[Model], ...]:
    """Every model that the table depends on."""
    of_figures = {model for _code, found in indicators.items() for model in found.reads}
    return tuple(of_figures | {Target, Unit})


def unit_table(window: Window, *, today: date | None) -> UnitTable:
    """Units that have any of the targets' enterprises, most first; as long as that is true.

    Args:
        today: None for the units of the counted dates; a day for those that stand there then.
    """
    compute = partial(counted_table, window, today=today)
    (table,) = answers_to([Question(("unit table", window.key, today), read(), compute)])
    found: UnitTable = table
    return found


def counted_table(window: Window, *, today: date | None) -> UnitTable:
    """The same, counted now."""
    counts = {
        target: {count.unit_id: count.value for count in found.by_unit(window, today=today)}
        for target in window.stage.targets.order_by("order")
        if isinstance(found := indicators.get(target.indicator), CountedByUnit)
    }
    ids = {unit_id for part in counts.values() for unit_id in part}
    communes = Unit.objects.valid_on(today or window.cut_off).filter(kind__in=COMMUNE_KINDS)
    counted = Unit.objects.filter(pk__in=[pk for pk in ids if pk is not None])
    units = {unit.pk: unit for unit in (counted | communes).select_related("parent")}
    rows = [
        UnitRow(
            units[unit_id] if unit_id is not None else None,
            [(target, part.get(unit_id, 0)) for target, part in counts.items()],
        )
        for unit_id in ids
    ]
    rows.sort(
        key=lambda row: (
            row.unit is None,
            [-value for _target, value in row.values],
            row.unit.sort_key if row.unit else "",
        )
    )
    first = next(iter(counts.values()), {})
    dots = [
        Dot(unit.name, float(unit.latitude), float(unit.longitude), first.get(unit.pk, 0))
        for unit in units.values()
        if unit.latitude is not None and unit.longitude is not None
    ]
    chart = render_dot_map(DotMap(dots)) if dots else ""
    return UnitTable(list(counts), rows, chart)
