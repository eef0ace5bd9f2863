"""Many at once: take up, prepare decisions, take them back, announce them together."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from django.db import transaction
from django.utils.translation import gettext as _

from agencies.models import User
from core.errors import ActionError
from core.workflow import advance, available
from proposals.actions.following import follow
from proposals.appraising import check_enough_scores
from proposals.choices import ProposalState, VerdictKind
from proposals.models import Announcement, Call, Proposal, Verdict
from proposals.workflow import PROPOSAL


@dataclass(frozen=True)
class Outcome:
    """What became of one row of a bulk action; `refusal` says why it was left as it was."""

    proposal: Proposal
    refusal: str = ""


# A verdict is prepared in these states; announcing takes the step of the same name.
PREPARED_IN = {
    VerdictKind.APPROVE: (ProposalState.PUT_FORWARD,),
    VerdictKind.REFUSE: (ProposalState.APPRAISAL, ProposalState.PUT_FORWARD),
    VerdictKind.RETURN: (
        ProposalState.SUBMITTED,
        ProposalState.APPRAISAL,
        ProposalState.PUT_FORWARD,
    ),
}


def refusal_to_step(proposal: Proposal, name: str, by: User) -> str:
    """Why the step cannot be taken now; "" where it can."""
    step = PROPOSAL.by_name[name]
    if step not in available(PROPOSAL, proposal, by):
        return _("bỏ qua: đang “%(state)s”") % {"state": proposal.get_state_display()}
    if name == "put_forward":
        try:
            check_enough_scores(proposal)
        except ActionError as error:
            return str(error)
    return ""


def step_many(proposals: Iterable[Proposal], name: str, *, by: User) -> list[Outcome]:
    """Take one step of many, each in a transaction of its own, reported row by row."""
    outcomes = []
    for proposal in proposals:
        refusal = refusal_to_step(proposal, name, by)
        if not refusal:
            try:
                with transaction.atomic():
                    advance(PROPOSAL, proposal, name, by=by)
                    follow(proposal, PROPOSAL.by_name[name], by)
            except ActionError as error:
                refusal = str(error)
        outcomes.append(Outcome(proposal, refusal))
    return outcomes


def refusal_to_prepare(proposal: Proposal, kind: str, by: User) -> str:
    if proposal.state not in PREPARED_IN[VerdictKind(kind)]:
        return _("bỏ qua: đang “%(state)s”") % {"state": proposal.get_state_display()}
    if not by.has_perm(PROPOSAL.by_name[kind].rule, proposal):
        return _("bỏ qua: không thuộc quyền của bạn")
    return ""


def prepare_many(
    proposals: Iterable[Proposal],
    kind: str,
    *,
    reason: str,
    resubmit_by: date | None = None,
    by: User,
) -> list[Outcome]:
    """Prepare the same verdict for many; an earlier one that was not announced gives way.

    The unit sees nothing of it until `announce`.
    """
    outcomes = []
    for proposal in proposals:
        refusal = refusal_to_prepare(proposal, kind, by)
        if not refusal:
            with transaction.atomic():
                proposal.verdicts.filter(announcement=None).delete()
                Verdict.objects.create(
                    proposal=proposal, kind=kind, reason=reason, resubmit_by=resubmit_by, by=by
                )
        outcomes.append(Outcome(proposal, refusal))
    return outcomes


def drop_verdicts(call: Call, pks: Iterable[int]) -> int:
    """Take back what was prepared and not announced; how many there were."""
    found = Verdict.objects.filter(
        proposal__call=call, announcement=None, pk__in=list(pks)
    ).select_for_update()
    with transaction.atomic():
        rows = list(found)
        for row in rows:
            row.delete()
    return len(rows)


@transaction.atomic
def announce(
    call: Call, *, decision_number: str, decision_on: date | None, by: User
) -> tuple[Announcement, list[Outcome]]:
    """Take the steps of all prepared verdicts at once, under one decision.

    A proposal that moved on meanwhile keeps its prepared verdict and is named.

    Raises:
        ActionError: nothing is prepared, or approvals lack the decision.
    """
    prepared = list(
        Verdict.objects.filter(proposal__call=call, announcement=None)
        .select_related("proposal__unit", "proposal__call", "proposal__revises")
        .select_for_update(of=("self",))
        .order_by("pk")
    )
    if not prepared:
        raise ActionError(_("Chưa có kết quả nào được chuẩn bị trong đợt này."))
    if any(v.kind == VerdictKind.APPROVE for v in prepared) and not (
        decision_number and decision_on
    ):
        raise ActionError(_("Có đề xuất được phê duyệt: ghi số, ngày quyết định."))
    made = Announcement.objects.create(
        call=call, decision_number=decision_number, decision_on=decision_on, by=by
    )
    outcomes = []
    for verdict in prepared:
        proposal, refusal = verdict.proposal, ""
        refusal = refusal_to_prepare(proposal, verdict.kind, by)
        if not refusal:
            verdict.announcement = made
            verdict.save(update_fields=["announcement", "updated_at"])
            advance(
                PROPOSAL,
                proposal,
                verdict.kind,
                by=by,
                reason=verdict.reason,
                changes=_changes(verdict, made),
            )
            follow(proposal, PROPOSAL.by_name[verdict.kind], by)
        outcomes.append(Outcome(proposal, refusal))
    return made, outcomes


def _changes(verdict: Verdict, made: Announcement) -> dict[str, object]:
    if verdict.kind == VerdictKind.RETURN:
        return {"resubmit_by": verdict.resubmit_by}
    changes: dict[str, object] = {
        "decision_number": made.decision_number,
        "decision_on": made.decision_on,
    }
    if verdict.kind == VerdictKind.REFUSE:
        changes["refusal"] = verdict.reason
    return changes
