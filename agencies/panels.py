"""Roles on an account's page; a unit's page (`unit_panels`)."""

from typing import Any

from django.utils.translation import gettext_lazy as _

from agencies import unit_panels  # noqa: F401 - registers its own
from agencies.models import User
from core.ui.panels import Panel, panels


def roles(account: User, _user: Any) -> Panel:
    given = account.assignments.select_related("unit").order_by("valid_from", "pk")
    return Panel("agencies/_roles.html", {"given": list(given), "account": account}, _("Vai trò"))


panels.register(User, "roles", roles)
