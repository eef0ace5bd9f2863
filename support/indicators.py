"""Targets 2-4: distinct enterprises supported, certified and awarded (counting rules).

A branch, or a registration merged into another, counts as that other enterprise; only
the plan's counting types count, the rest stands beside ("đối tượng khác").
"""

from abc import ABC, abstractmethod
from typing import Any

from django.db.models import Count, Q, QuerySet
from django.db.models.functions import Coalesce

from programs.indicators import Evaluation, Figure, Period, Window, indicators
from support.choices import AwardResult, CertificateCategory, CertificateStatus, SupportStatus
from support.models import Award, Certificate, Support


class EnterpriseCount(ABC):
    """Distinct enterprises, turns and other parties over records with a counted date."""

    code: str

    @abstractmethod
    def counted(self, window: Window) -> QuerySet[Any]:
        """Records that count, whatever their date."""

    @abstractmethod
    def dated(self, period: Period) -> Q:
        """The counted date lies in the period."""

    def evaluate(self, window: Window) -> Evaluation:
        records = with_counting(self.counted(window))
        columns: dict[str, Count] = {}
        for name, period in window.periods.items():
            columns |= figure_columns(name, self.dated(period), window)
        row = records.aggregate(**columns, **self.columns_beside(window))
        return Evaluation(
            in_year=figure_from(row, "in_year"),
            previous_year_final=figure_from(row, "previous_year_final"),
            cumulative=figure_from(row, "cumulative"),
            beside={name: row[name] for name in self.columns_beside(window)},
        )

    def columns_beside(self, window: Window) -> dict[str, Count]:
        """Further counts of the same records, told beside the figure."""
        return {}

    def records(self, window: Window, period: str) -> QuerySet[Any]:
        return with_counting(self.counted(window)).filter(
            self.dated(window.periods[period]), is_counting_type(window)
        )


def with_counting(records: QuerySet[Any]) -> QuerySet[Any]:
    """Annotate the enterprise a record counts for, and that one's type."""
    return records.annotate(
        counting_id=Coalesce("enterprise__counted_as_id", "enterprise_id"),
        counting_type=Coalesce("enterprise__counted_as__entity_type", "enterprise__entity_type"),
    )


def is_counting_type(window: Window) -> Q:
    return Q(counting_type__in=window.plan.counting_entity_types)


def figure_columns(name: str, dated: Q, window: Window) -> dict[str, Count]:
    own = is_counting_type(window)
    return {
        f"{name}_value": Count("counting_id", distinct=True, filter=dated & own),
        f"{name}_turns": Count("pk", filter=dated & own),
        f"{name}_others": Count("counting_id", distinct=True, filter=dated & ~own),
    }


def figure_from(row: dict[str, int], name: str) -> Figure:
    return Figure(row[f"{name}_value"], row[f"{name}_turns"], row[f"{name}_others"])


class SupportedEnterprises(EnterpriseCount):
    """Completed supports whose content counts for the target, by completion date."""

    code = "support.enterprises"

    def counted(self, window: Window) -> QuerySet[Support]:
        return Support.objects.filter(status=SupportStatus.COMPLETED, item__counts_for=self.code)

    def dated(self, period: Period) -> Q:
        return period.holds("completed_on")


class CertifiedEnterprises(EnterpriseCount):
    """Supported certificates that count, not cancelled by the cut-off, by issue date."""

    code = "support.certified"

    def counted(self, window: Window) -> QuerySet[Certificate]:
        products = Q(category__in=window.plan.product_certificate_categories)
        traceability = Q(category=CertificateCategory.TRACEABILITY)
        system = Q(category=CertificateCategory.SYSTEM, item__counts_for=self.code)
        cancelled = Q(status=CertificateStatus.CANCELLED, cancelled_on__lte=window.cut_off)
        return Certificate.objects.filter(
            products | traceability | system, is_supported=True
        ).exclude(cancelled)

    def dated(self, period: Period) -> Q:
        return period.holds("issued_on")

    def columns_beside(self, window: Window) -> dict[str, Count]:
        """Enterprises with such a certificate in force on the cut-off day."""
        in_force = Q(issued_on__lte=window.cut_off) & ~Q(status=CertificateStatus.SUSPENDED)
        in_force &= Q(expires_on__isnull=True) | Q(expires_on__gte=window.cut_off)
        cumulative = self.dated(window.periods["cumulative"])
        return {
            "in_force_at_cut_off": Count(
                "counting_id",
                distinct=True,
                filter=in_force & cumulative & is_counting_type(window),
            )
        }


class AwardedEnterprises(EnterpriseCount):
    """The National Quality Award: awarded by decision date; took part by the award's year."""

    code = "support.awards"

    def counted(self, window: Window) -> QuerySet[Award]:
        return Award.objects.filter(item__counts_for=self.code)

    def dated(self, period: Period) -> Q:
        return period.holds("decided_on") & Q(result=AwardResult.AWARDED)

    def columns_beside(self, window: Window) -> dict[str, Count]:
        return {
            f"took_part_{name}": Count(
                "counting_id",
                distinct=True,
                filter=period.holds_year("year") & is_counting_type(window),
            )
            for name, period in window.periods.items()
        }


for position, indicator in enumerate(
    (SupportedEnterprises(), CertifiedEnterprises(), AwardedEnterprises()), 2
):
    indicators.register(indicator.code, indicator, order=position)
