"""What every page's frame shows: the department by its name of today, and the current plan."""

from datetime import date
from typing import Any

from django.db.models import QuerySet
from django.http import Http404, HttpRequest
from django.utils import timezone

from agencies.models import DocumentIdentity
from core.prepared import prepared
from core.ui.menu import navigation
from programs.models import Plan


@prepared
def _current_plans() -> QuerySet[Plan]:
    return Plan.objects.filter(is_current=True).order_by("pk")[:1]


@prepared
def _departments(day: date, jurisdiction: str) -> QuerySet[DocumentIdentity]:
    found = DocumentIdentity.objects.valid_on(day)
    return found.filter(jurisdiction=jurisdiction, role="department")


def current_plan(request: HttpRequest) -> Plan:
    """The plan in use, read once for a request; 404 while there is none."""
    if not hasattr(request, "current_plan"):
        request.current_plan = next(iter(_current_plans()), None)  # type: ignore[attr-defined]
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
    departments = _departments(timezone.localdate(), plan.jurisdiction)
    return {
        "shell_plan": plan,
        "shell_department": next(iter(departments), None),
        "shell_menu": navigation(request),
    }
