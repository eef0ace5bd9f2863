"""The year's work as a plan of it prints: by task, with who, when and what comes of it."""

from typing import Any

from django.db.models import Prefetch
from django.utils.translation import gettext as _

from agencies.models import Unit
from core.vietnamese import format_number
from programs.choices import WorkState
from programs.indicators import Window
from programs.models import WorkContribution, WorkItem


def work_of(window: Window) -> list[dict[str, Any]]:
    """Everything planned for the year but what was cancelled, in the appendix's order."""
    items = WorkItem.objects.of_year(window.year).filter(task__plan=window.plan)
    found = items.exclude(state=WorkState.CANCELLED).select_related("task", "lead")
    return [
        {
            "id": item.pk,
            "task_id": item.task_id,
            "task": str(item.task),
            "title": item.title,
            "kind": str(item.get_kind_display()),
            "content": item.content,
            "expected": item.expected,
            "contributions": [_share(one) for one in item.contributions.all()],
            "lead": item.lead.name,
            "coordinators": [unit.name for unit in item.coordinators.all()],
            "starts_on": item.starts_on.isoformat(),
            "ends_on": item.ends_on.isoformat(),
        }
        for item in found.prefetch_related(
            Prefetch("coordinators", Unit.objects.order_by("sort_key", "pk")),
            Prefetch(
                "contributions",
                WorkContribution.objects.select_related("target").order_by("target__order", "pk"),
            ),
        ).order_by("task__number", "starts_on", "pk")
    ]


def _share(one: WorkContribution) -> str:
    return _("%(target)s: %(number)s %(unit)s") % {
        "target": one.target.short_name,
        "number": format_number(one.number),
        "unit": one.target.unit_of_measure,
    }
