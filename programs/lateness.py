"""When a work item is late: the rule, as a question to the database and about one item.

Late is whatever is unfinished behind its last day or an unreached milestone, and what is under way
without an update for more than 60 days. The department may say otherwise for a time, with a reason.
"""

from datetime import date, timedelta
from typing import TYPE_CHECKING

from django.db.models import Q
from django.utils.translation import gettext as _

from core.vietnamese import format_date
from programs.choices import UNFINISHED, Verdict, WorkState

if TYPE_CHECKING:
    from programs.models import WorkItem

SILENCE = timedelta(days=60)  # the sixtieth day after an update still belongs to them


def late_on(day: date) -> Q:
    """Items late on `day`."""
    by_rule = Q(state__in=UNFINISHED) & (
        Q(ends_on__lt=day)
        | Q(next_due_on__lt=day)
        | Q(state=WorkState.UNDER_WAY, heard_on__lt=day - SILENCE)
    )
    judged = Q(verdict_until__gte=day)
    said_late = judged & Q(verdict=Verdict.LATE, state__in=UNFINISHED)
    # Not `~judged`: a comparison with an empty day is neither true nor false.
    left_to_the_rule = Q(verdict_until__isnull=True) | Q(verdict_until__lt=day)
    return said_late | (left_to_the_rule & by_rule)


def is_judged_on(item: "WorkItem", day: date) -> bool:
    """Whether what the department said holds on `day`."""
    return item.verdict_until is not None and item.verdict_until >= day


def reasons_on(item: "WorkItem", day: date) -> list[str]:
    """Why the item is late on `day`, in words; nothing where it is not."""
    if item.state not in UNFINISHED:
        return []
    if is_judged_on(item, day):
        return [item.verdict_reason] if item.verdict == Verdict.LATE else []
    return reasons_by_rule(item, day)


def reasons_by_rule(item: "WorkItem", day: date) -> list[str]:
    """What the rule alone says."""
    found = []
    if item.state in UNFINISHED and item.ends_on < day:
        found.append(_("quá ngày kết thúc %(day)s") % {"day": format_date(item.ends_on)})
    if item.state in UNFINISHED and item.next_due_on is not None and item.next_due_on < day:
        found.append(_("quá hạn mốc %(day)s") % {"day": format_date(item.next_due_on)})
    if (
        item.state == WorkState.UNDER_WAY
        and item.heard_on is not None
        and item.heard_on < day - SILENCE
    ):
        found.append(
            _("không cập nhật từ %(day)s (quá %(days)d ngày)")
            % {"day": format_date(item.heard_on), "days": SILENCE.days}
        )
    return found
