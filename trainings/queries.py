"""Counts of classes that more than one page needs."""

from django.db.models import Count

from programs.indicators import Period
from trainings.choices import ClassStatus
from trainings.models import TrainingClass


def classes_by_task(days: Period) -> dict[int | None, int]:
    """Classes held in the period, by task."""
    held = TrainingClass.objects.filter(days.holds("ends_on"), status=ClassStatus.HELD)
    return dict(held.order_by().values_list("task").annotate(count=Count("pk")))
