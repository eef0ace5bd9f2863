"""Counts of supports that more than one page needs."""

from dataclasses import dataclass

from django.db.models import Count, Q

from programs.indicators import Period
from support.choices import SupportStatus
from support.models import Support


@dataclass(frozen=True)
class TaskSupports:
    """Supports of one task: completed in the period, under way at its end."""

    completed: int = 0
    under_way: int = 0


def supports_by_task(days: Period) -> dict[int | None, TaskSupports]:
    completed = Q(status=SupportStatus.COMPLETED) & days.holds("completed_on")
    pending = Q(status=SupportStatus.UNDER_WAY, started_on__lte=days.last)
    rows = (
        Support.objects.order_by()
        .values_list("task")
        .annotate(completed=Count("pk", filter=completed), pending=Count("pk", filter=pending))
    )
    return {task: TaskSupports(done, under_way) for task, done, under_way in rows}
