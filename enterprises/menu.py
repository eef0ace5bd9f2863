"""Navigation of the register."""

from django.utils.translation import gettext_lazy as _

from core.ui.menu import Entry, menu

menu.register(
    "enterprises",
    Entry(
        _("Doanh nghiệp"),
        "enterprises:enterprise-list",
        "enterprises.view_enterprise",
        "factory",
        "records",
        is_in_tabbar=True,
    ),
    order=20,
)
