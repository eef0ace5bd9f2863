"""The life of a request for support, and of a form that came without an account."""

from django.utils.translation import gettext_lazy as _

from core.transitions import Transition, Workflow
from support.choices import PublicFormState
from support.choices import RequestState as State
from support.rules import CONFIRM_FORM, TRIAGE, WITHDRAW

REQUEST = Workflow(
    (
        Transition("receive", {State.NEW}, State.RECEIVED, TRIAGE, _("Tiếp nhận")),
        Transition(
            "accept",
            {State.RECEIVED, State.WAITING},
            State.ACCEPTED,
            TRIAGE,
            _("Đưa vào nhiệm vụ, hỗ trợ"),
        ),
        Transition(
            "wait",
            {State.RECEIVED, State.WAITING},
            State.WAITING,
            TRIAGE,
            _("Xếp danh sách chờ"),
            needs_reason=True,
        ),
        Transition("answer", {State.RECEIVED, State.WAITING}, State.ANSWERED, TRIAGE, _("Trả lời")),
        Transition(
            "withdraw",
            {State.NEW, State.RECEIVED, State.WAITING},
            State.WITHDRAWN,
            WITHDRAW,
            _("Thu hồi"),
            needs_reason=True,
        ),
        Transition(
            "reopen",
            {State.ACCEPTED, State.ANSWERED, State.WITHDRAWN},
            State.RECEIVED,
            TRIAGE,
            _("Mở lại"),
            needs_reason=True,
        ),
    )
)

PUBLIC_FORM = Workflow(
    (
        Transition(
            "confirm",
            {PublicFormState.UNCONFIRMED},
            PublicFormState.CONFIRMED,
            CONFIRM_FORM,
            _("Xác nhận thư"),
        ),
        Transition(
            "expire",
            {PublicFormState.UNCONFIRMED},
            PublicFormState.EXPIRED,
            CONFIRM_FORM,
            _("Hết hạn"),
        ),
    )
)
