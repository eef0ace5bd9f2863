"""What contradicts itself in a class; forms and imports say it in the same words."""

from collections.abc import Iterator
from datetime import date

from django.utils.translation import gettext as _

from core.contradictions import Contradiction
from programs.validators import link_contradictions
from trainings.choices import ClassStatus
from trainings.models import TrainingClass


def class_contradictions(held: TrainingClass, today: date) -> Iterator[Contradiction]:
    first, last = held.starts_on, held.ends_on
    if not (first and last):
        return
    if last < first:
        yield Contradiction(
            "ends_on",
            "end_before_start",
            _("Ngày kết thúc trước ngày khai giảng. Kiểm tra hai ngày."),
        )
    elif held.status == ClassStatus.HELD and last > today:
        yield Contradiction(
            "ends_on",
            "completed_in_future",
            _("Lớp đã tổ chức không thể kết thúc ở tương lai; ghi Dự kiến."),
        )


def work_contradictions(held: TrainingClass) -> Iterator[Contradiction]:
    """The work of the year is of the days of the class, and of its task."""
    if held.starts_on and held.ends_on:
        yield from link_contradictions(held, held.starts_on.year, held.ends_on.year)
