"""Navigation of the plan."""

from django.utils.translation import gettext_lazy as _

from core.ui.menu import Entry, menu
from programs.rules import JUDGE

menu.register(
    "plan",
    Entry(_("Kế hoạch"), "programs:current-plan", "programs.view_plan", "book-open", "plan"),
    order=10,
)
menu.register(
    "work",
    Entry(
        _("Công việc trong năm"),
        "programs:work-list",
        "programs.view_workitem",
        "calendar-check",
        "plan",
    ),
    order=12,
)
menu.register(
    "year-plan",
    Entry(
        _("Lịch công việc"),
        "programs:year-plan",
        "programs.view_workitem",
        "chart-gantt",
        "plan",
    ),
    order=13,
)
menu.register(
    "notes",
    Entry(_("Báo cáo tiến độ"), "programs:note-list", JUDGE, "clipboard-check", "plan"),
    order=14,
)
