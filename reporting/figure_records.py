"""Records behind a figure as rows of a table; the figure is a count of these records."""

from dataclasses import dataclass
from typing import Any

from django.db.models import Model, QuerySet
from django.utils.translation import gettext as _

from core.spreadsheets.writing import ListColumn
from core.vietnamese import format_date
from programs.indicators import Window, indicators
from support.models import Award, Certificate, Support
from trainings.models import TrainingClass

PERIODS = ("in_year", "previous_year_final", "cumulative")


@dataclass(frozen=True)
class FigureTable:
    """Columns and a queryset; `row` gives one record's cells."""

    columns: tuple[ListColumn, ...]
    records: QuerySet[Any]

    def rows(self, limit: int | None = None) -> list[tuple[Any, ...]]:
        records = self.records if limit is None else self.records[:limit]
        return [cells_of(record) for record in records]


def period_label(period: str, window: Window) -> str:
    if period == "in_year":
        return _("Trong năm %(year)d") % {"year": window.year}
    if period == "previous_year_final":
        return _("Năm %(year)d, chính thức") % {"year": window.year - 1}
    return _("Lũy kế giai đoạn %(stage)s") % {"stage": window.stage}


def figure_table(indicator: str, window: Window, period: str) -> FigureTable:
    """The list behind a figure.

    Raises:
        KeyError: no such indicator or period.
    """
    records = indicators.get(indicator).records(window, period)
    columns: tuple[str, ...]
    if records.model is TrainingClass:
        columns = (_("Tên lớp"), _("Từ ngày"), _("Đến ngày"), _("Địa điểm"))
        return FigureTable(_columns(columns), records.order_by("ends_on", "pk"))
    related = records.select_related("enterprise", "unit")
    if records.model is Support:
        columns = (_("Doanh nghiệp"), _("Mã số thuế"), _("Đơn vị lúc đó"))
        columns += (_("Nội dung hỗ trợ"), _("Ngày hoàn thành"))
        related = related.select_related("item")
        return FigureTable(_columns(columns), related.order_by("completed_on", "pk"))
    if records.model is Certificate:
        columns = (_("Doanh nghiệp"), _("Mã số thuế"), _("Đơn vị lúc đó"))
        columns += (_("Tiêu chuẩn"), _("Ngày cấp"))
        return FigureTable(_columns(columns), related.order_by("issued_on", "pk"))
    columns = (_("Doanh nghiệp"), _("Mã số thuế"), _("Đơn vị lúc đó"))
    columns += (_("Giải thưởng"), _("Ngày quyết định"))
    return FigureTable(_columns(columns), related.order_by("decided_on", "pk"))


def _columns(headers: tuple[str, ...]) -> tuple[ListColumn, ...]:
    return tuple(ListColumn(header, width=28) for header in headers)


def cells_of(record: Model) -> tuple[Any, ...]:
    """One record's cells, in the order of its table's columns."""
    if isinstance(record, TrainingClass):
        return (
            record.name,
            format_date(record.starts_on),
            format_date(record.ends_on),
            record.place,
        )
    if isinstance(record, Support):
        own = (record.item.name, format_date(record.completed_on))
    elif isinstance(record, Certificate):
        own = (record.standard, format_date(record.issued_on))
    elif isinstance(record, Award):
        own = (str(record), format_date(record.decided_on))
    else:
        raise TypeError(type(record))
    unit = record.unit.name if record.unit else ""
    return (record.enterprise.name, record.enterprise.masked_tax_code, unit, *own)
