"""Navigation of proposals."""

from django.utils.translation import gettext_lazy as _

from core.ui.menu import Entry, menu
from proposals import appraisal_menu  # noqa: F401 - registers its own

menu.register(
    "proposals",
    Entry(
        _("Đề xuất"),
        "proposals:proposal-list",
        "proposals.view_proposal",
        "file-pen-line",
        "plan",
        is_in_tabbar=True,
    ),
    order=11,
)
menu.register(
    "calls",
    Entry(_("Đợt đề xuất"), "proposals:call-list", "proposals.view_call", "calendar-range", "plan"),
    order=12,
)
