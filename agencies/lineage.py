"""Which unit stood for which, on any day; computed from units and successions.

Forward only where one unit wholly continued the other (renamed, merged): a divided or
abolished unit has no certain heir. Backward to the only predecessor, or to the one
district all predecessors lay in. Where nothing is certain, nothing is said
(counting rules: "Chưa xác định xã, phường", never guessed).
"""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date, timedelta

from agencies.choices import DISTRICT_KINDS, SuccessionShare
from agencies.models import Unit, UnitLineage, UnitSuccession

DAY = timedelta(days=1)


@dataclass(frozen=True)
class Span:
    """`resolved` stands for a unit from `first` to `last`, both included."""

    first: date | None
    last: date | None
    resolved: int | None


@dataclass
class UnitsThroughTime:
    """Units and successions in memory, with the two walks."""

    units: dict[int, Unit]
    heirs: dict[int, list[UnitSuccession]] = field(default_factory=lambda: defaultdict(list))
    origins: dict[int, list[UnitSuccession]] = field(default_factory=lambda: defaultdict(list))

    @classmethod
    def load(cls) -> "UnitsThroughTime":
        known = cls({unit.pk: unit for unit in Unit.objects.all()})
        for edge in UnitSuccession.objects.all():
            known.heirs[edge.source_id].append(edge)
            if edge.target_id:
                known.origins[edge.target_id].append(edge)
        return known

    def spans(self, unit: Unit) -> list[Span]:
        """The whole lineage of `unit`, in the order of time."""
        own = Span(unit.valid_from, unit.valid_to, unit.pk)
        return [*self._before(unit), own, *self._after(unit)]

    def _after(self, unit: Unit) -> list[Span]:
        if unit.valid_to is None:
            return []
        start = unit.valid_to + DAY
        edges = [edge for edge in self.heirs[unit.pk] if edge.on == start]
        if len(edges) == 1 and edges[0].target_id and edges[0].share == SuccessionShare.WHOLE:
            heir = self.units[edges[0].target_id]
            return [Span(start, heir.valid_to, heir.pk), *self._after(heir)]
        return [Span(start, None, None)]

    def _before(self, unit: Unit) -> list[Span]:
        if unit.valid_from is None:
            return []
        end = unit.valid_from - DAY
        sources = [
            self.units[e.source_id] for e in self.origins[unit.pk] if e.on == unit.valid_from
        ]
        origin = sources[0] if len(sources) == 1 else self._common_district(sources)
        if origin is None:
            return [Span(None, end, None)]
        return [*self._before(origin), Span(origin.valid_from, end, origin.pk)]

    def _common_district(self, units: Iterable[Unit]) -> Unit | None:
        parents = {unit.parent_id for unit in units}
        if len(parents) != 1 or None in parents:
            return None
        parent = self.units[parents.pop()]  # type: ignore[index]
        return parent if parent.kind in DISTRICT_KINDS else None


def compute_lineage() -> list[UnitLineage]:
    """Unsaved rows for every unit."""
    known = UnitsThroughTime.load()
    return [
        UnitLineage(unit=unit, resolved_id=span.resolved, valid_from=span.first, valid_to=span.last)
        for unit in known.units.values()
        for span in known.spans(unit)
    ]
