"""Where the survivor was before its own first day: days that it does not tell of are filled."""

from collections.abc import Iterable, Iterator
from datetime import date, timedelta

from core.validity import Validity
from enterprises.models import Placement

DAY = timedelta(days=1)
Days = tuple[date, date]


def fill_placements(source: int, target: int) -> list[Placement]:
    """Give the survivor the other's units for days that none of its own placements holds."""
    rows = list(Placement.objects.filter(enterprise__in=(source, target)).order_by("valid_from"))
    taken = [_days(row) for row in rows if row.enterprise_id == target]
    made = []
    for row in rows:
        if row.enterprise_id == source:
            made += [
                Placement.objects.create(
                    enterprise_id=target,
                    unit_id=row.unit_id,
                    valid_from=None if first == date.min else first,
                    valid_to=None if last == date.max else last,
                )
                for first, last in free_days(_days(row), taken)
            ]
    return made


def _days(row: Validity) -> Days:
    return (row.valid_from or date.min, row.valid_to or date.max)


def free_days(days: Days, taken: Iterable[Days]) -> Iterator[Days]:
    """The parts of `days` that none of the `taken` ones holds."""
    first, last = days
    for begins, ends in sorted(taken):
        if ends < first or begins > last:
            continue
        if begins > first:
            yield (first, begins - DAY)
        if ends == date.max:
            return
        first = max(first, ends + DAY)
    if first <= last:
        yield (first, last)
