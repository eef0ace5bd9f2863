"""Begin, copy and revise a proposal, and keep what belongs to its draft."""

from collections.abc import Iterable, Mapping
from typing import Any

from django.core.files.uploadedfile import UploadedFile
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from agencies.models import Unit, User
from core.errors import ActionError
from core.ui.attachments import attach
from enterprises.models import Enterprise
from proposals.choices import ProposalKind, ProposalState
from proposals.invited import invited, may_begin
from proposals.models import (
    Abstention,
    Call,
    Proposal,
    ProposalContribution,
    ProposalCoordinator,
    ProposalCost,
    ProposalEnterprise,
    ProposalItem,
)

# What a copy takes along: all the unit wrote but the letter, the days and who answers for it.
COPIED = (
    *("kind", "task", "name", "need", "objectives", "content", "products", "place", "lead"),
    *("integration", "contact_name", "contact_phone", "contact_email"),
)
REVISED = (*COPIED, "starts_on", "ends_on")


@transaction.atomic
def begin_proposal(call: Call, *, unit: Unit, kind: str, by: User) -> Proposal:
    """An empty draft of `unit`.

    Raises:
        ActionError: the call does not take it (kind, unit, time).
    """
    if kind not in call.kinds:
        raise ActionError(_("Đợt này không nhận loại nhiệm vụ đó."), field="kind")
    if unit not in invited(call):
        raise ActionError(_("Đơn vị không thuộc diện đề xuất của đợt này."), field="unit")
    if not may_begin(call, unit, timezone.now()):
        raise ActionError(_("Đợt đề xuất đã đóng."), field="call")
    return Proposal.objects.create(call=call, unit=unit, kind=kind, lead=unit, created_by=by)


@transaction.atomic
def copy_proposal(old: Proposal, call: Call, *, unit: Unit, by: User) -> Proposal:
    """A draft for `call` with the words of an earlier proposal, from whatever year."""
    kind = old.kind if old.kind in call.kinds else call.kinds[0]
    made = begin_proposal(call, unit=unit, kind=kind, by=by)
    _take_along(old, made, [name for name in COPIED if name != "kind"])
    if made.task is not None and made.task.plan_id != call.plan_id:
        Proposal.objects.filter(pk=made.pk).update(task=None)
    return made


@transaction.atomic
def revise_proposal(old: Proposal, *, by: User) -> Proposal:
    """A revision of an approved proposal: a draft of its own, approved anew.

    Raises:
        ActionError: it is not approved, or a revision of it is under way.
    """
    if old.state != ProposalState.APPROVED:
        raise ActionError(_("Chỉ điều chỉnh được đề xuất đã phê duyệt."))
    open_states = set(ProposalState) - {
        ProposalState.APPROVED,
        ProposalState.REFUSED,
        ProposalState.REPLACED,
    }
    if old.revisions.filter(state__in=open_states).exists():
        raise ActionError(_("Đề xuất này đang có một bản điều chỉnh chưa xong."))
    made = Proposal.objects.create(
        call=old.call, unit=old.unit, kind=ProposalKind.ASSIGNED, revises=old, created_by=by
    )
    _take_along(old, made, list(REVISED))
    for cost in old.costs.all():
        made.costs.create(year=cost.year, source=cost.source, amount_vnd=cost.amount_vnd)
    return made


def _take_along(old: Proposal, made: Proposal, fields: Iterable[str]) -> None:
    for name in fields:
        setattr(made, name, getattr(old, name))
    made.save()
    for enterprise in old.enterprises.all():
        made.enterprises.create(
            enterprise=enterprise.enterprise, tax_code=enterprise.tax_code, name=enterprise.name
        )
    for chosen in old.items.all():
        made.items.create(item=chosen.item)
    for coordinator in old.coordinators.all():
        made.coordinators.create(unit=coordinator.unit)
    for expected in old.contributions.all():
        made.contributions.create(target=expected.target, number=expected.number)


def write_items(proposal: Proposal, items: Iterable[Any]) -> None:
    """Exactly these contents of support; rows that stay are not touched."""
    wanted = {item.pk for item in items}
    there = set(proposal.items.values_list("item", flat=True))
    proposal.items.filter(item__in=there - wanted).delete()
    ProposalItem.objects.bulk_create(
        ProposalItem(proposal=proposal, item_id=pk) for pk in sorted(wanted - there)
    )


def write_coordinators(proposal: Proposal, units: Iterable[Unit]) -> None:
    wanted = {unit.pk for unit in units}
    there = set(proposal.coordinators.values_list("unit", flat=True))
    proposal.coordinators.filter(unit__in=there - wanted).delete()
    ProposalCoordinator.objects.bulk_create(
        ProposalCoordinator(proposal=proposal, unit_id=pk) for pk in sorted(wanted - there)
    )


def write_contributions(proposal: Proposal, numbers: Mapping[int, int | None]) -> None:
    """By target; an empty number or 0 takes the row away."""
    kept = {pk: number for pk, number in numbers.items() if number}
    proposal.contributions.filter(target__in=numbers.keys() - kept.keys()).delete()
    for pk, number in kept.items():
        ProposalContribution.objects.update_or_create(
            proposal=proposal, target_id=pk, defaults={"number": number}
        )


def write_costs(proposal: Proposal, amounts: Mapping[tuple[int, str], int | None]) -> None:
    """By year and source, in đồng; an empty amount or 0 takes the row away."""
    there = {(cost.year, cost.source): cost for cost in proposal.costs.all()}
    for key, amount in amounts.items():
        year, source = key
        old = there.get(key)
        if not amount:
            if old is not None:
                old.delete()
        elif old is None:
            ProposalCost.objects.create(
                proposal=proposal, year=year, source=source, amount_vnd=amount
            )
        elif old.amount_vnd != amount:
            old.amount_vnd = amount
            old.save(update_fields=["amount_vnd"])


def add_enterprise(
    proposal: Proposal, *, enterprise: Enterprise | None, tax_code: str = "", name: str = ""
) -> ProposalEnterprise:
    """From the register, or a new one by tax code and name.

    Raises:
        ActionError: it is there already.
    """
    known = {"enterprise": enterprise} if enterprise else {"tax_code": tax_code}
    if proposal.enterprises.filter(**known).exists():
        raise ActionError(_("Doanh nghiệp này đã có trong đề xuất."), field="add_enterprise")
    if enterprise is not None:
        return proposal.enterprises.create(enterprise=enterprise)
    return proposal.enterprises.create(tax_code=tax_code, name=name)


@transaction.atomic
def keep_letter(proposal: Proposal, file: UploadedFile, *, by: User) -> None:
    """The signed letter: a PDF among the proposal's files, marked as its letter.

    Raises:
        ActionError: not a PDF, or too large.
    """
    row = attach(proposal, file, description=_("Công văn đã ký"), by=by)
    if row.media_type != "application/pdf":
        raise ActionError(_("Công văn đã ký phải là tệp PDF."), field="letter")
    proposal.letter_file = row
    proposal.save(update_fields=["letter_file", "updated_at"])


@transaction.atomic
def abstain(call: Call, *, unit: Unit, note: str, by: User) -> Abstention:
    """“Đơn vị không đề xuất năm nay”.

    Raises:
        ActionError: the unit has handed in, is not asked, or said so already.
    """
    if unit not in invited(call):
        raise ActionError(_("Đơn vị không thuộc diện đề xuất của đợt này."))
    handed_in = call.proposals.filter(unit=unit).exclude(state=ProposalState.DRAFT)
    if handed_in.exists():
        raise ActionError(_("Đơn vị đã nộp đề xuất trong đợt này. Thu hồi đề xuất trước."))
    said, is_new = Abstention.objects.get_or_create(
        call=call, unit=unit, defaults={"note": note, "by": by}
    )
    if not is_new:
        raise ActionError(_("Đơn vị đã báo không đề xuất."))
    return said
