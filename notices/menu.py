"""Navigation of what people are told."""

from django.utils.translation import gettext_lazy as _

from core.ui.menu import Entry, menu

menu.register(
    "notice-log",
    Entry(_("Nhật ký thông báo"), "notices:notice-list", "notices.view_notice", "mails", "system"),
    order=65,
)
menu.register(
    "wordings",
    Entry(
        _("Mẫu thông báo"), "notices:wording-list", "notices.change_wording", "mail-open", "system"
    ),
    order=66,
)
