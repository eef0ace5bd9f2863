"""What every page's frame shows: the department by its name of today, the plan, the bell."""

from datetime import date
from typing import Any

from django.db.models import Count, QuerySet, Subquery
from django.db.models.functions import Coalesce
from django.http import Http404, HttpRequest
from django.utils import timezone

from agencies.models import DocumentIdentity
from core.prepared import prepared
from core.ui.menu import navigation
from notices.models import Notice
from programs.models import Plan


@prepared
def _current_plans() -> QuerySet[Plan]:
    return Plan.objects.filter(is_current=True).order_by("pk")[:1]


@prepared
def _frames(day: date, jurisdiction: str, person: int) -> QuerySet[DocumentIdentity]:
    """The department, with the number of what the person has not read, in one query."""
    unread = Notice.objects.filter(user=person, read_at=None).order_by().values("user")
    number = Subquery(unread.annotate(number=Count("pk")).values("number"))
    found = DocumentIdentity.objects.valid_on(day)
    return found.filter(jurisdiction=jurisdiction, role="department").annotate(
        unread=Coalesce(number, 0)
    )


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
    frames = _frames(timezone.localdate(), plan.jurisdiction, request.user.pk)
    frame = next(iter(frames), None)
    return {
        "shell_plan": plan,
        "shell_department": frame,
        "shell_unread": getattr(frame, "unread", 0),
        "shell_menu": navigation(request),
    }
