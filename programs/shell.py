"""What every page's frame shows: the department by its name of today, and the current plan."""

from typing import Any

from django.http import Http404, HttpRequest
from django.utils import timezone

from agencies.models import DocumentIdentity
from core.ui.menu import links, tabbar
from programs.models import Plan


def current_plan(request: HttpRequest) -> Plan:
    """The plan in use, read once for a request; 404 while there is none."""
    if not hasattr(request, "current_plan"):
        plans = Plan.objects.filter(is_current=True)
        request.current_plan = plans.first()  # type: ignore[attr-defined]
    plan: Plan | None = request.current_plan  # type: ignore[attr-defined]
    if plan is None:
        raise Http404
    return plan


def shell(request: HttpRequest) -> dict[str, Any]:
    """Context of the base template; nothing for people who are not logged in."""
    if not getattr(request, "user", None) or not request.user.is_authenticated:
        return {}
    try:
        plan = current_plan(request)
    except Http404:
        return {}
    department = (
        DocumentIdentity.objects.valid_on(timezone.localdate())
        .filter(jurisdiction=plan.jurisdiction, role="department")
        .first()
    )
    groups = links(request)
    return {
        "shell_plan": plan,
        "shell_department": department,
        "shell_menu": groups,
        "shell_tabs": list(tabbar(groups)),
    }
