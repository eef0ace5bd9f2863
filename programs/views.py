"""A plan as a readable document, each clause with what the system has of it."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from rules.contrib.views import permission_required

from programs.models import Plan


@permission_required("programs.view_plan", raise_exception=True)
def plan_document(request: HttpRequest, slug: str) -> HttpResponse:
    plan = get_object_or_404(Plan.objects.select_related("issuer"), slug=slug)  # type: ignore[arg-type]
    clauses = plan.clauses.prefetch_related("targets__stage", "solved_by").order_by("order")
    tasks = plan.tasks.order_by("number")
    return render(
        request, "programs/plan_document.html", {"plan": plan, "clauses": clauses, "tasks": tasks}
    )
