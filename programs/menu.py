"""Navigation of the plan."""

from django.utils.translation import gettext_lazy as _

from core.ui.menu import Entry, menu

menu.register(
    "plan",
    Entry(_("Kế hoạch"), "programs:current-plan", "programs.view_plan", "book-open", "plan"),
    order=10,
)
