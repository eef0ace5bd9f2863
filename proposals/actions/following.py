"""What a step brings along, in the same transaction as the step itself."""

from typing import Any

from core.transitions import Transition
from core.workflow import advance
from proposals.choices import ProposalState
from proposals.models import Abstention, Proposal
from proposals.workflow import PROPOSAL


def follow(proposal: Proposal, step: Transition, _by: Any) -> None:
    """Whoever hands in has not abstained; an approved revision replaces what it revises."""
    if step.name == "submit":
        Abstention.objects.filter(call=proposal.call_id, unit=proposal.unit_id).delete()
    if step.target == ProposalState.APPROVED and proposal.revises is not None:
        advance(
            PROPOSAL, proposal.revises, "replace", by=None, reason=str(proposal.decision_number)
        )
    if step.target in {ProposalState.REFUSED, ProposalState.RETURNED}:
        proposal.verdicts.filter(announcement=None).delete()
