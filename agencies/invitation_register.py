"""Invitations as a register; those who accepted are accounts."""

from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from agencies.invitation_forms import InvitationForm
from agencies.inviting import save_invitation
from agencies.models import Invitation
from agencies.unit_filters import InvitationFilter
from core.ui.paging import Sort
from core.ui.registers import Act, Register, register
from core.ui.tables import Column
from core.ui.values import shown


def _state(invitation: Invitation) -> str:
    if invitation.accepted_at is not None:
        return _("Đã nhận")
    if invitation.withdrawn_at is not None:
        return _("Đã thu hồi")
    return _("Đang chờ") if invitation.opens else _("Hết hạn")


def _kind(invitation: Invitation) -> str:
    if invitation.accepted_at is not None:
        return "ok"
    if invitation.withdrawn_at is not None:
        return "neutral"
    return "time" if invitation.opens else "warn"


def _notice(invitation: Invitation, _user: Any) -> tuple[str, str] | None:
    if invitation.opens:
        return "info", _("Đang chờ nhận lời; đường dẫn dùng được đến %(at)s.") % {
            "at": shown(invitation.expires_at)
        }
    if invitation.is_open:
        return "warn", _("Đường dẫn đã hết hạn lúc %(at)s. Gửi lại để có đường dẫn mới.") % {
            "at": shown(invitation.expires_at)
        }
    return ("ok" if invitation.accepted_at else "info"), _state(invitation) + "."


COLUMNS: tuple[Column, ...] = (
    Column(gettext_lazy("Họ và tên"), lambda i: i.full_name, sub=lambda i: i.email, width=28),
    Column(gettext_lazy("Thư điện tử"), lambda i: i.email, is_exported_only=True, width=28),
    Column(gettext_lazy("Vai trò"), lambda i: i.get_role_display(), sub=lambda i: i.unit.name),
    Column(gettext_lazy("Đơn vị"), lambda i: i.unit.name, is_exported_only=True, width=28),
    Column(gettext_lazy("Mời lúc"), lambda i: i.sent_at, width=17, sort="moi"),
    Column(gettext_lazy("Tình trạng"), _state, kind="status", status=_kind),
)


def _columns() -> tuple[Column, ...]:
    return COLUMNS


def _is_open(invitation: Invitation) -> bool:
    return invitation.is_open


INVITATIONS = register(
    Register(
        model=Invitation,
        name="invitation",
        title=gettext_lazy("Lời mời"),
        lead=gettext_lazy(
            "Mời người dùng bằng thư điện tử; người nhận tự đặt mật khẩu và có ngay vai trò."
        ),
        add_label=gettext_lazy("Mời người dùng"),
        columns=_columns,
        sorts=(
            Sort("moi", gettext_lazy("mới trước"), ("sent_at",), is_descending=True),
            Sort("cu", gettext_lazy("cũ trước"), ("sent_at",)),
        ),
        filterset=InvitationFilter,
        form=InvitationForm,
        sections=(
            (
                gettext_lazy("Lời mời"),
                ("email", "full_name", "position", "role", "unit", "valid_from", "valid_to"),
            ),
            (
                gettext_lazy("Đã gửi, đã nhận"),
                ("invited_by", "sent_at", "expires_at", "accepted_at", "withdrawn_at", "account"),
            ),
        ),
        labels={
            "valid_from": gettext_lazy("Vai trò từ ngày"),
            "valid_to": gettext_lazy("Vai trò đến hết ngày"),
        },
        related=("unit", "invited_by", "account"),
        kicker=_notice,
        save=lambda form, user: save_invitation(form.save(commit=False), by=user),
        acts=(
            Act(
                gettext_lazy("Gửi lại"),
                "agencies:invitation-resend",
                "agencies.change_invitation",
                "send",
                _is_open,
            ),
            Act(
                gettext_lazy("Thu hồi"),
                "agencies:invitation-withdraw",
                "agencies.change_invitation",
                "undo-2",
                _is_open,
            ),
        ),
        empty_hint=gettext_lazy("Người nhận tự đặt mật khẩu."),
    )
)
