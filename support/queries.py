"""What more than one page asks of supports and of the catalogue."""

from dataclasses import dataclass
from datetime import date

from django.db.models import Count, Q
from django.utils.translation import gettext as _

from core.validity import day_bounds
from programs.indicators import Period
from support.choices import SupportStatus
from support.models import AwardLevel, Support


@dataclass(frozen=True)
class TaskSupports:
    """Supports of one task: completed in the period, under way at its end."""

    completed: int = 0
    under_way: int = 0


def under_way_on(day: date) -> Q:
    """Begun by the day and not ended by it: under way, or completed only afterwards."""
    ended_later = Q(status=SupportStatus.COMPLETED, completed_on__gt=day)
    return (Q(status=SupportStatus.UNDER_WAY) | ended_later) & Q(started_on__lte=day)


def supports_by_task(days: Period) -> dict[int | None, TaskSupports]:
    completed = Q(status=SupportStatus.COMPLETED) & days.holds("completed_on")
    rows = (
        Support.objects.order_by()
        .values_list("task")
        .annotate(
            completed=Count("pk", filter=completed),
            pending=Count("pk", filter=under_way_on(days.last)),
        )
    )
    return {task: TaskSupports(done, under_way) for task, done, under_way in rows}


def levels_in_words() -> str:
    """Levels of awards with the day each ended: "Giải Vàng … (đến 22/01/2026), Giải Bạc …"."""
    names = (
        f"{level.name}{day_bounds(level)}"
        for level in AwardLevel.objects.order_by("valid_to", "order")
    )
    return _("Mức có hiệu lực cuối năm của giải: %(levels)s.") % {"levels": ", ".join(names)}
