"""Which criteria hold for a call, and whether the weights of each day make 100."""

from collections.abc import Iterable
from datetime import date, timedelta

from django.utils.translation import gettext as _

from core.vietnamese import format_date
from proposals.models import Call, Criterion

WHOLE = 100
DAY = timedelta(days=1)


def criteria_of(call: Call) -> list[Criterion]:
    """Those of the closing day: all proposals of a call are scored alike, however late."""
    return Criterion.objects.for_day(call.closes_on)


def sum_on(criteria: Iterable[Criterion], day: date) -> int:
    return sum(c.weight for c in criteria if c.is_valid_on(day))


def first_imbalance(criteria: Iterable[Criterion], since: date) -> tuple[date, int] | None:
    """The first day from `since` on whose weights do not make 100, with what they make."""
    known = list(criteria)
    starts = {c.valid_from for c in known if c.valid_from}
    starts |= {c.valid_to + DAY for c in known if c.valid_to}
    for day in sorted({since, *(day for day in starts if day > since)}):
        if (total := sum_on(known, day)) != WHOLE:
            return day, total
    return None


def imbalance_in_words(criteria: Iterable[Criterion], since: date) -> str:
    """What is wrong with the weights, "" where each day makes 100."""
    found = first_imbalance(criteria, since)
    if found is None:
        return ""
    day, total = found
    return _(
        "Trọng số các tiêu chí có hiệu lực ngày %(day)s cộng lại %(total)d điểm; cần đúng 100."
    ) % {"day": format_date(day), "total": total}
