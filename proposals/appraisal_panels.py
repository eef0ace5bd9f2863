"""Appraisal on a proposal's page: points for those who may read them, comments for the unit."""

from collections.abc import Sequence
from typing import Any

from django.db.models import Prefetch, prefetch_related_objects
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from core.ui.panels import Panel, panels
from proposals.actions.reviewing import ASSIGN, ASSIGNABLE
from proposals.appraising import LEAST_SCORES, average, given, total_of
from proposals.choices import ProposalKind, ProposalState
from proposals.models import Proposal, Review, Score
from proposals.ranking import mean_text

# The unit reads what was said to it once its proposal is back, or decided upon.
TOLD = (
    ProposalState.RETURNED,
    ProposalState.APPROVED,
    ProposalState.REFUSED,
    ProposalState.REPLACED,
)


def appraisal(proposal: Proposal, user: Any) -> Panel | None:
    """Who appraises it and how; nothing of it to others but the comments meant for the unit."""
    if proposal.kind != ProposalKind.ASSIGNED or proposal.state == ProposalState.DRAFT:
        return None
    rows = Review.objects.standing().filter(proposal=proposal).select_related("reviewer")
    reviews = list(rows.order_by("pk"))
    own = next((review for review in reviews if review.reviewer_id == user.pk), None)
    if own is None and not user.sees_the_province:
        return _comments(proposal, reviews)
    may_assign = user.has_perm(ASSIGN, proposal) and proposal.state in ASSIGNABLE
    if not reviews and not may_assign:
        return None
    may_read = own is None or own.is_given
    if may_read:
        scores = Score.objects.select_related("criterion").order_by("criterion__order", "pk")
        prefetch_related_objects(reviews, Prefetch("scores", scores))
    done = given(reviews)
    context = {
        "proposal": proposal,
        "own": own,
        "reviews": [_row(proposal, review) for review in reviews] if may_read else [],
        "is_hidden": not may_read and len(reviews) > 1,
        "criteria": _criteria(done) if may_read else [],
        "average": mean_text(average(reviews)) if may_read else "",
        "count": len(done),
        "least": LEAST_SCORES,
        "may_assign": may_assign,
        "may_score": own is not None and proposal.state == ProposalState.APPRAISAL,
    }
    return Panel("proposals/_appraisal.html", context, _("Thẩm định"))


def _criteria(done: Sequence[Review]) -> list[tuple[Any, list[Any]]]:
    """Each criterion with the score of each review that was given, in the order of these."""
    found = {score.criterion for review in done for score in review.scores.all()}
    by_review = [{s.criterion_id: s for s in review.scores.all()} for review in done]
    return [
        (criterion, [scores.get(criterion.pk) for scores in by_review])
        for criterion in sorted(found, key=lambda c: (c.order, c.pk))
    ]


def _row(proposal: Proposal, review: Review) -> dict[str, Any]:
    handed_in = proposal.submitted_at
    is_given = review.given_at is not None
    return {
        "review": review,
        "total": total_of(review) if is_given else None,
        "is_late": not is_given
        and review.due_on is not None
        and review.due_on < timezone.localdate(),
        "is_of_old_text": review.given_at is not None
        and handed_in is not None
        and review.given_at < handed_in,
    }


def _comments(proposal: Proposal, reviews: Sequence[Review]) -> Panel | None:
    """What reviewers wrote to the unit, without saying who they are."""
    said = [review.comment for review in given(reviews) if review.comment]
    if proposal.state not in TOLD or not said:
        return None
    return Panel("proposals/_comments.html", {"comments": said}, _("Nhận xét thẩm định"))


panels.register(Proposal, "appraisal", appraisal, order=30)
