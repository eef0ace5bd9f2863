"""Records behind a figure as rows of a table; the figure is a count of these records."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db.models import Model, QuerySet
from django.utils.translation import gettext as _
from openpyxl import Workbook

from core.spreadsheets.writing import ListColumn, Writable, write_sheet
from core.ui.paging import first_and_number
from core.ui.values import shown
from programs.indicators import CountedByUnit, ToldBeside, Window, indicators
from reporting.beside import Beside
from support.models import Award, Certificate, Support
from trainings.models import TrainingClass

PERIODS = ("in_year", "previous_year_final", "cumulative")
CHUNK = 2000
# What a row tells of others than the record itself.
RELATED: dict[type[Model], tuple[str, ...]] = {
    Support: ("enterprise", "unit", "item"),
    Certificate: ("enterprise", "unit"),
    Award: ("enterprise", "unit"),
}


@dataclass(frozen=True)
class UnitScope:
    """One unit's part of a figure; `today` as in `CountedByUnit`."""

    unit_id: int | None
    today: date | None


@dataclass(frozen=True)
class FigureTable:
    """Columns and a queryset; each record gives a row."""

    columns: tuple[ListColumn, ...]
    records: QuerySet[Any]

    def rows(self) -> Iterator[tuple[Any, ...]]:
        """All of them, one after the other: a workbook never holds them at once."""
        for record in self.records.iterator(chunk_size=CHUNK):
            yield cells_of(record)

    def shown(self, limit: int) -> list[tuple[str, list[tuple[str, str]]]]:
        """For a page: each record's address, and its cells in words with their headers."""
        headers = [column.header for column in self.columns]
        keys = list(self.records.values_list("pk", flat=True)[:limit])
        return [
            (
                record.get_absolute_url(),
                list(zip(headers, map(shown, cells_of(record)), strict=True)),
            )
            for record in self.loaded(keys)
        ]

    def loaded(self, keys: Sequence[int]) -> list[Any]:
        """The records of the keys, in their order.

        The keys are looked for first: a few of very many rows are found and sorted in indexes,
        and only those few are read.
        """
        found = with_related(self.records.model.objects.order_by()).in_bulk(keys)
        return [found[key] for key in keys]


@dataclass(frozen=True)
class LeftOutTable:
    """Records that one might expect in the figure, each with the reason it is not."""

    table: FigureTable

    @property
    def columns(self) -> tuple[ListColumn, ...]:
        return (ListColumn(_("Vì sao không tính"), width=50), *self.table.columns)

    def rows(self) -> Iterator[tuple[Any, ...]]:
        for record in self.table.records.iterator(chunk_size=CHUNK):
            yield (record.reason, *cells_of(record))

    def shown(self, limit: int) -> tuple[list[dict[str, str]], int]:
        """The first records, and how many there are."""
        found, count = first_and_number(self.table.records.values_list("pk", "reason"), limit)
        loaded = self.table.loaded([key for key, _reason in found])
        rows = [
            _left_out(record, reason) for record, (_key, reason) in zip(loaded, found, strict=True)
        ]
        return rows, count


def period_label(period: str, window: Window) -> str:
    if period == "in_year":
        return _("Trong năm %(year)d") % {"year": window.year}
    if period == "previous_year_final":
        return _("Năm %(year)d, chính thức") % {"year": window.year - 1}
    return _("Lũy kế giai đoạn %(stage)s") % {"stage": window.stage}


def figure_table(
    indicator: str,
    window: Window,
    period: str,
    *,
    scope: UnitScope | None = None,
    told: Beside | None = None,
) -> FigureTable:
    """The list behind a figure, behind one unit's part of it, or behind a number beside it.

    Raises:
        KeyError: no such indicator, period or part.
    """
    found = indicators.get(indicator)
    if told is not None:
        if not isinstance(found, ToldBeside):
            raise KeyError(told.part)
        records = found.records_beside(window, period, told.part)
    elif scope is not None and isinstance(found, CountedByUnit):
        records = found.records_in(window, period, scope.unit_id, today=scope.today)
    else:
        records = found.records(window, period)
    return table_of(records, by_date=True)


def left_out_table(indicator: str, window: Window, period: str) -> LeftOutTable:
    """What the figure of that period does not count, in the order of the reasons."""
    found = indicators.get(indicator).not_counted(window, period)
    return LeftOutTable(table_of(found, by_date=False))


def table_of(records: QuerySet[Any], *, by_date: bool) -> FigureTable:
    """The columns that fit the records' model."""
    headers: tuple[str, ...] = (_("Doanh nghiệp"), _("Mã số thuế"), _("Đơn vị lúc đó"))
    if records.model is TrainingClass:
        day = "ends_on"
        headers = (_("Tên lớp"), _("Từ ngày"), _("Đến ngày"), _("Địa điểm"))
    elif records.model is Support:
        day = "completed_on"
        headers += (_("Nội dung hỗ trợ"), _("Ngày hoàn thành"))
    elif records.model is Certificate:
        day, headers = "issued_on", (*headers, _("Tiêu chuẩn"), _("Ngày cấp"))
    else:
        day, headers = "decided_on", (*headers, _("Giải thưởng"), _("Ngày quyết định"))
    found = with_related(records)
    return FigureTable(_columns(headers), found.order_by(day, "pk") if by_date else found)


def with_related(records: QuerySet[Any]) -> QuerySet[Any]:
    related = RELATED.get(records.model)
    return records.select_related(*related) if related else records


def _columns(headers: tuple[str, ...]) -> tuple[ListColumn, ...]:
    return tuple(ListColumn(header, width=28) for header in headers)


def cells_of(record: Model) -> tuple[Any, ...]:
    """One record's values, in the order of its table's columns."""
    if isinstance(record, TrainingClass):
        return (record.name, record.starts_on, record.ends_on, record.place)
    if not isinstance(record, Support | Certificate | Award):
        raise TypeError(type(record))
    unit = record.unit.name if record.unit else ""
    common = (record.enterprise.name, record.enterprise.masked_tax_code, unit)
    if isinstance(record, Support):
        return (*common, record.item.name, record.completed_on)
    if isinstance(record, Certificate):
        return (*common, record.standard, record.issued_on)
    return (*common, str(record), record.decided_on)


def _left_out(record: Any, reason: str) -> dict[str, str]:
    """A record that is not counted: its reason, its name and whose it is."""
    is_class = isinstance(record, TrainingClass)  # it has a number of enterprises, not one
    return {
        "reason": reason,
        "name": record.item.name if isinstance(record, Support) else str(record),
        "enterprise": "" if is_class else record.enterprise.name,
        "address": record.get_absolute_url(),
    }


def write_figure(target: Writable, counted: FigureTable, left_out: LeftOutTable | None) -> None:
    """The counted records as a workbook, with what is not counted on a sheet of its own."""
    workbook = Workbook(write_only=True)
    write_sheet(workbook, _("Hồ sơ được tính"), counted.columns, counted.rows())
    if left_out is not None:
        write_sheet(workbook, _("Không được tính"), left_out.columns, left_out.rows())
    workbook.save(target)
