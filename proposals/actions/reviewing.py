"""Give proposals to reviewers, take them away again, and keep what reviewers say."""

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date

from django.db import IntegrityError, transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from agencies.models import User
from core.errors import ActionError
from core.workflow import advance
from proposals.actions.following import follow
from proposals.choices import ProposalState
from proposals.conflicts import barred_from, is_barred
from proposals.criteria import criteria_of
from proposals.models import Proposal, Review, Score
from proposals.telling import tell_of_review
from proposals.workflow import PROPOSAL

ASSIGN, REVIEW = "proposals.assign_reviewers", "proposals.review_proposal"
# What waits for reviewers, or may be given to them; afterwards points are as they were.
ASSIGNABLE = (ProposalState.SUBMITTED, ProposalState.APPRAISAL)
MOST = 100  # proposals that are given out in one go


@dataclass
class Assigned:
    """What became of one proposal: who got it, and why somebody or nobody did."""

    proposal: Proposal
    people: list[User] = field(default_factory=list)
    refusals: list[str] = field(default_factory=list)


@dataclass(frozen=True)
class Given:
    """Points for one criterion; `proposed` where the system had some of its own."""

    points: int
    proposed: int | None = None
    reason: str = ""


def conflict_in_words(person: User) -> str:
    return _(
        "%(name)s đang giữ vai trò tại đơn vị đề xuất hoặc đơn vị trước, sau của đơn vị đó nên"
        " không thẩm định đề xuất này."
    ) % {"name": person}


def assign_reviewers(
    proposals: Sequence[Proposal], people: Sequence[User], *, due_on: date, by: User
) -> list[Assigned]:
    """Give each proposal to each person but those whose own unit's line it is.

    What was handed in and not taken up is taken up first. Asked again, it sets the day anew.
    """
    barred = barred_from(proposals, timezone.localdate())
    there = {
        (r.proposal_id, r.reviewer_id): r for r in Review.objects.filter(proposal__in=proposals)
    }
    return [
        _assign(proposal, people, barred[proposal.pk], there, due_on=due_on, by=by)
        for proposal in proposals
    ]


def _assign(
    proposal: Proposal,
    people: Iterable[User],
    barred: Collection[int],
    there: Mapping[tuple[int, int], Review],
    *,
    due_on: date,
    by: User,
) -> Assigned:
    outcome = Assigned(proposal)
    if proposal.state not in ASSIGNABLE:
        words = _("bỏ qua: đang “%(state)s”") % {"state": proposal.get_state_display()}
        outcome.refusals.append(words)
        return outcome
    if not by.has_perm(ASSIGN, proposal):
        outcome.refusals.append(_("bỏ qua: không thuộc quyền của bạn"))
        return outcome
    allowed = []
    for person in people:
        if person.pk in barred:
            outcome.refusals.append(conflict_in_words(person))
        else:
            allowed.append(person)
    try:
        with transaction.atomic():
            if allowed and proposal.state == ProposalState.SUBMITTED:
                advance(PROPOSAL, proposal, "take_up", by=by)
                follow(proposal, PROPOSAL.by_name["take_up"], by)
            for person in allowed:
                _keep(there.get((proposal.pk, person.pk)), proposal, person, due_on, by)
    except ActionError as error:
        outcome.refusals.append(str(error))
    except IntegrityError:
        # The last resort of the database: a role that was given in this very moment.
        proposal.refresh_from_db()
        outcome.refusals.append(
            _("Có người vừa nhận vai trò tại đơn vị đề xuất. Mở lại trang rồi giao.")
        )
    else:
        outcome.people = allowed
    return outcome


def _keep(review: Review | None, proposal: Proposal, person: User, due_on: date, by: User) -> None:
    """Who is given one anew is told of it; another day alone is no news."""
    if review is None:
        review = Review.objects.create(proposal=proposal, reviewer=person, due_on=due_on)
        tell_of_review(review, by)
    elif review.withdrawn_at is not None or (review.given_at is None and review.due_on != due_on):
        was_withdrawn = review.withdrawn_at is not None
        review.withdrawn_at, review.due_on = None, due_on
        review.save(update_fields=["withdrawn_at", "due_on", "updated_at"])
        if was_withdrawn:
            review.proposal = proposal
            tell_of_review(review, by)


@transaction.atomic
def withdraw_review(review: Review, *, by: User) -> None:
    """Take an assignment away that was not scored; given again, its draft is there.

    Raises:
        ActionError: it was scored, taken away before, or the proposal is decided upon.
    """
    locked = Review.objects.select_for_update(of=("self",)).select_related("proposal")
    review = locked.get(pk=review.pk)
    if not by.has_perm(ASSIGN, review.proposal):
        raise ActionError(_("Chỉ Sở được thôi giao thẩm định."))
    if review.withdrawn_at is not None:
        raise ActionError(_("Phiếu này đã thôi giao."))
    if review.is_given:
        raise ActionError(
            _("%(name)s đã gửi phiếu chấm; không thôi giao được.") % {"name": review.reviewer}
        )
    review.withdrawn_at = timezone.now()
    review.save(update_fields=["withdrawn_at", "updated_at"])


def refusal_to_review(proposal: Proposal, by: User) -> str:
    """Why the person can write no points now; "" where they can."""
    if proposal.state != ProposalState.APPRAISAL:
        return _("Đề xuất đang “%(state)s”; chỉ chấm, sửa phiếu khi đề xuất đang thẩm định.") % {
            "state": proposal.get_state_display()
        }
    if is_barred(by, proposal):
        return _(
            "Bạn đang giữ vai trò tại đơn vị đề xuất hoặc đơn vị trước, sau của đơn vị đó nên"
            " không chấm đề xuất này. Báo Sở để giao người khác."
        )
    return ""


@transaction.atomic
def save_review(
    review: Review,
    given: Mapping[int, Given],
    *,
    comment: str,
    internal_comment: str,
    is_final: bool,
    by: User,
) -> Review:
    """Keep a reviewer's points by criterion; `is_final` gives them, which needs them all.

    Raises:
        ActionError: it is not theirs, not the time, somebody of the unit, or points are missing.
    """
    locked = Proposal.objects.select_for_update(of=("self",)).select_related("call")
    proposal = locked.get(pk=review.proposal_id)
    if review.reviewer_id != by.pk or review.withdrawn_at is not None:
        raise ActionError(_("Phiếu này không giao cho bạn."))
    if refusal := refusal_to_review(proposal, by):
        raise ActionError(refusal)
    criteria = criteria_of(proposal.call)
    lacking = [c.name for c in criteria if c.pk not in given]
    if (is_final or review.is_given) and lacking:
        raise ActionError(_("Chưa cho điểm: %(names)s.") % {"names": "; ".join(lacking)})
    for criterion in criteria:
        if criterion.pk in given and given[criterion.pk].points > criterion.weight:
            raise ActionError(
                _("%(name)s: nhiều nhất %(weight)d điểm.")
                % {"name": criterion.name, "weight": criterion.weight}
            )
    review.comment, review.internal_comment = comment, internal_comment
    if is_final or review.is_given:
        review.given_at = timezone.now()
    review.save()
    _write_scores(review, {c.pk: given[c.pk] for c in criteria if c.pk in given})
    return review


def _write_scores(review: Review, given: Mapping[int, Given]) -> None:
    """Exactly these; rows that stay as they were are not touched."""
    there = {score.criterion_id: score for score in review.scores.all()}
    for pk, score in there.items():
        if pk not in given:
            score.delete()
    for pk, one in given.items():
        score = there.get(pk) or Score(review=review, criterion_id=pk)
        values = (one.points, one.proposed, one.reason)
        if score.pk is None or values != (score.points, score.proposed, score.reason):
            score.points, score.proposed, score.reason = values
            score.save()
