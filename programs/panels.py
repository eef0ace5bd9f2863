"""What a work item consists of, on its page."""

from typing import Any

from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from core.ui.panels import Panel, panels
from programs.choices import UNFINISHED, WorkState
from programs.models import WorkItem
from programs.registers import NOTE_KINDS


def contributions(item: WorkItem, user: Any) -> Panel | None:
    rows = list(item.contributions.select_related("target__stage").order_by("target__order", "pk"))
    may_change = user.has_perm("programs.change_workcontribution")
    if not rows and not may_change:
        return None
    context = {"rows": rows, "item": item, "may_change": may_change}
    return Panel("programs/_contributions.html", context, _("Dự kiến đóng góp vào chỉ tiêu"))


def milestones(item: WorkItem, user: Any) -> Panel:
    """Milestones in order of time; those unreached behind their day say so."""
    today = timezone.localdate()
    rows = [
        (stone, _state_of(stone, item, today)) for stone in item.milestones.order_by("due_on", "pk")
    ]
    context = {
        "rows": rows,
        "item": item,
        "may_add": user.has_perm("programs.add_milestone"),
        "may_change": user.has_perm("programs.change_milestone", item),
        "may_delete": user.has_perm("programs.delete_milestone"),
    }
    return Panel("programs/_milestones.html", context, _("Mốc tiến độ"))


def _state_of(stone: Any, item: WorkItem, today: Any) -> tuple[str, Any]:
    if stone.done_on:
        return "ok", _("Đã đạt")
    if item.state in UNFINISHED and stone.due_on < today:
        return "warn", _("Quá hạn")
    return "neutral", _("Chưa đạt")


def notes(item: WorkItem, user: Any) -> Panel:
    """Notes of progress, newest first."""
    found = item.notes.select_related("author").order_by("-day", "-pk")
    context = {
        "rows": [(note, NOTE_KINDS[note.state]) for note in found],
        "item": item,
        "may_add": item.state == WorkState.UNDER_WAY
        and user.has_perm("programs.add_progressnote", item),
        "is_under_way": item.state == WorkState.UNDER_WAY,
    }
    return Panel("programs/_notes.html", context, _("Báo cáo tiến độ"))


panels.register(WorkItem, "contributions", contributions, order=10)
panels.register(WorkItem, "milestones", milestones, order=20)
panels.register(WorkItem, "notes", notes, order=30)
