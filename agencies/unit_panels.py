"""A unit's page: what it came from and became, its people, the acts by which duties passed."""

from typing import Any

from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from agencies.models import DutyHandover, RoleAssignment, Unit, UnitSuccession
from core.ui.panels import Panel, panels

SHOWN = 100


def successions(unit: Unit, _user: Any) -> Panel | None:
    """Both ways, each leading to the other unit's page."""
    edges = UnitSuccession.objects.filter(Q(source=unit) | Q(target=unit))
    rows = list(edges.select_related("source", "target").order_by("on", "pk")[:SHOWN])
    if not rows:
        return None
    context = {
        "before": [row for row in rows if row.target_id == unit.pk],
        "after": [row for row in rows if row.source_id == unit.pk],
    }
    return Panel("agencies/_successions.html", context, _("Hình thành, kế thừa"))


def people(unit: Unit, user: Any) -> Panel | None:
    """Who holds and held a role for the unit, for those who work with its people."""
    if not user.has_perm("agencies.view_people", unit):
        return None
    given = RoleAssignment.objects.filter(unit=unit).select_related("user")
    context = {
        "given": list(given.order_by("-valid_to", "user__full_name", "pk")[:SHOWN]),
        "may_open": user.has_perm("agencies.view_user"),
    }
    return Panel("agencies/_people.html", context, _("Người của đơn vị"))


def handovers(unit: Unit, user: Any) -> Panel | None:
    """Acts by which duties passed to or from the unit, with what passed."""
    if not user.has_perm("agencies.view_handovers", unit):
        return None
    acts = DutyHandover.objects.filter(Q(unit=unit) | Q(successor=unit))
    rows = list(acts.select_related("unit", "successor", "by")[:SHOWN])
    if not rows:
        return None
    return Panel("agencies/_handovers.html", {"acts": rows}, _("Chuyển việc"))


panels.register(Unit, "successions", successions, order=10)
panels.register(Unit, "people", people, order=20)
panels.register(Unit, "handovers", handovers, order=90)
