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
menu.register(
    "duplicates",
    Entry(
        _("Hồ sơ có thể trùng"),
        "enterprises:duplicate-list",
        "enterprises.view_duplicatepair",
        "copy",
        "records",
    ),
    order=20,
)
menu.register(
    "merges",
    Entry(
        _("Các lần gộp hồ sơ"),
        "enterprises:merge-list",
        "enterprises.view_enterprisemerge",
        "git-merge",
        "records",
    ),
    order=20,
)
