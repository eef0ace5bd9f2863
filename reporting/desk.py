"""What waits of difficulties and of the year's report."""

from collections.abc import Iterator
from datetime import date
from typing import Any

from django.db.models import Exists, OuterRef
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from core.ui.desk import SOURCE_ITEMS, DeskItem, desk
from reporting.choices import DifficultyState as State
from reporting.models import Difficulty, ReportDraft, ReportVersion
from reporting.rules import HANDLE

TASKS = {
    State.NEW: _("Tiếp nhận phản ánh"),
    State.RECEIVED: _("Giao xử lý hoặc trả lời"),
    State.HANDLING: _("Xử lý phản ánh được giao"),
}

AGAIN = _("Giao lại: tài khoản người xử lý đã khóa")


def is_theirs(one: Difficulty, user: Any) -> bool:
    return one.assignee_id in {None, user.pk}


def difficulties(user: Any) -> Iterator[DeskItem]:
    """For the department: to be received, to be given to somebody; for one person: given to them."""
    if not user.has_perm(HANDLE):
        return
    found = Difficulty.objects.visible_to(user).waiting_for(user).select_related("unit")
    fields = ("title", "state", "raised_on", "due_on", "assignee", "unit__name")
    for one in found.only(*fields).order_by("due_on", "raised_on", "pk")[: SOURCE_ITEMS + 1]:
        yield DeskItem(
            one.title,
            TASKS[State(one.state)] if is_theirs(one, user) else AGAIN,
            one.get_absolute_url(),
            one.raised_on,
            one.due_on if one.state == State.HANDLING else None,
            one.unit.name,
        )


def drafts(user: Any) -> Iterator[DeskItem]:
    """Drafts past their cut-off of which no version is frozen."""
    if not user.has_perm("reporting.freeze_report"):
        return
    frozen = ReportVersion.objects.filter(
        plan=OuterRef("plan"), kind=OuterRef("type__code"), year=OuterRef("year")
    )
    open_ones = ReportDraft.objects.visible_to(user).filter(
        ~Exists(frozen), cut_off__lt=timezone.localdate()
    )
    found = open_ones.select_related("type", "plan").defer("preview", "preview_mark")
    for draft in found.order_by("cut_off", "pk")[: SOURCE_ITEMS + 1]:
        yield DeskItem(
            str(draft),
            _("Rà soát, chốt báo cáo"),
            reverse("reporting:draft-detail", kwargs={"pk": draft.pk}),
            draft.cut_off,
            _due_on(draft),
        )


def _due_on(draft: ReportDraft) -> date | None:
    """Other kinds of reports are due when somebody asks for them."""
    return draft.type.due_on(draft.year) if draft.type.is_default else None


desk.register("difficulties", difficulties, order=10)
desk.register("drafts", drafts, order=15)
