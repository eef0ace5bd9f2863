"""Calls, proposals, reviewers and their points, for the tests of appraisal."""

from datetime import datetime, timedelta
from typing import Any

from django.utils import timezone

from agencies.models import RoleAssignment, Unit, User
from programs.models import Plan, Task
from proposals.actions.reviewing import Given, save_review
from proposals.choices import ProposalState
from proposals.criteria import criteria_of
from proposals.models import Call, Proposal, Review
from tests.people import person

OWN, OTHER, THIRD = "28261", "28435", "28249"
WAYS = {
    "submitted": ("submitted",),
    "appraisal": ("submitted", "appraisal"),
    "forward": ("submitted", "appraisal", "forward"),
    "approved": ("submitted", "appraisal", "forward", "approved"),
    "refused": ("submitted", "appraisal", "refused"),
    "returned": ("submitted", "appraisal", "returned"),
}
FULL = {"need": 25, "beneficiaries": 25, "feasibility": 20, "effect": 20, "cost": 10}


def unit(code: str = OWN) -> Unit:
    return Unit.objects.get(code=code, valid_to=None)


def call(**values: Any) -> Call:
    now = timezone.now()
    defaults = {
        "plan": Plan.objects.get(is_current=True),
        "year": 2027,
        "title": "Đợt đề xuất năm 2027",
        "opens_at": now - timedelta(days=20),
        "closes_at": now - timedelta(days=1),
        "kinds": ["assigned", "science"],
        "state": "announced",
    }
    return Call.objects.create(**(defaults | values))


def proposal(
    of: Call, state: str = "appraisal", *, asked: int = 0, code: str = OWN, **values: Any
) -> Proposal:
    """In whatever state, with money of the province's budget for the call's year."""
    defaults = {
        "unit": unit(code),
        "task": Task.objects.get(number=2),
        "name": "Hỗ trợ áp dụng 5S",
        "need": "Doanh nghiệp còn lãng phí nguyên liệu.",
        "starts_on": datetime(2027, 1, 1, tzinfo=None).date(),
        "ends_on": datetime(2027, 12, 31, tzinfo=None).date(),
        "submitted_at": timezone.now() - timedelta(days=2),
        "resubmit_by": timezone.localdate() + timedelta(days=9),
        "decision_number": "12/QĐ-UBND",
        "decision_on": timezone.localdate(),
        "refusal": "Trùng với chương trình khác.",
    }
    made = Proposal.objects.create(call=of, **(defaults | values))
    if asked:
        made.costs.create(year=of.year, source="province", amount_vnd=asked)
    return move(made, *WAYS.get(state, ()))


def move(made: Proposal, *states: str) -> Proposal:
    for state in states:
        Proposal.objects.filter(pk=made.pk).update(state=state)
    made.refresh_from_db()
    return made


def reviewer(name: str, code: str = THIRD, role: str = "unit_officer") -> User:
    user = User.objects.create_user(f"{name}@tinh.vn", "x", full_name=name, position="Chuyên viên")
    RoleAssignment.objects.create(user=user, role=role, unit=unit(code))
    return user


def assigned(to: Proposal, by: User, **values: Any) -> Review:
    return Review.objects.create(proposal=to, reviewer=by, **values)


def scored(to: Proposal, by: User, total: int, **values: Any) -> Review:
    """A review that was given with `total` points; the state of the proposal is left alone."""
    review = assigned(to, by)
    left = total
    for criterion in criteria_of(to.call):
        points = min(left, criterion.weight)
        left -= points
        review.scores.create(criterion=criterion, points=points)
    Review.objects.filter(pk=review.pk).update(given_at=timezone.now(), **values)
    review.refresh_from_db()
    return review


def give(review: Review, points: dict[str, int], **values: Any) -> Review:
    """As the reviewer does it."""
    told = {"comment": "", "internal_comment": "", "is_final": True} | values
    codes = {c.code: c.pk for c in criteria_of(review.proposal.call)}
    given = {codes[code]: Given(number) for code, number in points.items()}
    return save_review(review, given, by=User.objects.get(pk=review.reviewer_id), **told)


def state_of(made: Proposal) -> ProposalState:
    made.refresh_from_db()
    return ProposalState(made.state)


__all__ = ["person"]
