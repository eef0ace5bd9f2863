"""Cumulative figures by unit, then or now, for the table and the dot map."""

from dataclasses import dataclass
from datetime import date

from agencies.choices import COMMUNE_KINDS
from agencies.models import Unit
from core.dot_map import Dot, DotMap, render_dot_map
from programs.indicators import CountedByUnit, Window, indicators, units_remembered
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


def unit_table(window: Window, *, today: date | None) -> UnitTable:
    """Units that have any of the targets' enterprises, most first.

    Args:
        today: None for the units of the counted dates; a day for those that stand there then.
    """
    targets = [
        target
        for target in window.stage.targets.order_by("order")
        if isinstance(indicators.get(target.indicator), CountedByUnit)
    ]
    parts = units_remembered([target.indicator for target in targets], window, today=today)
    counts = {
        target.pk: {count.unit_id: count.value for count in part}
        for target, part in zip(targets, parts, strict=True)
    }
    ids = {unit_id for found in counts.values() for unit_id in found}
    communes = Unit.objects.valid_on(today or window.cut_off).filter(kind__in=COMMUNE_KINDS)
    units = {
        unit.pk: unit
        for unit in (
            Unit.objects.filter(pk__in=[pk for pk in ids if pk is not None]) | communes
        ).select_related("parent")
    }
    rows = [
        UnitRow(
            units[unit_id] if unit_id is not None else None,
            [(target, counts[target.pk].get(unit_id, 0)) for target in targets],
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
    first = counts[targets[0].pk] if targets else {}
    dots = [
        Dot(unit.name, float(unit.latitude), float(unit.longitude), first.get(unit.pk, 0))
        for unit in units.values()
        if unit.latitude is not None and unit.longitude is not None
    ]
    return UnitTable(targets, rows, render_dot_map(DotMap(dots)) if dots else "")
