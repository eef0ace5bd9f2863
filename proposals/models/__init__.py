"""Calls, proposals with their parts, appraisal and verdicts."""

from proposals.models.appraisal import Criterion, Review, Score
from proposals.models.calls import Abstention, Call, Invitation, LateEntry
from proposals.models.parts import (
    ProposalContribution,
    ProposalCoordinator,
    ProposalCost,
    ProposalEnterprise,
    ProposalItem,
)
from proposals.models.proposals import Proposal
from proposals.models.verdicts import Announcement, Verdict

__all__ = [
    "Abstention",
    "Announcement",
    "Call",
    "Criterion",
    "Invitation",
    "LateEntry",
    "Proposal",
    "ProposalContribution",
    "ProposalCoordinator",
    "ProposalCost",
    "ProposalEnterprise",
    "ProposalItem",
    "Review",
    "Score",
    "Verdict",
]
