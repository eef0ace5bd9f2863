"""What a step brings along, in the same transaction as the step itself."""

from typing import Any

from core.transitions import Transition
from core.workflow import advance
from programs.actions import open_work_item
from programs.choices import WorkItemKind
from proposals.choices import ProposalState
from proposals.models import Abstention, Proposal
from proposals.telling import tell_of_step
from proposals.workflow import PROPOSAL


def follow(proposal: Proposal, step: Transition, by: Any) -> None:
    """Whoever hands in has not abstained; what is approved becomes work of its years."""
    if step.name == "submit":
        Abstention.objects.filter(call=proposal.call_id, unit=proposal.unit_id).delete()
    if step.target == ProposalState.APPROVED:
        _become_work(proposal, by)
    if step.name == "contract":
        _open_work(proposal, WorkItemKind.SCIENCE, by)
    if step.target in {ProposalState.REFUSED, ProposalState.RETURNED}:
        proposal.verdicts.filter(announcement=None).delete()
    tell_of_step(proposal, step, by)


def _become_work(proposal: Proposal, by: Any) -> None:
    """A revision goes on with the work of the proposal that it replaces."""
    old = proposal.revises
    if old is None:
        _open_work(proposal, WorkItemKind.PROPOSED, by)
        return
    item = old.work_item
    Proposal.objects.filter(pk=old.pk).update(work_item=None)
    Proposal.objects.filter(pk=proposal.pk).update(work_item=item)
    proposal.work_item = item
    if item is not None:
        item.title, item.content, item.expected = proposal.name, proposal.content, proposal.products
        item.first_year, item.last_year = proposal.years[0], proposal.years[-1]
        item.starts_on, item.ends_on = proposal.starts_on, proposal.ends_on  # type: ignore[assignment]
        item.save()
    old.refresh_from_db()
    advance(PROPOSAL, old, "replace", by=None, reason=str(proposal.decision_number))


def _open_work(proposal: Proposal, kind: str, by: Any) -> None:
    """Under its appendix task, for its years, with what it is expected to bring."""
    item = open_work_item(
        task=proposal.task,  # type: ignore[arg-type]
        title=proposal.name,
        kind=kind,
        first_year=proposal.years[0],
        last_year=proposal.years[-1],
        lead=proposal.lead or proposal.unit,
        coordinators=[row.unit for row in proposal.coordinators.select_related("unit")],
        starts_on=proposal.starts_on,  # type: ignore[arg-type]
        ends_on=proposal.ends_on,  # type: ignore[arg-type]
        content=proposal.content,
        expected=proposal.products,
        contributions=[
            (row.target, row.number) for row in proposal.contributions.select_related("target")
        ],
        by=by,
    )
    Proposal.objects.filter(pk=proposal.pk).update(work_item=item)
    proposal.work_item = item
