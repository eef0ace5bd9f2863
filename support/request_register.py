"""Requests for support as a register with a workflow."""

from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from core.ui.paging import Sort
from core.ui.registers import Act, Register, register
from core.ui.steps import Steps
from core.ui.tables import Column
from enterprises.validators import wrong_tax_code
from support.choices import RequestState as State
from support.models import SupportRequest
from support.request_actions import save_request
from support.request_filters import RequestFilter
from support.request_forms import FORMS, RequestForm
from support.request_panels import KINDS
from support.request_telling import tell_of_decision
from support.request_workflow import REQUEST
from support.rules import TRIAGE


def _by(request: SupportRequest) -> str:
    return request.unit.name if request.unit else str(request.get_source_display())


def _turn(request: SupportRequest) -> str:
    """Its place on the waiting list."""
    if request.state != State.WAITING:
        return ""
    return _("Ưu tiên %(number)d") % {"number": request.priority}


def _notice(request: SupportRequest, user: Any) -> tuple[str, str] | None:
    """What stands in the way of a decision, for those who decide."""
    if request.state == State.WAITING and request.enterprise_id:
        return "info", _("Thứ tự ưu tiên %(number)d trong danh sách chờ.") % {
            "number": request.priority
        }
    is_open = request.state in {State.NEW, State.RECEIVED, State.WAITING}
    if not is_open or request.enterprise_id or not user.has_perm(TRIAGE, request):
        return None
    if not request.tax_code:
        return "warn", _("Chưa có mã số thuế. Hỏi lại đơn vị đăng ký rồi gắn với doanh nghiệp.")
    return "info", _("Chưa gắn với doanh nghiệp trong danh bạ.")


def _may_attach(request: SupportRequest) -> bool:
    return request.state != State.ACCEPTED


def _may_add(request: SupportRequest) -> bool:
    """Only what has a whole code; whether the register has it is asked when it is saved."""
    return request.enterprise_id is None and not wrong_tax_code(request.tax_code)


COLUMNS = (
    Column(
        gettext_lazy("Doanh nghiệp"),
        lambda r: r.name,
        sub=lambda r: r.masked_tax_code or _("chưa có mã số thuế"),
        width=40,
    ),
    Column(
        gettext_lazy("Mã số thuế"),
        lambda r: r.masked_tax_code,
        is_exported_only=True,
        width=16,
    ),
    Column(gettext_lazy("Nội dung"), lambda r: r.item.name if r.item else _("Chưa rõ"), width=28),
    Column(gettext_lazy("Nhu cầu, lý do"), lambda r: r.need, is_exported_only=True, width=60),
    Column(gettext_lazy("Nơi đăng ký"), _by, width=28),
    Column(
        gettext_lazy("Nguồn"), lambda r: r.get_source_display(), is_exported_only=True, width=24
    ),
    Column(gettext_lazy("Ngày nhận"), lambda r: r.received_on, sort="moi", width=13),
    Column(
        gettext_lazy("Mong muốn từ ngày"), lambda r: r.wished_from, is_exported_only=True, width=13
    ),
    Column(gettext_lazy("Đến ngày"), lambda r: r.wished_to, is_exported_only=True, width=13),
    Column(
        gettext_lazy("Vốn đối ứng dự kiến (đồng)"),
        lambda r: r.own_funds_vnd,
        kind="money",
        is_exported_only=True,
    ),
    Column(
        gettext_lazy("Trạng thái"),
        lambda r: r.get_state_display(),
        kind="status",
        status=lambda r: KINDS[r.state],
        sub=_turn,
    ),
    Column(
        gettext_lazy("Thứ tự ưu tiên"),
        lambda r: r.priority if r.state == State.WAITING else None,
        is_exported_only=True,
        kind="number",
    ),
    Column(
        gettext_lazy("Nhiệm vụ"),
        lambda r: r.task.short_name if r.task else "",
        is_exported_only=True,
        width=28,
    ),
    Column(gettext_lazy("Trả lời"), lambda r: r.answer, is_exported_only=True, width=40),
)
REQUESTS = register(
    Register(
        model=SupportRequest,
        name="request",
        title=gettext_lazy("Đề nghị hỗ trợ"),
        lead=gettext_lazy(
            "Nhu cầu của doanh nghiệp do đơn vị, hiệp hội hoặc doanh nghiệp đăng ký (mục V.4)."
        ),
        add_label=gettext_lazy("Đăng ký nhu cầu"),
        columns=lambda: COLUMNS,
        sorts=(
            Sort("moi", gettext_lazy("mới trước"), ("received_on",), is_descending=True),
            Sort("cu", gettext_lazy("cũ trước"), ("received_on",)),
            Sort("uu-tien", gettext_lazy("theo thứ tự ưu tiên"), ("priority", "received_on")),
        ),
        filterset=RequestFilter,
        form=RequestForm,
        sections=(
            (
                gettext_lazy("Nhu cầu"),
                (
                    "masked_tax_code",
                    "enterprise",
                    "address",
                    "item",
                    "need",
                    "wished_from",
                    "wished_to",
                    "own_funds_vnd",
                ),
            ),
            (
                gettext_lazy("Nơi đăng ký, văn bản"),
                ("source", "unit", "received_on", "letter_number", "letter_on"),
            ),
            (gettext_lazy("Kết quả"), ("task", "support", "answer")),
        ),
        labels={"masked_tax_code": gettext_lazy("Mã số thuế")},
        related=("unit", "item", "task"),
        related_on_page=("enterprise", "support__item", "support__enterprise"),
        save=lambda form, user: save_request(form.save(commit=False), by=user),
        has_files=True,
        kicker=_notice,
        steps=Steps(REQUEST, FORMS, KINDS, after=tell_of_decision),
        acts=(
            Act(
                gettext_lazy("Gắn với doanh nghiệp"),
                "support:request-link",
                TRIAGE,
                "link",
                _may_attach,
            ),
            Act(
                gettext_lazy("Thêm vào danh bạ"),
                "support:request-enterprise",
                TRIAGE,
                "building-2",
                _may_add,
            ),
            Act(
                gettext_lazy("Xóa thông tin liên hệ"),
                "support:request-erase",
                TRIAGE,
                "user-round-x",
                lambda r: r.has_contact,
            ),
        ),
        empty_hint=gettext_lazy("Doanh nghiệp cần hỗ trợ thì đăng ký tại đây."),
    )
)
