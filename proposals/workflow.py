"""The ways of a call and of a proposal; two tables, one for each kind of task."""

from django.utils.translation import gettext_lazy as _

from core.transitions import Transition, Workflow
from proposals.choices import CallState
from proposals.choices import ProposalState as State
from proposals.rules import (
    ANNOUNCE_CALL,
    DECIDE,
    HANDLE,
    RETURN,
    SCIENCE,
    SUBMIT,
    SYSTEM,
    TAKE_BACK,
)

CALL = Workflow(
    (
        Transition(
            "announce",
            {CallState.PREPARED},
            CallState.ANNOUNCED,
            ANNOUNCE_CALL,
            _("Thông báo đợt đề xuất"),
        ),
        Transition(
            "cancel",
            {CallState.PREPARED, CallState.ANNOUNCED},
            CallState.CANCELLED,
            ANNOUNCE_CALL,
            _("Hủy đợt"),
            needs_reason=True,
        ),
    )
)

COMMON = (
    Transition("submit", {State.DRAFT, State.RETURNED}, State.SUBMITTED, SUBMIT, _("Nộp")),
    Transition(
        "take_back",
        {State.SUBMITTED},
        State.DRAFT,
        TAKE_BACK,
        _("Thu hồi"),
        needs_reason=True,
    ),
    Transition(
        "return",
        {State.SUBMITTED, State.APPRAISAL, State.PUT_FORWARD, State.COUNCIL},
        State.RETURNED,
        RETURN,
        _("Trả lại để bổ sung, hoàn thiện"),
        needs_reason=True,
    ),
)
# Nhiệm vụ được cấp có thẩm quyền giao: appraised by points, approved by one decision.
ASSIGNED = (
    Transition("take_up", {State.SUBMITTED}, State.APPRAISAL, HANDLE, _("Tiếp nhận")),
    Transition(
        "untake",
        {State.APPRAISAL},
        State.SUBMITTED,
        HANDLE,
        _("Hoàn tác tiếp nhận"),
    ),
    Transition("put_forward", {State.APPRAISAL}, State.PUT_FORWARD, HANDLE, _("Trình phê duyệt")),
    Transition("approve", {State.PUT_FORWARD}, State.APPROVED, DECIDE, _("Phê duyệt")),
    Transition(
        "refuse",
        {State.APPRAISAL, State.PUT_FORWARD},
        State.REFUSED,
        DECIDE,
        _("Không phê duyệt"),
    ),
    Transition("replace", {State.APPROVED}, State.REPLACED, SYSTEM, _("Thay bằng bản điều chỉnh")),
)
# Nhiệm vụ KH&CN: ordered, defined by a council, listed, then given to a host organisation.
SCIENCE_STEPS = (
    Transition(
        "council",
        {State.SUBMITTED},
        State.COUNCIL,
        SCIENCE,
        _("Đưa ra Hội đồng tư vấn xác định nhiệm vụ"),
    ),
    Transition("list", {State.COUNCIL}, State.LISTED, SCIENCE, _("Phê duyệt danh mục")),
    Transition("decline", {State.COUNCIL}, State.REFUSED, SCIENCE, _("Không đưa vào danh mục")),
    Transition("select", {State.LISTED}, State.SELECTION, SCIENCE, _("Tuyển chọn")),
    Transition("direct", {State.LISTED}, State.DIRECT, SCIENCE, _("Giao trực tiếp")),
    Transition(
        "fund",
        {State.SELECTION, State.DIRECT},
        State.FUNDING,
        SCIENCE,
        _("Thẩm định kinh phí"),
    ),
    Transition("contract", {State.FUNDING}, State.CONTRACT, SCIENCE, _("Ký hợp đồng")),
    Transition("accept", {State.CONTRACT}, State.ACCEPTED, SCIENCE, _("Nghiệm thu")),
)
PROPOSAL = Workflow((*COMMON, *ASSIGNED, *SCIENCE_STEPS))
