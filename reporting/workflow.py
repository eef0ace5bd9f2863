"""The life of a difficulty: from a unit's letter to an answer or the People's Committee's opinion."""

from django.utils.translation import gettext_lazy as _

from core.transitions import Transition, Workflow
from reporting.choices import DifficultyState as State
from reporting.rules import HANDLE, WITHDRAW

DIFFICULTY = Workflow(
    (
        Transition("receive", {State.NEW}, State.RECEIVED, HANDLE, _("Tiếp nhận")),
        Transition(
            "withdraw", {State.NEW}, State.WITHDRAWN, WITHDRAW, _("Thu hồi"), needs_reason=True
        ),
        Transition(
            "assign",
            {State.RECEIVED, State.HANDLING},
            State.HANDLING,
            HANDLE,
            _("Giao xử lý"),
        ),
        Transition(
            "resolve", {State.RECEIVED, State.HANDLING}, State.RESOLVED, HANDLE, _("Giải quyết")
        ),
        Transition(
            "submit",
            {State.RECEIVED, State.HANDLING},
            State.SUBMITTED,
            HANDLE,
            _("Trình UBND tỉnh"),
        ),
        Transition("answer", {State.SUBMITTED}, State.ANSWERED, HANDLE, _("Ghi ý kiến")),
        Transition(
            "group",
            {State.NEW, State.RECEIVED, State.HANDLING},
            State.GROUPED,
            HANDLE,
            _("Gộp vào phản ánh khác"),
        ),
        Transition(
            "separate", {State.GROUPED}, State.RECEIVED, HANDLE, _("Tách ra"), needs_reason=True
        ),
        Transition(
            "reopen",
            {State.RESOLVED, State.ANSWERED},
            State.HANDLING,
            HANDLE,
            _("Mở lại"),
            needs_reason=True,
        ),
    )
)
