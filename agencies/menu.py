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
