"""A record that an issued report counts or lists is not deleted, and changed with a reason."""

from django.db import models
from django.db.models import Q

from core.ui.guards import holders
from reporting.models import ReportVersion
from support.models import Award, Certificate, Support
from trainings.models import TrainingClass

# Where a snapshot keeps ids of a model: codes of indicators, and names of lists.
PLACES: dict[type[models.Model], tuple[str, tuple[str, ...]]] = {
    Support: ("support.enterprises", ("supports", "under_way")),
    Certificate: ("support.certified", ("certificates",)),
    Award: ("support.awards", ("awards",)),
    TrainingClass: ("trainings.courses", ("trainings",)),
}
PERIODS = ("in_year", "previous_year_final", "cumulative")


def versions_with(record: models.Model) -> models.QuerySet[ReportVersion]:
    """Issued versions whose figures or lists hold the record."""
    place = PLACES.get(type(record))
    if place is None:
        return ReportVersion.objects.none()
    code, lists = place
    held = Q()
    for period in PERIODS:
        entry = {"code": code, "records": {period: [record.pk]}}
        held |= Q(snapshot__contains={"targets": [entry]})
    for name in lists:
        held |= Q(snapshot__contains={"lists": {name: [{"id": record.pk}]}})
    return ReportVersion.objects.filter(held)


def counted_in_a_report(record: models.Model) -> str:
    found = versions_with(record).defer("snapshot").order_by("year", "number").first()
    return "" if found is None else str(found)


holders.register("reports", counted_in_a_report)
