"""The log: what was sent to whom, and what waits."""

from typing import Any

from django.utils.translation import gettext_lazy as _

from core.ui.paging import Sort
from core.ui.registers import Register, register
from core.ui.tables import Column
from notices.choices import SendState
from notices.filters import LogFilter
from notices.forms import LogForm
from notices.kinds import kinds
from notices.models import Notice

STATES: dict[str, str] = {
    SendState.WAITING: "time",
    SendState.SENT: "ok",
    SendState.FAILED: "bad",
    SendState.UNSENT: "neutral",
}


def kind_said(notice: Notice) -> str:
    """The kind in words; its code where a release before knew it."""
    return str(kinds.get(notice.kind).label) if notice.kind in kinds else notice.kind


def _why(notice: Notice) -> str:
    return "" if notice.state == SendState.SENT else notice.reason


def _recipient(notice: Notice) -> str:
    return str(notice.user) if notice.user is not None else notice.address


def _address(notice: Notice) -> str:
    return notice.address or (notice.user.email if notice.user is not None else "")


def _address_of_a_user(notice: Notice) -> str:
    return _address(notice) if notice.user is not None else ""


COLUMNS: tuple[Column, ...] = (
    Column(_("Tiêu đề"), lambda n: n.subject, sub=kind_said, width=48),
    Column(_("Loại"), kind_said, is_exported_only=True, width=28),
    Column(_("Người nhận"), _recipient, sub=_address_of_a_user, width=28),
    Column(_("Thư điện tử"), _address, is_exported_only=True, width=28),
    Column(_("Lúc"), lambda n: n.at, sort="moi", width=17),
    Column(_("Gửi lúc"), lambda n: n.sent_at, width=17),
    Column(
        _("Trạng thái"),
        lambda n: n.get_state_display(),
        kind="status",
        status=lambda n: STATES[n.state],
        sub=_why,
    ),
    Column(_("Lý do"), lambda n: n.reason, is_exported_only=True, width=48),
)


def _columns() -> Any:
    return COLUMNS


LOG = register(
    Register(
        model=Notice,
        name="notice",
        title=_("Nhật ký thông báo"),
        lead=_("Đã báo gì cho ai, thư đã gửi hay còn chờ. Không sửa và không xóa được."),
        add_label="",
        columns=_columns,
        sorts=(
            Sort("moi", _("mới trước"), ("at",), is_descending=True),
            Sort("cu", _("cũ trước"), ("at",)),
        ),
        filterset=LogFilter,
        form=LogForm,
        sections=(),
        related=("user",),
        is_read_only=True,
    )
)
