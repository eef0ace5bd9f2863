"""What units reported, in the words a report begins with (clause V.5)."""

from datetime import date

from django.utils.translation import gettext as _

from core.vietnamese import format_date
from reporting.choices import DifficultyState, SectionBlock
from reporting.models import Difficulty


def words_of_units(first: date, last: date) -> dict[str, str]:
    """By block: one line for each difficulty, or recommendation, of the days; people go on from there."""
    raised = Difficulty.objects.raised_within(first, last).select_related("unit")
    found = list(raised.order_by("category", "raised_on", "pk"))
    proposed = [one for one in found if one.proposal]
    return {
        SectionBlock.DIFFICULTIES: "\n".join(map(_difficulty, found)),
        SectionBlock.RECOMMENDATIONS: "\n".join(map(_proposal, proposed)),
    }


def _difficulty(one: Difficulty) -> str:
    words = {"title": one.title.rstrip("."), "unit": one.unit.name, "became": _became(one)}
    return _("%(title)s (%(unit)s); %(became)s.") % words


def _became(one: Difficulty) -> str:
    if one.state == DifficultyState.RESOLVED:
        return _("đã giải quyết: %(answer)s") % {"answer": one.answer.rstrip(".")}
    if one.state == DifficultyState.SUBMITTED:
        return _("đã trình UBND tỉnh tại văn bản số %(number)s ngày %(day)s") % {
            "number": one.submission_number,
            "day": format_date(one.submitted_on),
        }
    if one.state == DifficultyState.ANSWERED:
        return _("UBND tỉnh có ý kiến: %(opinion)s") % {"opinion": one.opinion.rstrip(".")}
    return _("đang xử lý")


def _proposal(one: Difficulty) -> str:
    return _("%(proposal)s (%(unit)s).") % {
        "proposal": one.proposal.rstrip("."),
        "unit": one.unit.name,
    }
