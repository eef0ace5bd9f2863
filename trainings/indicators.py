"""`trainings.courses`: classes held, by their last day (counting rules, the four targets)."""

from django.db.models import Case, CharField, Count, Model, Q, QuerySet, Value, When
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from programs.indicators import Evaluation, Figure, Window, indicators
from trainings.choices import ClassStatus
from trainings.models import TrainingClass


class Courses:
    """Classes are counted themselves: no turns, no other parties."""

    code = "trainings.courses"
    reads: tuple[type[Model], ...] = (TrainingClass,)
    rule = gettext_lazy(
        "Đếm số lớp có trạng thái “Đã tổ chức”, theo ngày cuối cùng của lớp."
        " Lớp kéo dài qua ngày chốt được tính vào kỳ sau."
    )

    def _held(self) -> QuerySet[TrainingClass]:
        return TrainingClass.objects.filter(status=ClassStatus.HELD)

    def evaluate(self, window: Window) -> Evaluation:
        periods = {**window.periods, **{f"year_{y}": p for y, p in window.years.items()}}
        columns = {n: Count("pk", filter=p.holds("ends_on")) for n, p in periods.items()}
        counts = self._held().aggregate(**columns)
        return Evaluation(
            in_year=Figure(counts["in_year"]),
            previous_year_final=Figure(counts["previous_year_final"]),
            cumulative=Figure(counts["cumulative"]),
            by_year={year: counts[f"year_{year}"] for year in window.years},
        )

    def records(self, window: Window, period: str) -> QuerySet[TrainingClass]:
        return self._held().filter(window.periods[period].holds("ends_on"))

    def not_counted(self, window: Window, period: str) -> QuerySet[TrainingClass]:
        days = window.periods[period]
        late = Q(ends_on__gt=days.last, starts_on__lte=days.last)
        reason = Case(
            When(late, then=Value(_("Lớp kết thúc sau ngày cuối được tính; tính vào kỳ sau"))),
            When(status=ClassStatus.PLANNED, then=Value(_("Mới dự kiến, chưa tổ chức"))),
            When(status=ClassStatus.CANCELLED, then=Value(_("Lớp đã hủy"))),
            output_field=CharField(),
        )
        near = TrainingClass.objects.filter(days.holds("ends_on") | late)
        return near.annotate(reason=reason).filter(reason__isnull=False).order_by("reason", "pk")


indicators.register(Courses.code, Courses(), order=1)
