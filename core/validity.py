"""Periods with an open or closed end; both days are included."""

from calendar import monthrange
from datetime import date
from typing import Self, TypeVar

from django.contrib.postgres.fields import DateRangeField, RangeOperators
from django.db import models
from django.db.models import F, Func, Q, Value
from django.utils.translation import gettext_lazy as _

from core.vietnamese import format_date

M = TypeVar("M", bound=models.Model)


class ValidityQuerySet(models.QuerySet[M]):
    """Look-ups that take a day."""

    def valid_on(self, day: date) -> Self:
        """Rows whose period holds `day`."""
        return self.filter(
            Q(valid_from__isnull=True) | Q(valid_from__lte=day),
            Q(valid_to__isnull=True) | Q(valid_to__gte=day),
        )


class Validity(models.Model):
    """First and last day of validity; an empty day means "since always" or "still"."""

    valid_from = models.DateField(_("Có hiệu lực từ ngày"), null=True, blank=True)
    valid_to = models.DateField(_("Đến hết ngày"), null=True, blank=True)

    class Meta:
        abstract = True

    def is_valid_on(self, day: date) -> bool:
        return (self.valid_from is None or self.valid_from <= day) and (
            self.valid_to is None or day <= self.valid_to
        )


def months_after(day: date, months: int) -> date:
    """The same day `months` later, or the last of a shorter month (as PostgreSQL counts)."""
    years, month = divmod(day.month - 1 + months, 12)
    year, month = day.year + years, month + 1
    return date(year, month, min(day.day, monthrange(year, month)[1]))


def period() -> Func:
    """The row's days as a `daterange`, for exclusion constraints and look-ups."""
    return Func(
        F("valid_from"),
        F("valid_to"),
        Value("[]"),
        function="daterange",
        output_field=DateRangeField(),
    )


def same(field: str) -> Func:
    """`field` (an integer) as a range of one: an exclusion on it needs no btree_gist."""
    return Func(
        F(field), F(field), Value("[]"), function="int8range", output_field=DateRangeField()
    )


def ends_after_start(name: str) -> models.CheckConstraint:
    return models.CheckConstraint(
        condition=Q(valid_from__isnull=True)
        | Q(valid_to__isnull=True)
        | Q(valid_from__lte=F("valid_to")),
        name=name,
        violation_error_message=_("Ngày kết thúc phải từ ngày bắt đầu trở đi."),
    )


OVERLAPS = RangeOperators.OVERLAPS


def day_bounds(row: Validity) -> str:
    """Give " (đến 30/06/2025)" of a row that ended, "" of one that did not."""
    return "" if row.valid_to is None else str(_(" (đến %s)")) % format_date(row.valid_to)
