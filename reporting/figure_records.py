"""Records behind a figure as rows of a table; the figure is a count of these records."""

from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db.models import Model, QuerySet
from django.utils.translation import gettext as _

from core.spreadsheets.writing import ListColumn
from core.vietnamese import format_date
from programs.indicators import CountedByUnit, Window, indicators
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

    def shown(self, limit: int) -> list[tuple[str, list[tuple[str, Any]]]]:
        """For a page: each record's address, and its cells with their headers."""
        headers = [column.header for column in self.columns]
        return [
            (record.get_absolute_url(), list(zip(headers, cells_of(record), strict=True)))
            for record in self.records[:limit]
        ]


def period_label(period: str, window: Window) -> str:
    if period == "in_year":
        return _("Trong năm %(year)d") % {"year": window.year}
    if period == "previous_year_final":
        return _("Năm %(year)d, chính thức") % {"year": window.year - 1}
    return _("Lũy kế giai đoạn %(stage)s") % {"stage": window.stage}


@dataclass(frozen=True)
class UnitScope:
    """One unit's part of a figure; `today` as in `CountedByUnit`."""

    unit_id: int | None
    today: date | None


def figure_table(
    indicator: str, window: Window, period: str, scope: UnitScope | None = None
) -> FigureTable:
    """The list behind a figure, or behind one unit's part of it.

    Raises:
        KeyError: no such indicator or period.
    """
    found = indicators.get(indicator)
    if scope is not None and isinstance(found, CountedByUnit):
        records = found.records_in(window, period, scope.unit_id, today=scope.today)
    else:
        records = found.records(window, period)
    return table_of(records)


def table_of(records: QuerySet[Any]) -> FigureTable:
    """The columns that fit the records' model."""
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
