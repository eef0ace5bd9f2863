"""Who is told of calls and proposals, and when; the words stand in `proposals.letters`."""

from collections.abc import Iterable
from datetime import date, datetime
from typing import Any

from django.urls import reverse
from django.utils import timezone

from agencies.choices import Role
from agencies.models import User
from agencies.queries import holding, officers_of
from core.transitions import Transition
from core.vietnamese import format_date
from notices.actions import notify
from proposals.choices import ProposalState
from proposals.grid import rows_of_call
from proposals.invited import invited
from proposals.models import Call, Proposal, Review
from proposals.timing import clock

FIRST_HOUR = 7  # nobody is reminded at night
# Days before the closing day on which units that have not answered are reminded.
LADDER = (7, 3, 1)
TOLD_TO_THE_UNIT = frozenset(
    {
        *("take_up", "approve", "refuse", "replace"),
        *("council", "list", "decline", "select", "direct", "fund", "contract", "accept"),
    }
)


def tell_of_step(proposal: Proposal, step: Transition, by: Any) -> None:
    """The department of what comes in; the unit of what becomes of it. Nobody of their own act."""
    if step.name == "submit":
        _tell("submitted", proposal, holding(Role.STAFF), by)
    elif step.target == ProposalState.RETURNED:
        _tell("returned", proposal, officers_of([proposal.unit_id]), by)
    elif step.name in TOLD_TO_THE_UNIT:
        _tell("moved", proposal, officers_of([proposal.unit_id]), by)


def tell_of_review(review: Review, by: Any) -> None:
    """The reviewer, with the day it is due."""
    path = reverse("proposals:review", kwargs={"pk": review.proposal_id})
    due = format_date(review.due_on) if review.due_on else ""
    _tell("to_review", review.proposal, [review.reviewer], by, path=path, due=due)


def _tell(
    code: str,
    proposal: Proposal,
    people: Iterable[User],
    by: Any,
    *,
    path: str = "",
    due: str | None = None,
) -> None:
    values = {
        "title": str(proposal),
        "unit": proposal.unit.name,
        "state": str(proposal.get_state_display()),
        "due": due if due is not None else format_date(proposal.resubmit_by),
    }
    others = [person for person in people if by is None or person.pk != by.pk]
    notify(f"proposals.{code}", to=others, about=proposal, values=values, path=path)


def tell_of_call(call: Call, by: Any) -> int:
    """Everybody who answers for an invited unit; how many were told."""
    people = officers_of([unit.pk for unit in invited(call)])
    return _of_call("call_announced", call, [p for p in people if p != by], key=f"call:{call.pk}")


def remind_the_silent(call: Call, *, key: str) -> int:
    """Units that neither handed in nor said that they propose nothing; how many people were told."""
    silent = [row.unit.pk for row in rows_of_call(call).values() if row.is_silent]
    return _of_call("call_reminder", call, officers_of(silent), key=key)


def _of_call(code: str, call: Call, people: Iterable[User], *, key: str) -> int:
    values = {"call": call.title, "closes": clock(call.closes_at)}
    return notify(f"proposals.{code}", to=people, about=call, values=values, key=key)


def remind_of_calls(now: datetime) -> int:
    """Some days before a call closes, once each however often it is asked for."""
    local = timezone.localtime(now)
    if local.hour < FIRST_HOUR:
        return 0
    told = 0
    for call in Call.objects.open_at(now):
        left = (call.closes_on - local.date()).days
        if left in LADDER:
            told += remind_the_silent(call, key=reminder_key(call, local.date()))
    return told


def reminder_key(call: Call, day: date) -> str:
    """One reminder a day, whether the calendar or a person asks for it."""
    return f"call:{call.pk}:{day.isoformat()}"
