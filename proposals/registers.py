"""Calls and proposals as registers with their steps."""

from collections.abc import Mapping, Sequence
from typing import Any

from django.db.models import Sum
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from core.transitions import Transition
from core.ui.history import Trail
from core.ui.paging import Sort
from core.ui.registers import Act, Register, register
from core.ui.steps import Steps
from core.ui.tables import Column
from core.vietnamese import format_date
from proposals.actions.following import follow
from proposals.choices import CallState, ProposalState
from proposals.filters import CallFilter, ProposalFilter
from proposals.forms.calls import CallForm
from proposals.forms.pages import GeneralForm
from proposals.forms.steps import CALL_FORMS, PROPOSAL_FORMS
from proposals.models import (
    Call,
    Invitation,
    Proposal,
    ProposalContribution,
    ProposalCoordinator,
    ProposalCost,
    ProposalEnterprise,
    ProposalItem,
)
from proposals.telling import tell_of_call
from proposals.timing import clock
from proposals.workflow import CALL, PROPOSAL

KINDS: dict[str, str] = {
    ProposalState.DRAFT: "neutral",
    ProposalState.SUBMITTED: "info",
    ProposalState.APPRAISAL: "info",
    ProposalState.RETURNED: "warn",
    ProposalState.PUT_FORWARD: "info",
    ProposalState.APPROVED: "ok",
    ProposalState.REFUSED: "bad",
    ProposalState.REPLACED: "neutral",
    ProposalState.COUNCIL: "info",
    ProposalState.LISTED: "ok",
    ProposalState.SELECTION: "info",
    ProposalState.DIRECT: "info",
    ProposalState.FUNDING: "info",
    ProposalState.CONTRACT: "info",
    ProposalState.ACCEPTED: "ok",
}
CALL_KINDS: dict[str, str] = {
    CallState.PREPARED: "neutral",
    CallState.ANNOUNCED: "info",
    CallState.CANCELLED: "bad",
}
PARTS: tuple[Any, ...] = (
    ProposalEnterprise,
    ProposalItem,
    ProposalContribution,
    ProposalCost,
    ProposalCoordinator,
)


def asked_money(records: Sequence[Proposal], _user: Any) -> Mapping[int, int]:
    """All the money each proposal asks for, from every source and year, in đồng."""
    rows = ProposalCost.objects.filter(proposal__in=[p.pk for p in records]).order_by()
    return dict(rows.values_list("proposal").annotate(Sum("amount_vnd")))


def _until(proposal: Proposal) -> str:
    if proposal.state == ProposalState.RETURNED and proposal.resubmit_by:
        return _("Hạn nộp lại %(day)s") % {"day": format_date(proposal.resubmit_by)}
    return ""


def _notice(proposal: Proposal, _user: Any) -> tuple[str, str] | None:
    """What a person should know first."""
    if proposal.state == ProposalState.REFUSED:
        return "warn", _("Không phê duyệt: %(why)s") % {"why": proposal.refusal}
    if proposal.state == ProposalState.RETURNED:
        return "warn", _("Trả lại để bổ sung, hoàn thiện; nộp lại trước hết ngày %(day)s.") % {
            "day": format_date(proposal.resubmit_by)
        }
    if proposal.revises is not None:
        return "info", _("Bản điều chỉnh của đề xuất đã phê duyệt theo %(number)s.") % {
            "number": proposal.revises.decision_number
        }
    return None


def _trails(proposal: Proposal, _user: Any) -> tuple[Trail, ...]:
    """What was written and its largest parts; every other row has its trail in the database."""
    parts = (
        Trail(part, {"proposal": proposal.pk}, str(part._meta.verbose_name))
        for part in (ProposalEnterprise, ProposalCost)
    )
    return (Trail(Proposal, {"pgh_obj_id": proposal.pk}), *parts)


COLUMNS = (
    Column(gettext_lazy("Tên nhiệm vụ"), str, sub=lambda p: p.unit.name, width=52),
    Column(gettext_lazy("Đơn vị"), lambda p: p.unit.name, is_exported_only=True, width=30),
    Column(gettext_lazy("Đợt"), lambda p: p.call.title, is_exported_only=True, width=30),
    Column(gettext_lazy("Loại nhiệm vụ"), lambda p: p.get_kind_display(), width=24),
    Column(
        gettext_lazy("Nhiệm vụ theo Phụ lục"),
        lambda p: p.task.short_name if p.task else "",
        width=28,
    ),
    Column(gettext_lazy("Kinh phí (đồng)"), load=asked_money, kind="money", width=18),
    Column(gettext_lazy("Nộp lúc"), lambda p: p.submitted_at, width=18),
    Column(
        gettext_lazy("Trạng thái"),
        lambda p: p.get_state_display(),
        kind="status",
        status=lambda p: KINDS[p.state],
        sub=_until,
    ),
)
PROPOSALS = register(
    Register(
        model=Proposal,
        name="proposal",
        title=gettext_lazy("Đề xuất"),
        lead=gettext_lazy(
            "Sở, ngành, địa phương, hiệp hội đề xuất nhiệm vụ hằng năm (mục V.3 của kế hoạch)."
        ),
        add_label=gettext_lazy("Lập đề xuất"),
        columns=lambda: COLUMNS,
        sorts=(Sort("moi", gettext_lazy("mới trước"), ("created_at",), is_descending=True),),
        filterset=ProposalFilter,
        form=GeneralForm,
        sections=(
            (
                gettext_lazy("Thông tin chung"),
                (
                    *("call", "unit", "kind", "task", "lead", "place", "integration"),
                    *("contact_name", "contact_phone", "contact_email"),
                ),
            ),
            (
                gettext_lazy("Nhu cầu, nội dung"),
                ("need", "objectives", "content", "products", "starts_on", "ends_on"),
            ),
            (
                gettext_lazy("Văn bản, kết quả"),
                (
                    *("letter_number", "letter_on", "submitted_at"),
                    *("decision_number", "decision_on", "revises", "work_item"),
                ),
            ),
        ),
        related=("unit", "call", "task", "lead", "revises", "work_item"),
        related_on_page=("letter_file", "call__plan"),
        trails=_trails,
        acts=(
            Act(
                gettext_lazy("In đề xuất (PDF)"),
                "proposals:proposal-pdf",
                "proposals.view_proposal",
                "file-text",
            ),
            Act(
                gettext_lazy("So với bản được điều chỉnh"),
                "proposals:proposal-difference",
                "proposals.view_proposal",
                "git-compare",
                is_offered=lambda p: p.revises_id is not None,
            ),
            Act(
                gettext_lazy("Điều chỉnh"),
                "proposals:proposal-revise",
                "proposals.revise_proposal",
                "file-pen-line",
                is_offered=lambda p: p.state == ProposalState.APPROVED,
            ),
            Act(
                gettext_lazy("Chép sang đợt khác"),
                "proposals:proposal-copy",
                "proposals.submit_proposal",
                "copy",
            ),
        ),
        has_files=True,
        kicker=_notice,
        parts=lambda p: [part.objects.filter(proposal=p) for part in PARTS],
        steps=Steps(PROPOSAL, PROPOSAL_FORMS, KINDS, after=follow, elsewhere=frozenset({"submit"})),
        empty_hint=gettext_lazy("Khi có đợt đề xuất đang mở, lập đề xuất tại đây."),
    )
)


def _tell_units(call: Call, step: Transition, by: Any) -> None:
    if step.target == CallState.ANNOUNCED:
        tell_of_call(call, by)


def _hours(call: Call) -> str:
    if call.state == CallState.ANNOUNCED and call.is_open_at(timezone.now()):
        return _("còn %(days)d ngày") % {"days": call.days_left}
    return ""


def _call_notice(call: Call, _user: Any) -> tuple[str, str] | None:
    if call.state == CallState.PREPARED:
        return "info", _("Đợt đang soạn: đơn vị chưa thấy. Bấm “Thông báo đợt đề xuất” khi xong.")
    if call.is_open_at(timezone.now()):
        return "info", _("Đang nhận đề xuất đến %(end)s, còn %(days)d ngày.") % {
            "end": clock(call.closes_at),
            "days": call.days_left,
        }
    return None


CALL_COLUMNS = (
    Column(gettext_lazy("Đợt đề xuất"), lambda c: c.title, width=44),
    Column(gettext_lazy("Năm"), lambda c: str(c.year), sort="moi", width=8),
    Column(gettext_lazy("Nhận từ"), lambda c: c.opens_at, width=18),
    Column(gettext_lazy("Nhận đến"), lambda c: c.closes_at, sub=_hours, width=18),
    Column(
        gettext_lazy("Trạng thái"),
        lambda c: c.get_state_display(),
        kind="status",
        status=lambda c: CALL_KINDS[c.state],
    ),
)
CALLS = register(
    Register(
        model=Call,
        name="call",
        title=gettext_lazy("Đợt đề xuất"),
        lead=gettext_lazy("Mỗi năm Sở mở đợt để các đơn vị đề xuất nhiệm vụ của năm sau."),
        add_label=gettext_lazy("Mở đợt đề xuất"),
        columns=lambda: CALL_COLUMNS,
        sorts=(Sort("moi", gettext_lazy("mới trước"), ("opens_at",), is_descending=True),),
        filterset=CallFilter,
        form=CallForm,
        sections=(
            (
                gettext_lazy("Đợt đề xuất"),
                ("year", "opens_at", "closes_at", "kinds_in_words", "envelope_vnd", "contact"),
            ),
            (gettext_lazy("Hướng dẫn"), ("guidance",)),
        ),
        labels={"kinds_in_words": gettext_lazy("Loại nhiệm vụ nhận đề xuất")},
        trails=lambda call, _user: (
            Trail(Call, {"pgh_obj_id": call.pk}),
            Trail(Invitation, {"call": call.pk}, _("bên được mời đề xuất")),
        ),
        acts=(
            Act(
                gettext_lazy("Theo đơn vị"),
                "proposals:call-units",
                "proposals.watch_call",
                "table-properties",
            ),
            Act(
                gettext_lazy("Xếp hạng"),
                "proposals:ranking",
                "proposals.watch_call",
                "list-ordered",
            ),
            Act(
                gettext_lazy("Công bố kết quả"),
                "proposals:call-announce",
                "proposals.announce_results",
                "megaphone",
            ),
        ),
        has_files=True,
        kicker=_call_notice,
        steps=Steps(CALL, CALL_FORMS, CALL_KINDS, after=_tell_units),
        empty_hint=gettext_lazy("Mở đợt để các đơn vị bắt đầu đề xuất."),
    )
)
