"""The life of a work item, and of a progress note about it."""

from django.utils.translation import gettext_lazy as _

from core.transitions import Transition, Workflow
from programs.choices import NoteState, WorkState
from programs.rules import JUDGE, START, STEER, WITHDRAW

WORK = Workflow(
    (
        Transition("start", {WorkState.NOT_STARTED}, WorkState.UNDER_WAY, START, _("Bắt đầu")),
        Transition("finish", {WorkState.UNDER_WAY}, WorkState.DONE, STEER, _("Hoàn thành")),
        Transition(
            "pause",
            {WorkState.UNDER_WAY},
            WorkState.PAUSED,
            STEER,
            _("Tạm dừng"),
            needs_reason=True,
        ),
        Transition("resume", {WorkState.PAUSED}, WorkState.UNDER_WAY, STEER, _("Tiếp tục")),
        Transition(
            "cancel",
            {WorkState.NOT_STARTED, WorkState.UNDER_WAY, WorkState.PAUSED},
            WorkState.CANCELLED,
            STEER,
            _("Hủy công việc"),
            needs_reason=True,
        ),
        Transition(
            "reopen",
            {WorkState.DONE, WorkState.CANCELLED},
            WorkState.UNDER_WAY,
            STEER,
            _("Mở lại"),
            needs_reason=True,
        ),
    )
)
NOTE = Workflow(
    (
        Transition("accept", {NoteState.SUBMITTED}, NoteState.ACCEPTED, JUDGE, _("Chấp nhận")),
        Transition(
            "return",
            {NoteState.SUBMITTED},
            NoteState.RETURNED,
            JUDGE,
            _("Trả lại"),
            needs_reason=True,
        ),
        Transition("resubmit", {NoteState.RETURNED}, NoteState.SUBMITTED, WITHDRAW, _("Nộp lại")),
        Transition(
            "withdraw",
            {NoteState.SUBMITTED, NoteState.RETURNED},
            NoteState.WITHDRAWN,
            WITHDRAW,
            _("Thu hồi"),
            needs_reason=True,
        ),
    )
)
