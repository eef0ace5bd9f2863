"""Difficulties as a register with a workflow."""

from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from core.ui.paging import Sort
from core.ui.registers import Register, register
from core.ui.steps import Steps
from core.ui.tables import Column
from core.vietnamese import format_date
from reporting.choices import DifficultyState as State
from reporting.difficulty_actions import report_difficulty, tell_of_step
from reporting.difficulty_forms import FORMS, DifficultyForm
from reporting.filters import DifficultyFilter
from reporting.models import Difficulty
from reporting.workflow import DIFFICULTY

KINDS: dict[str, str] = {
    State.NEW: "time",
    State.WITHDRAWN: "neutral",
    State.RECEIVED: "info",
    State.HANDLING: "info",
    State.RESOLVED: "ok",
    State.SUBMITTED: "info",
    State.ANSWERED: "ok",
    State.GROUPED: "neutral",
}


def _kind(difficulty: Difficulty) -> str:
    return "bad" if difficulty.is_overdue else KINDS[difficulty.state]


def _waits_until(difficulty: Difficulty) -> str:
    """The day it is due, and that it is past, in words."""
    if difficulty.state != State.HANDLING or difficulty.due_on is None:
        return ""
    words = _("Quá hạn %(day)s") if difficulty.is_overdue else _("Hạn %(day)s")
    return words % {"day": format_date(difficulty.due_on)}


def _notice(difficulty: Difficulty, user: Any) -> tuple[str, str] | None:
    """What a person should know first; the one it was grouped under may be another unit's."""
    if difficulty.is_overdue:
        return "warn", _("Quá hạn xử lý %(day)s.") % {"day": format_date(difficulty.due_on)}
    leading = difficulty.repeats
    if leading is None:
        return None
    state = leading.get_state_display()
    if not user.has_perm("reporting.view_difficulty", leading):
        return "info", _("Theo kết quả của một phản ánh cùng nội dung: %(state)s.") % {
            "state": state
        }
    return "info", _("Theo kết quả của phản ánh “%(title)s”: %(state)s.") % {
        "title": leading.title,
        "state": state,
    }


COLUMNS = (
    Column(gettext_lazy("Tóm tắt"), lambda d: d.title, sub=lambda d: d.unit.name, width=48),
    Column(gettext_lazy("Đơn vị"), lambda d: d.unit.name, is_exported_only=True, width=28),
    Column(gettext_lazy("Ngày phản ánh"), lambda d: d.raised_on, sort="moi", width=13),
    Column(gettext_lazy("Nhóm"), lambda d: d.get_category_display(), width=22),
    Column(
        gettext_lazy("Nhiệm vụ"),
        lambda d: d.task.short_name if d.task else "",
        is_exported_only=True,
        width=28,
    ),
    Column(gettext_lazy("Khó khăn, vướng mắc"), lambda d: d.text, is_exported_only=True, width=60),
    Column(
        gettext_lazy("Đề xuất, kiến nghị"), lambda d: d.proposal, is_exported_only=True, width=60
    ),
    Column(gettext_lazy("Kết quả"), lambda d: d.answer or d.opinion, is_exported_only=True),
    Column(
        gettext_lazy("Trạng thái"),
        lambda d: d.get_state_display(),
        kind="status",
        status=_kind,
        sub=_waits_until,
    ),
)
DIFFICULTIES = register(
    Register(
        model=Difficulty,
        name="difficulty",
        title=gettext_lazy("Khó khăn, kiến nghị"),
        lead=gettext_lazy(
            "Đơn vị phản ánh bằng văn bản về Sở; Sở xử lý hoặc tổng hợp trình UBND tỉnh (mục V.5)."
        ),
        add_label=gettext_lazy("Phản ánh khó khăn"),
        columns=lambda: COLUMNS,
        sorts=(
            Sort("moi", gettext_lazy("mới trước"), ("raised_on",), is_descending=True),
            Sort("cu", gettext_lazy("cũ trước"), ("raised_on",)),
        ),
        filterset=DifficultyFilter,
        form=DifficultyForm,
        sections=(
            (
                gettext_lazy("Nội dung phản ánh"),
                ("unit", "raised_on", "category", "text", "proposal", "task", "target"),
            ),
            (
                gettext_lazy("Văn bản, xử lý"),
                ("letter_number", "letter_on", "assignee", "due_on", "answer", "repeats"),
            ),
            (
                gettext_lazy("Ý kiến của Ủy ban nhân dân tỉnh"),
                ("submission_number", "submitted_on", "opinion", "opinion_number", "opinion_on"),
            ),
        ),
        related=("unit", "task", "target__stage__plan", "assignee", "repeats"),
        has_files=True,
        kicker=_notice,
        steps=Steps(DIFFICULTY, FORMS, KINDS, after=tell_of_step),
        save=lambda form, user: report_difficulty(form.save(commit=False), by=user),
        empty_hint=gettext_lazy("Đơn vị gặp khó khăn thì phản ánh tại đây."),
    )
)
