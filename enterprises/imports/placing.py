"""What an imported unit means for where an enterprise was, through time.

The first unit holds for all time. Another unit of the same time corrects it; a unit of
a later time (a commune of 2025 after a district of 2024) begins where that time begins,
an earlier one ends where its time ends. A unit that says less than what is known, or
that is the heir of what is known, changes nothing.
"""

from datetime import date, timedelta

from django.db.models import F

from agencies.models import Unit, UnitLineage
from core.among import among
from core.importing.importers import FieldChange, Pending
from core.importing.writing import STAMPS, new_record
from enterprises.models import Enterprise, Placement

DAY = timedelta(days=1)
PLACE = Enterprise._meta.get_field("unit")


class Placing:
    """Placements of one chunk of enterprises, with the lineage of the units they name."""

    def __init__(self, stored: list[Enterprise], units: set[Unit]) -> None:
        self.pending = Pending(Placement)
        self.latest: dict[int, Placement] = {}
        self.earliest: dict[int, Placement] = {}
        theirs = among("enterprise_id", [enterprise.pk for enterprise in stored])
        # Some hundred units, each fetched once.
        rows = Placement.objects.filter(theirs).prefetch_related("unit").defer(*STAMPS)
        # An open beginning is the earliest one.
        for placement in rows.order_by(F("valid_from").asc(nulls_first=True)):
            self.latest[placement.enterprise_id] = placement
            self.earliest.setdefault(placement.enterprise_id, placement)
        ids = {unit.pk for unit in units} | {p.unit_id for p in self.latest.values()}
        self.stands_for: dict[int, set[int]] = {}
        for unit_id, resolved in UnitLineage.objects.filter(
            unit__in=ids, resolved__isnull=False
        ).values_list("unit_id", "resolved_id"):
            self.stands_for.setdefault(unit_id, set()).add(resolved)

    def place(self, enterprise: Enterprise, unit: Unit) -> FieldChange | None:
        """Note the placement, written by `save`; tells the old and the new unit."""
        known = self.latest.get(enterprise.pk)
        if known is None:
            placed = self.latest[enterprise.pk] = self._add(enterprise.pk, unit)
            # What the database would stamp, so that it need not write the new row again.
            enterprise.unit = unit
            return FieldChange(PLACE, None, unit, placed)
        if self._says_nothing_new(known.unit, unit):
            return None
        if _begins_after(unit, known.unit):
            return self._continue(known, unit)
        if _begins_after(known.unit, unit):
            return self._precede(self.earliest.get(enterprise.pk, known), unit)
        old = known.unit
        known.unit = unit
        self._change(known, "unit")
        return FieldChange(PLACE, old, unit, known)

    def leave(self, at_rest: set[int]) -> None:
        self.pending.leave(at_rest)

    def save(self) -> None:
        self.pending.save()

    def _add(self, enterprise_id: int, unit: Unit, **period: date) -> Placement:
        placement = new_record(Placement, enterprise_id=enterprise_id, **period)
        placement.unit = unit
        self.pending.add(placement)
        return placement

    def _change(self, placement: Placement, name: str) -> None:
        self.pending.change(placement, [name])

    def _says_nothing_new(self, known: Unit, said: Unit) -> bool:
        return (
            said.pk == known.pk
            or said.pk in self.stands_for.get(known.pk, ())
            or (known.parent_id == said.pk and said.kind != "province")
        )

    def _continue(self, known: Placement, unit: Unit) -> FieldChange:
        start: date = unit.valid_from  # type: ignore[assignment]
        known.valid_to = start - DAY
        self._change(known, "valid_to")
        placed = self._add(known.enterprise_id, unit, valid_from=start)
        self.latest[known.enterprise_id] = placed
        return FieldChange(PLACE, known.unit, unit, placed)

    def _precede(self, first: Placement, unit: Unit) -> FieldChange | None:
        end: date = unit.valid_to  # type: ignore[assignment]
        if first.valid_from is not None or not _begins_after(first.unit, unit):
            return None  # an earlier time is known already
        first.valid_from = end + DAY
        self._change(first, "valid_from")
        placed = self._add(first.enterprise_id, unit, valid_to=end)
        self.earliest[first.enterprise_id] = placed
        return FieldChange(PLACE, None, unit, placed)


def _begins_after(later: Unit, earlier: Unit) -> bool:
    return (
        later.valid_from is not None
        and earlier.valid_to is not None
        and later.valid_from > earlier.valid_to
    )
