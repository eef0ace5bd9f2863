"""`trainings.courses`: classes held, by their last day (counting rules, the four targets)."""

from django.db.models import Count, QuerySet

from programs.indicators import Evaluation, Figure, Window, indicators
from trainings.choices import ClassStatus
from trainings.models import TrainingClass


class Courses:
    """Classes are counted themselves: no turns, no other parties."""

    code = "trainings.courses"

    def _held(self) -> QuerySet[TrainingClass]:
        return TrainingClass.objects.filter(status=ClassStatus.HELD)

    def evaluate(self, window: Window) -> Evaluation:
        columns = {n: Count("pk", filter=p.holds("ends_on")) for n, p in window.periods.items()}
        counts = self._held().aggregate(**columns)
        return Evaluation(
            in_year=Figure(counts["in_year"]),
            previous_year_final=Figure(counts["previous_year_final"]),
            cumulative=Figure(counts["cumulative"]),
        )

    def records(self, window: Window, period: str) -> QuerySet[TrainingClass]:
        return self._held().filter(window.periods[period].holds("ends_on"))


indicators.register(Courses.code, Courses(), order=1)
