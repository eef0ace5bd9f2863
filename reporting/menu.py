"""Navigation of progress and reports."""

from django.utils.translation import gettext_lazy as _

from core.ui.menu import Entry, menu

menu.register(
    "home",
    Entry(
        _("Tổng quan"), "reporting:home", "programs.view_progress", "gauge", "", is_in_tabbar=True
    ),
    order=0,
)
menu.register(
    "reports",
    Entry(
        _("Báo cáo năm"),
        "reporting:report-list",
        "reporting.view_report",
        "file-text",
        "report",
        is_in_tabbar=True,
    ),
    order=50,
)
menu.register(
    "difficulties",
    Entry(
        _("Khó khăn, kiến nghị"),
        "reporting:difficulty-list",
        "reporting.view_difficulty",
        "message-square-warning",
        "plan",
    ),
    order=15,
)
menu.register(
    "report-types",
    Entry(
        _("Loại báo cáo"),
        "reporting:reporttype-list",
        "reporting.view_reporttype",
        "file-text",
        "system",
    ),
    order=63,
)
