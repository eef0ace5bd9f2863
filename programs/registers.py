"""The year's work, its parts and the notes of its progress as registers."""

from collections.abc import Sequence
from typing import Any

from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from core.ui.filters import RegisterFilter
from core.ui.history import Trail
from core.ui.paging import Sort
from core.ui.registers import Act, Register, register
from core.ui.steps import Steps
from core.ui.tables import Column
from core.vietnamese import format_date
from programs.actions import accept_note, resubmit_note, save_milestone, submit_note
from programs.choices import UNFINISHED, NoteState, WorkState
from programs.filters import NoteFilter, WorkFilter
from programs.lateness import is_judged_on, reasons_by_rule, reasons_on
from programs.models import (
    Milestone,
    ProgressNote,
    WorkContribution,
    WorkCoordinator,
    WorkItem,
)
from programs.rules import STEER
from programs.work_forms import (
    STEP_FORMS,
    ContributionForm,
    MilestoneForm,
    NoteForm,
    WorkItemForm,
)
from programs.workflow import NOTE, WORK

KINDS: dict[str, str] = {
    WorkState.NOT_STARTED: "neutral",
    WorkState.UNDER_WAY: "info",
    WorkState.PAUSED: "neutral",
    WorkState.DONE: "ok",
    WorkState.CANCELLED: "neutral",
}
NOTE_KINDS: dict[str, str] = {
    NoteState.SUBMITTED: "time",
    NoteState.RETURNED: "warn",
    NoteState.WITHDRAWN: "neutral",
    NoteState.ACCEPTED: "ok",
}


def late_words(item: WorkItem) -> str:
    """Why the work is late today; "" where it is not."""
    found = reasons_on(item, timezone.localdate())
    return _("Chậm: %(reasons)s") % {"reasons": "; ".join(found)} if found else ""


def kind_of(item: WorkItem) -> str:
    return "warn" if reasons_on(item, timezone.localdate()) else KINDS[item.state]


def _notice(item: WorkItem, _user: Any) -> tuple[str, str] | None:
    """Lateness, by the rule or as the department says, with who said so and for how long."""
    today = timezone.localdate()
    if item.state not in UNFINISHED:
        return None
    if not is_judged_on(item, today):
        found = late_words(item)
        return ("warn", f"{found}.") if found else None
    words = _("Sở đánh giá “%(verdict)s” đến hết ngày %(day)s: %(reason)s (%(by)s).") % {
        "verdict": item.get_verdict_display(),
        "day": format_date(item.verdict_until),
        "reason": item.verdict_reason.rstrip("."),
        "by": item.verdict_by,
    }
    if by_rule := reasons_by_rule(item, today):
        words += _(" Theo quy tắc: %(reasons)s.") % {"reasons": "; ".join(by_rule)}
    return ("info", words) if item.verdict == "on_time" else ("warn", words)


def _trails(item: WorkItem, _user: Any) -> Sequence[Trail]:
    """Its own and its parts'; a note of progress has a history of its own."""
    own = {"item": item.pk}
    return (
        Trail(WorkItem, {"pgh_obj_id": item.pk}),
        Trail(WorkCoordinator, own, _("đơn vị phối hợp"), named_by="unit"),
        Trail(WorkContribution, own, _("đóng góp vào chỉ tiêu"), named_by="target"),
        Trail(Milestone, own, _("mốc"), named_by="name"),
    )


COLUMNS = (
    Column(
        gettext_lazy("Công việc"), lambda w: w.title, sub=lambda w: w.get_kind_display(), width=48
    ),
    Column(gettext_lazy("Loại công việc"), lambda w: w.get_kind_display(), is_exported_only=True),
    Column(gettext_lazy("Nhiệm vụ"), lambda w: str(w.task), width=30),
    Column(gettext_lazy("Năm"), lambda w: w.years, is_exported_only=True, width=12),
    Column(gettext_lazy("Đơn vị chủ trì"), lambda w: w.lead.name, width=28),
    Column(gettext_lazy("Nội dung"), lambda w: w.content, is_exported_only=True, width=60),
    Column(
        gettext_lazy("Sản phẩm, kết quả dự kiến"),
        lambda w: w.expected,
        is_exported_only=True,
        width=60,
    ),
    Column(gettext_lazy("Từ ngày"), lambda w: w.starts_on, sort="bat_dau", width=13),
    Column(gettext_lazy("Đến ngày"), lambda w: w.ends_on, sort="han", width=13),
    Column(gettext_lazy("Tiến độ (%)"), lambda w: w.percent, kind="number", width=10),
    Column(
        gettext_lazy("Trạng thái"),
        lambda w: w.get_state_display(),
        kind="status",
        status=kind_of,
        sub=late_words,
    ),
    Column(gettext_lazy("Chậm tiến độ"), late_words, is_exported_only=True, width=40),
)
WORK_ITEMS = register(
    Register(
        model=WorkItem,
        name="work",
        title=gettext_lazy("Công việc trong năm"),
        lead=gettext_lazy(
            "Công việc triển khai các nhiệm vụ của Kế hoạch từng năm (mục V.1): ai làm, khi nào,"
            " đến đâu."
        ),
        add_label=gettext_lazy("Thêm công việc"),
        columns=lambda: COLUMNS,
        sorts=(
            Sort("han", gettext_lazy("hạn gần trước"), ("ends_on",)),
            Sort("bat_dau", gettext_lazy("bắt đầu trước"), ("starts_on",)),
            Sort("moi", gettext_lazy("bắt đầu sau cùng"), ("starts_on",), is_descending=True),
        ),
        filterset=WorkFilter,
        form=WorkItemForm,
        sections=(
            (
                gettext_lazy("Công việc"),
                ("task", "kind", "content", "expected"),
            ),
            (
                gettext_lazy("Thời gian, đơn vị"),
                ("years", "starts_on", "ends_on", "lead", "coordinator_names"),
            ),
            (
                gettext_lazy("Tiến độ"),
                ("percent", "heard_on", "next_due_on", "finished_on"),
            ),
        ),
        labels={
            "years": gettext_lazy("Năm"),
            "coordinator_names": gettext_lazy("Đơn vị phối hợp"),
        },
        related=("task", "lead"),
        related_on_page=("verdict_by",),
        trails=_trails,
        acts=(
            Act(
                gettext_lazy("Đánh giá chậm tiến độ"),
                "programs:work-verdict",
                STEER,
                "clock",
                lambda item: item.state in UNFINISHED,
            ),
        ),
        has_files=True,
        kicker=_notice,
        parts=lambda item: (
            item.coordination.all(),
            item.contributions.all(),
            item.milestones.all(),
        ),
        steps=Steps(WORK, STEP_FORMS, KINDS),
        empty_hint=gettext_lazy(
            "Thêm từng công việc của năm; đề xuất được phê duyệt cũng trở thành công việc."
        ),
    )
)


def _part(model: Any, name: str, add_label: Any, form: Any, **declared: Any) -> Register:
    """Rows shown on a work item's page."""
    return register(
        Register(
            model=model,
            name=name,
            title=WORK_ITEMS.title,
            lead="",
            add_label=add_label,
            columns=lambda: (),
            sorts=(),
            filterset=RegisterFilter,
            form=form,
            sections=(),
            parent="item",
            related=("item__task", "item__lead"),
            **declared,
        )
    )


CONTRIBUTIONS = _part(
    WorkContribution,
    "contribution",
    gettext_lazy("Thêm đóng góp vào chỉ tiêu"),
    ContributionForm,
    related_on_page=("target__stage",),
)
MILESTONES = _part(
    Milestone,
    "milestone",
    gettext_lazy("Thêm mốc"),
    MilestoneForm,
    save=lambda form, _user: save_milestone(form.save(commit=False)),
)
NOTE_COLUMNS = (
    Column(
        gettext_lazy("Công việc"), lambda n: n.item.title, sub=lambda n: n.item.lead.name, width=48
    ),
    Column(
        gettext_lazy("Đơn vị chủ trì"),
        lambda n: n.item.lead.name,
        is_exported_only=True,
        width=28,
    ),
    Column(gettext_lazy("Tính đến ngày"), lambda n: n.day, sort="moi", width=13),
    Column(gettext_lazy("Tiến độ (%)"), lambda n: n.percent, kind="number", width=10),
    Column(gettext_lazy("Việc đã làm, kết quả"), lambda n: n.text, is_exported_only=True, width=60),
    Column(gettext_lazy("Người báo cáo"), lambda n: n.author.full_name, width=24),
    Column(
        gettext_lazy("Trạng thái"),
        lambda n: n.get_state_display(),
        kind="status",
        status=lambda n: NOTE_KINDS[n.state],
    ),
)
NOTES = register(
    Register(
        model=ProgressNote,
        name="note",
        title=gettext_lazy("Báo cáo tiến độ"),
        lead=gettext_lazy(
            "Đơn vị chủ trì báo cáo tiến độ từng công việc; Sở chấp nhận hoặc trả lại."
        ),
        add_label=gettext_lazy("Báo cáo tiến độ"),
        columns=lambda: NOTE_COLUMNS,
        sorts=(
            Sort("moi", gettext_lazy("mới trước"), ("day",), is_descending=True),
            Sort("cu", gettext_lazy("cũ trước"), ("day",)),
        ),
        filterset=NoteFilter,
        form=NoteForm,
        sections=((gettext_lazy("Báo cáo"), ("item", "day", "percent", "text", "author")),),
        parent="item",
        related=("item__task", "item__lead", "author"),
        save=lambda form, user: submit_note(form.save(commit=False), by=user),
        has_files=True,
        steps=Steps(
            NOTE, {}, NOTE_KINDS, actions={"accept": accept_note, "resubmit": resubmit_note}
        ),
        empty_hint=gettext_lazy("Báo cáo được ghi ở trang của từng công việc."),
    )
)
