"""Targets 2-4: distinct enterprises supported, certified and awarded (counting rules).

A branch, or a registration merged into another, counts as that other enterprise; only
the plan's counting types count, the rest stands beside ("đối tượng khác").
"""

from abc import ABC, abstractmethod
from collections.abc import Iterable
from datetime import date
from typing import Any

from django.db.models import (
    Case,
    CharField,
    Count,
    F,
    Model,
    OuterRef,
    Q,
    QuerySet,
    Subquery,
    Value,
    When,
)
from django.db.models.functions import Coalesce
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from agencies.models import Unit, UnitLineage
from core.among import among
from enterprises.models import Enterprise, Placement
from programs.indicators import Evaluation, Figure, Period, UnitCount, Window, indicators
from support.choices import AwardResult, CertificateCategory, CertificateStatus, SupportStatus
from support.models import Award, CatalogueItem, Certificate, Support

# Beside the records themselves: which of them count, for whom, and where.
ROUND_ABOUT = (CatalogueItem, Enterprise, Placement, Unit, UnitLineage)


class EnterpriseCount(ABC):
    """Distinct enterprises, turns and other parties over records with a counted date."""

    code: str
    rule: Any
    reads: tuple[type[Model], ...]
    date_field: str

    @abstractmethod
    def counted(self, window: Window) -> QuerySet[Any]:
        """Records that count, whatever their date."""

    @abstractmethod
    def candidates(self, window: Window, days: Period) -> QuerySet[Any]:
        """Records of these days that one might expect in the figure."""

    @abstractmethod
    def reasons(self, window: Window, days: Period) -> Iterable[When]:
        """Why a candidate does not count; the first that fits is told."""

    def dated(self, period: Period) -> Q:
        """The counted date lies in the period."""
        return period.holds(self.date_field)

    def within(self, days: Period) -> Q:
        """Whatever any number of these days could count, so that older records are not read."""
        return days.holds(self.date_field)

    def evaluate(self, window: Window) -> Evaluation:
        records = with_counting(self.counted(window).filter(self.within(window.span)))
        columns: dict[str, Count] = {}
        for name, period in window.periods.items():
            columns |= figure_columns(name, self.dated(period), window)
        own = is_counting_type(window)
        for year, days in window.years.items():
            columns[f"year_{year}"] = enterprises(filter=self.dated(days) & own)
        beside = self.columns_beside(window)
        row = records.aggregate(**columns, **beside)
        return Evaluation(
            in_year=figure_from(row, "in_year"),
            previous_year_final=figure_from(row, "previous_year_final"),
            cumulative=figure_from(row, "cumulative"),
            beside={name: row[name] for name in beside},
            by_year={year: row[f"year_{year}"] for year in window.years},
        )

    def columns_beside(self, window: Window) -> dict[str, Count]:
        """Further counts of the same records, told beside the figure."""
        return {}

    def parts(self, window: Window, days: Period) -> dict[str, Q]:
        """Which records each number beside the figure counts; "others" is every indicator's."""
        return {"others": self.dated(days) & ~is_counting_type(window)}

    def records_beside(self, window: Window, period: str, part: str) -> QuerySet[Any]:
        found = with_counting(self.counted(window))
        return found.filter(self.parts(window, window.periods[period])[part])

    def records(self, window: Window, period: str) -> QuerySet[Any]:
        return with_counting(self.counted(window)).filter(
            self.dated(window.periods[period]), is_counting_type(window)
        )

    def by_unit(self, window: Window, *, today: date | None) -> list[UnitCount]:
        found = with_unit(self.records(window, "cumulative"), self.date_field, today)
        rows = found.order_by().values_list("place").annotate(value=enterprises())
        return [UnitCount(unit_id, value) for unit_id, value in rows]

    def records_in(
        self, window: Window, period: str, unit_id: int | None, *, today: date | None
    ) -> QuerySet[Any]:
        found = with_unit(self.records(window, period), self.date_field, today)
        return found.filter(place__isnull=True) if unit_id is None else found.filter(place=unit_id)

    def figure_in(
        self, window: Window, period: str, unit_id: int | None, *, today: date | None
    ) -> Figure:
        found = self.records_in(window, period, unit_id, today=today)
        return Figure(**found.order_by().aggregate(value=enterprises(), turns=Count("pk")))

    def not_counted(self, window: Window, period: str) -> QuerySet[Any]:
        days = window.periods[period]
        other_type = When(
            ~is_counting_type(window),
            then=Value(_("Hợp tác xã, hộ kinh doanh: nêu bên cạnh, không tính vào chỉ tiêu")),
        )
        reason = Case(*self.reasons(window, days), other_type, output_field=CharField())
        found = with_counting(self.candidates(window, days)).annotate(reason=reason)
        return found.filter(reason__isnull=False).order_by("reason", "pk")


def counting_for(code: str) -> Q:
    """Contents of that indicator, as one list: joined, the planner takes them for one in fifty."""
    return among("item_id", CatalogueItem.objects.filter(counts_for=code).values("pk"))


def enterprises(**options: Any) -> Count:
    return Count("counting_id", distinct=True, **options)


def with_unit(records: QuerySet[Any], date_field: str, today: date | None) -> QuerySet[Any]:
    """Annotate `place`: the unit of the counted date, or the one that stands there `today`.

    For today, the unit entered for the enterprise on the counted date is followed through
    its successions. Nothing is guessed: where there is no single heir, `place` is empty.
    """
    if today is None:
        return records.annotate(place=F("unit"))
    day = OuterRef(date_field)
    # At most one: placements of an enterprise do not overlap (a constraint), so none is first.
    placed = Placement.objects.order_by().filter(
        Q(valid_from__isnull=True) | Q(valid_from__lte=day),
        Q(valid_to__isnull=True) | Q(valid_to__gte=day),
        enterprise=OuterRef("enterprise"),
    )
    heirs = UnitLineage.objects.valid_on(today).filter(unit=OuterRef("unit"))
    heir = placed.annotate(heir=Subquery(heirs.values("resolved")[:1])).values("heir")[:1]
    return records.annotate(place=Subquery(heir))


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
        f"{name}_value": enterprises(filter=dated & own),
        f"{name}_turns": Count("enterprise_id", filter=dated & own),
        f"{name}_others": enterprises(filter=dated & ~own),
    }


def figure_from(row: dict[str, int], name: str) -> Figure:
    return Figure(row[f"{name}_value"], row[f"{name}_turns"], row[f"{name}_others"])


class SupportedEnterprises(EnterpriseCount):
    """Completed supports whose content counts for the target, by completion date."""

    code = "support.enterprises"
    reads = (Support, *ROUND_ABOUT)
    date_field = "completed_on"
    rule = gettext_lazy(
        "Đếm số doanh nghiệp khác nhau có hỗ trợ “Hoàn thành”, theo ngày hoàn thành (ngày biên bản"
        " nghiệm thu), với nội dung là hệ thống quản lý, công cụ cải tiến, truy xuất nguồn gốc,"
        " GAP, hữu cơ hoặc năng suất xanh. Chi nhánh và đăng ký đã nhập tính là một doanh nghiệp."
    )

    def counted(self, window: Window) -> QuerySet[Support]:
        return Support.objects.filter(counting_for(self.code), status=SupportStatus.COMPLETED)

    def candidates(self, window: Window, days: Period) -> QuerySet[Support]:
        begun = Q(started_on__lte=days.last)
        # Each part names its states, so that an index finds it.
        completed = Q(status=SupportStatus.COMPLETED, completed_on__gte=days.first)
        completed &= begun | Q(completed_on__lte=days.last)
        still_open = Q(status__in=(SupportStatus.UNDER_WAY, SupportStatus.STOPPED))
        still_open &= begun | days.holds("completed_on")
        return Support.objects.filter(completed | still_open)

    def reasons(self, window: Window, days: Period) -> Iterable[When]:
        yield When(
            status=SupportStatus.STOPPED,
            then=Value(_("Đã dừng thực hiện")),
        )
        yield When(
            ~Q(status=SupportStatus.COMPLETED),
            then=Value(_("Đang thực hiện, chưa nghiệm thu")),
        )
        yield When(
            completed_on__gt=days.last,
            then=Value(_("Hoàn thành sau ngày cuối được tính; tính vào kỳ sau")),
        )
        yield When(
            ~Q(item__counts_for=self.code),
            then=Value(_("Nội dung không thuộc chỉ tiêu này")),
        )


class CertifiedEnterprises(EnterpriseCount):
    """Supported certificates that count, not cancelled by the cut-off, by issue date."""

    code = "support.certified"
    reads = (Certificate, *ROUND_ABOUT)
    date_field = "issued_on"
    rule = gettext_lazy(
        "Đếm số doanh nghiệp khác nhau có giấy chứng nhận được hỗ trợ, theo ngày cấp: chứng nhận sản"
        " phẩm, hàng hóa (cả GAP, hữu cơ, hợp quy), hệ thống an toàn thực phẩm, môi trường, năng"
        " lượng, an toàn lao động, hoặc truy xuất nguồn gốc; chưa bị hủy bỏ, thu hồi đến ngày chốt."
    )

    def counted(self, window: Window) -> QuerySet[Certificate]:
        products = Q(category__in=window.plan.product_certificate_categories)
        traceability = Q(category=CertificateCategory.TRACEABILITY)
        system = Q(category=CertificateCategory.SYSTEM, item__counts_for=self.code)
        cancelled = Q(status=CertificateStatus.CANCELLED, cancelled_on__lte=window.cut_off)
        return Certificate.objects.filter(
            products | traceability | system, is_supported=True
        ).exclude(cancelled)

    def candidates(self, window: Window, days: Period) -> QuerySet[Certificate]:
        end_of_year = date(window.year, 12, 31)
        return Certificate.objects.filter(issued_on__gte=days.first, issued_on__lte=end_of_year)

    def reasons(self, window: Window, days: Period) -> Iterable[When]:
        yield When(is_supported=False, then=Value(_("Không được Kế hoạch hỗ trợ")))
        yield When(
            status=CertificateStatus.CANCELLED,
            cancelled_on__lte=window.cut_off,
            then=Value(_("Đã bị hủy bỏ, thu hồi đến ngày chốt")),
        )
        yield When(
            issued_on__gt=days.last, then=Value(_("Cấp sau ngày cuối được tính; tính vào kỳ sau"))
        )
        counting = Q(category__in=window.plan.product_certificate_categories)
        counting |= Q(category=CertificateCategory.TRACEABILITY)
        counting |= Q(category=CertificateCategory.SYSTEM, item__counts_for=self.code)
        yield When(
            ~counting, then=Value(_("Hệ thống quản lý không thuộc chỉ tiêu này (như ISO 9001)"))
        )

    def parts(self, window: Window, days: Period) -> dict[str, Q]:
        """Certificates in force on the cut-off day."""
        in_force = Q(issued_on__lte=window.cut_off) & ~Q(status=CertificateStatus.SUSPENDED)
        in_force &= Q(expires_on__isnull=True) | Q(expires_on__gte=window.cut_off)
        own = self.dated(days) & is_counting_type(window)
        return {**super().parts(window, days), "in_force": in_force & own}

    def columns_beside(self, window: Window) -> dict[str, Count]:
        in_force = self.parts(window, window.periods["cumulative"])["in_force"]
        return {"in_force_at_cut_off": enterprises(filter=in_force)}


class AwardedEnterprises(EnterpriseCount):
    """The National Quality Award: awarded by decision date; took part by the award's year."""

    code = "support.awards"
    reads = (Award, *ROUND_ABOUT)
    date_field = "decided_on"
    rule = gettext_lazy(
        "Đếm số doanh nghiệp khác nhau được tặng Giải thưởng Chất lượng Quốc gia, theo ngày quyết"
        " định. Doanh nghiệp tham gia đếm theo năm của giải thưởng, dù kết quả thế nào."
    )

    def counted(self, window: Window) -> QuerySet[Award]:
        return Award.objects.filter(counting_for(self.code))

    def candidates(self, window: Window, days: Period) -> QuerySet[Award]:
        return Award.objects.filter(self.within(days))

    def reasons(self, window: Window, days: Period) -> Iterable[When]:
        other = Q(item__isnull=True) | ~Q(item__counts_for=self.code)
        yield When(other, then=Value(_("Giải thưởng khác, không thuộc chỉ tiêu này")))
        yield When(
            result=AwardResult.TOOK_PART,
            then=Value(_("Tham gia, chưa được tặng: đếm ở số doanh nghiệp tham gia")),
        )
        yield When(
            ~days.holds("decided_on"), then=Value(_("Quyết định ngoài khoảng thời gian này"))
        )

    def within(self, days: Period) -> Q:
        return days.holds("decided_on") | days.holds_year("year")

    def dated(self, period: Period) -> Q:
        return period.holds("decided_on") & Q(result=AwardResult.AWARDED)

    def parts(self, window: Window, days: Period) -> dict[str, Q]:
        """Who took part, by the award's year, whatever the result."""
        took_part = days.holds_year("year") & is_counting_type(window)
        return {**super().parts(window, days), "took_part": took_part}

    def columns_beside(self, window: Window) -> dict[str, Count]:
        return {
            f"took_part_{name}": enterprises(filter=self.parts(window, days)["took_part"])
            for name, days in window.periods.items()
        }


for position, indicator in enumerate(
    (SupportedEnterprises(), CertifiedEnterprises(), AwardedEnterprises()), 2
):
    indicators.register(indicator.code, indicator, order=position)
