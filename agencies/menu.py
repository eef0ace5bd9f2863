"""Navigation of administration."""

from django.utils.translation import gettext_lazy as _

from core.ui.menu import Entry, menu

menu.register(
    "accounts",
    Entry(_("Tài khoản"), "agencies:user-list", "agencies.view_user", "users", "system"),
    order=61,
)
menu.register(
    "unconfirmed",
    Entry(
        _("Thông tin chưa xác nhận"),
        "ui:unconfirmed",
        "core.confirm_facts",
        "badge-question-mark",
        "system",
    ),
    order=62,
)
menu.register(
    "deleted",
    Entry(_("Hồ sơ đã xóa"), "ui:deleted", "core.view_deleted", "archive-x", "system"),
    order=63,
)
menu.register(
    "units",
    Entry(_("Đơn vị"), "agencies:unit-list", "agencies.view_unit", "landmark", "records"),
    order=28,
)
menu.register(
    "invitations",
    Entry(
        _("Lời mời"), "agencies:invitation-list", "agencies.view_invitation", "user-plus", "system"
    ),
    order=61,
)
menu.register(
    "closings",
    Entry(
        _("Tài khoản hết đơn vị"),
        "agencies:closing-list",
        "agencies.view_accountclosing",
        "user-x",
        "system",
    ),
    order=61,
)
