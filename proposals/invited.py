"""Who may propose in a call, as units stand on its day; and until when each of them may."""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime

from agencies.models import Unit
from agencies.queries import meant_on
from proposals.choices import CallState
from proposals.models import Call, Invitation, LateEntry


def invited_to(calls: Sequence[Call]) -> dict[int, list[Unit]]:
    """Units by call, in the order of their names; four queries for all calls of one day."""
    rows: dict[int, list[Invitation]] = defaultdict(list)
    found = Invitation.objects.filter(call__in=[call.pk for call in calls])
    for row in found.select_related("group"):
        rows[row.call_id].append(row)
    by_day: dict[date, list[Call]] = defaultdict(list)
    for call in calls:
        by_day[call.day_of_units].append(call)
    made: dict[int, list[Unit]] = {}
    for day, of_the_day in by_day.items():
        every = [row for call in of_the_day for row in rows[call.pk]]
        groups = {row.group_id: row.group for row in every if row.group}
        meant = meant_on(
            day,
            unit_ids={row.unit_id for row in every if row.unit_id},
            groups=list(groups.values()),
        )
        for call in of_the_day:
            units: dict[int, Unit] = {}
            for row in rows[call.pk]:
                named = [meant.units[row.unit_id]] if row.unit_id in meant.units else []
                members = meant.members[row.group_id] if row.group_id else []
                units |= {unit.pk: unit for unit in (*named, *members)}
            made[call.pk] = sorted(units.values(), key=lambda unit: (unit.sort_key, unit.pk))
    return made


def invited(call: Call) -> list[Unit]:
    """Units that may propose, as they stand on the call's day."""
    return invited_to([call])[call.pk]


@dataclass(frozen=True)
class Open:
    """A call with those of some units that may still begin a proposal."""

    call: Call
    units: list[Unit]


def open_for(unit_ids: Iterable[int], moment: datetime) -> list[Open]:
    """Announced calls that take something of the units at `moment`; a constant number of queries."""
    own = set(unit_ids)
    granted = LateEntry.objects.filter(unit__in=own, until__gte=moment)
    late = set(granted.values_list("call", "unit"))
    calls = [
        call
        for call in Call.objects.announced().select_related("plan").order_by("closes_at", "pk")
        if call.closes_at >= moment or any(pk == call.pk for pk, _unit in late)
    ]
    units = invited_to(calls)
    found = []
    for call in calls:
        is_open = call.closes_at >= moment
        mine = [u for u in units[call.pk] if u.pk in own and (is_open or (call.pk, u.pk) in late)]
        if mine:
            found.append(Open(call, mine))
    return found


def may_begin(call: Call, unit: Unit, moment: datetime) -> bool:
    """From the announcement until the last moment for the unit."""
    if call.state != CallState.ANNOUNCED:
        return False
    late = LateEntry.objects.filter(call=call, unit=unit, until__gte=moment)
    return call.closes_at >= moment or late.exists()
