"""A year's work on the line of its days, by task or by the unit that leads."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from itertools import groupby
from typing import Any

from django.urls import reverse
from django.utils.translation import gettext as _

from core.vietnamese import format_date
from programs.choices import WorkState
from programs.lateness import reasons_on
from programs.models import WorkItem

DAYS = 366  # the width of a year, so that all years are drawn alike
QUARTERS = (1, 4, 7, 10)
BY_TASK, BY_LEAD = "nhiem-vu", "don-vi"


@dataclass(frozen=True)
class Bar:
    """The days of a piece of work within the year; `done` is its progress, of its whole time."""

    start: int
    width: int
    done: int
    kind: str

    @property
    def rest(self) -> int:
        return self.width - self.done


@dataclass(frozen=True)
class Line:
    """A piece of work: its bar, its state, and why it is late."""

    item: WorkItem
    bar: Bar
    reasons: str
    kind: str

    @property
    def period(self) -> str:
        first, last = format_date(self.item.starts_on), format_date(self.item.ends_on)
        return f"{first} - {last}"


@dataclass(frozen=True)
class Group:
    """The work of one task, or of one unit; `address` is the list of it."""

    name: str
    address: str
    lines: list[Line]

    @property
    def late(self) -> int:
        return sum(bool(line.reasons) for line in self.lines)


def year_plan(items: Iterable[WorkItem], year: int, *, by: str, today: date) -> list[Group]:
    """Groups in the order of the appendix, or of the units' names.

    Args:
        items: of that year, with `task` and `lead`.
        by: `BY_TASK` or `BY_LEAD`.
    """
    lines = [_line(item, year, today) for item in items]
    if by == BY_LEAD:
        return _groups(lines, year, lambda i: (i.lead.sort_key, i.lead_id), "chu_tri", _lead)
    return _groups(lines, year, lambda i: (i.task.number, i.task_id), "nhiem_vu", _task)


def _task(item: WorkItem) -> str:
    return _("Nhiệm vụ %(task)s") % {"task": item.task}


def _lead(item: WorkItem) -> str:
    return item.lead.name


def _groups(lines: list[Line], year: int, key: Any, query: str, name: Any) -> list[Group]:
    home = reverse("programs:work-list")
    ordered = sorted(lines, key=lambda line: (*key(line.item), line.item.starts_on, line.item.pk))
    return [
        Group(name(found[0].item), f"{home}?nam={year}&{query}={pk}", found)
        for (_order, pk), rows in groupby(ordered, key=lambda line: key(line.item))
        if (found := list(rows))
    ]


def _line(item: WorkItem, year: int, today: date) -> Line:
    reasons = "; ".join(reasons_on(item, today))
    kind = "warn" if reasons else _KINDS[item.state]
    return Line(item, _bar(item, year, kind), reasons, kind)


_KINDS: dict[str, str] = {
    WorkState.NOT_STARTED: "neutral",
    WorkState.UNDER_WAY: "info",
    WorkState.PAUSED: "neutral",
    WorkState.DONE: "ok",
    WorkState.CANCELLED: "cancelled",
}


def _bar(item: WorkItem, year: int, kind: str) -> Bar:
    """Drawn from the first of its days in the year to the last; half days make no difference."""
    start, end = day_of(item.starts_on, year), day_of(item.ends_on, year) + 1
    begins, whole = item.starts_on.toordinal(), (item.ends_on - item.starts_on).days + 1
    reached = begins + whole * item.percent // 100 - date(year, 1, 1).toordinal()
    done = max(0, min(reached, end) - start)
    return Bar(start, end - start, done, kind)


def day_of(day: date, year: int) -> int:
    """Days from the year's first; what lies outside of it stands at its edge."""
    return max(0, min((day - date(year, 1, 1)).days, (date(year, 12, 31) - date(year, 1, 1)).days))


def quarter_marks(year: int) -> list[int]:
    """Where the second, third and fourth quarter begin."""
    return [day_of(date(year, month, 1), year) for month in QUARTERS[1:]]
