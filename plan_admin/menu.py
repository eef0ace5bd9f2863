"""Navigation of the system itself."""

from django.utils.translation import gettext_lazy as _

from core.ui.menu import Entry, menu

menu.register(
    "health",
    Entry(_("Tình trạng hệ thống"), "health", "plan_admin.view_health", "heart-pulse", "system"),
    order=64,
)
