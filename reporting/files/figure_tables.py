"""The report's tables of figures, declared once: words for PDF and DOCX, numbers for XLSX."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from typing import Any, Literal

from django.utils.translation import gettext as _

from core.documents.model import Table, TableColumn
from core.vietnamese import format_date, format_number
from reporting.beside import TOLD

Snapshot = dict[str, Any]


@dataclass(frozen=True)
class FigureColumn:
    """`width` is a share of the table; `is_summed` columns have their sum in the total."""

    header: str
    width: int
    kind: Literal["text", "number", "estimate"] = "text"
    is_summed: bool = False

    def printed(self, value: Any) -> str:
        if self.kind == "text":
            return str(value)
        text = format_number(value)
        return _("ước %(value)s") % {"value": text} if self.kind == "estimate" else text


@dataclass(frozen=True)
class FigureTable:
    """Rows of plain values; `total` stands under the columns, () where there is none."""

    sheet: str
    caption: str
    columns: tuple[FigureColumn, ...]
    rows: list[tuple[Any, ...]]
    total: tuple[Any, ...] = ()
    unit_line: str = ""
    has_years: bool = False  # each column after the first is a year

    def printed(self) -> Table:
        """As a document prints it, numbered."""
        columns = [TableColumn(_("STT"), 6, "center")]
        columns += [
            TableColumn(c.header, c.width, "left" if c.kind == "text" else "right")
            for c in self.columns
        ]
        rows = [(str(index), *self._cells(row)) for index, row in enumerate(self.rows, 1)]
        total = ("", *self._cells(self.total)) if self.total else ()
        return Table(self.caption, tuple(columns), rows, unit_line=self.unit_line, total=total)

    def _cells(self, row: tuple[Any, ...]) -> list[str]:
        return [column.printed(value) for column, value in zip(self.columns, row, strict=True)]


def previous_year(snapshot: Snapshot) -> FigureTable:
    """Final figures of the year before, turns and other parties beside the targets.

    Where last year's issued report said something else, its figure stands beside.
    """
    issued, targets = snapshot["previous_issued"], snapshot["targets"]
    said = issued["figures"]
    is_other = any(
        said.get(t["code"], t["previous_year_final"]) != t["previous_year_final"] for t in targets
    )
    columns = [
        FigureColumn(_("Chỉ tiêu"), 30 if is_other else 42),
        FigureColumn(_("Năm trước, chính thức"), 13, "number"),
    ]
    if is_other:
        cut_off = format_date(date.fromisoformat(issued["cut_off"]))
        header = _("Báo cáo năm trước đã nêu (đến %(day)s)") % {"day": cut_off}
        columns.append(FigureColumn(header, 14, "number"))
    columns += [
        FigureColumn(_("Lượt trong năm"), 13, "number"),
        FigureColumn(_("Lượt lũy kế"), 12, "number"),
        FigureColumn(_("Đối tượng khác, lũy kế"), 13, "number"),
    ]
    rows = [
        (
            t["short_name"],
            t["previous_year_final"],
            *((said.get(t["code"]),) if is_other else ()),
            t["turns_in_year"],
            t["turns_cumulative"],
            t["others_cumulative"],
        )
        for t in targets
    ]
    return FigureTable(
        _("Năm trước"),
        _("Số liệu chính thức năm %(year)d và số liệu kèm theo") % {"year": snapshot["year"] - 1},
        tuple(columns),
        rows,
    )


def beside(snapshot: Snapshot) -> FigureTable:
    """Who took part, and what is in force at the cut-off, beside the targets' figures."""
    rows = []
    for target in snapshot["targets"]:
        for told in TOLD:
            found = told.numbers(target)
            if found:
                numbers = (found.get("in_year"), found.get("previous_year_final"))
                rows.append((target["short_name"], str(told.label), *numbers, found["cumulative"]))
    return FigureTable(
        _("Nêu bên cạnh"),
        _("Số liệu nêu bên cạnh chỉ tiêu (doanh nghiệp)"),
        (
            FigureColumn(_("Chỉ tiêu"), 34),
            FigureColumn(_("Số liệu"), 24),
            FigureColumn(_("Trong năm"), 11, "number"),
            FigureColumn(_("Năm trước, chính thức"), 13, "number"),
            FigureColumn(_("Lũy kế"), 11, "number"),
        ),
        rows,
    )


def estimates(snapshot: Snapshot) -> FigureTable:
    """What people expect of the whole year; never mixed with what is counted."""
    by_code = {t["code"]: t for t in snapshot["targets"]}
    found = [e for e in snapshot["content"]["estimates"] if e["indicator"] in by_code]
    return FigureTable(
        _("Ước thực hiện"),
        _("Ước thực hiện cả năm %(year)d") % {"year": snapshot["year"]},
        (
            FigureColumn(_("Chỉ tiêu"), 40),
            FigureColumn(_("Thực hiện đến ngày chốt"), 16, "number"),
            FigureColumn(_("Ước cả năm"), 14, "estimate"),
            FigureColumn(_("Cơ sở của số ước"), 24),
        ),
        [
            (
                by_code[e["indicator"]]["short_name"],
                by_code[e["indicator"]]["in_year"],
                e["value"],
                e["note"],
            )
            for e in found
        ],
    )


def by_year(snapshot: Snapshot) -> FigureTable:
    """The numbers of the charts, for those who cannot see them."""
    targets = snapshot["targets"]
    years = list(targets[0]["by_year"]) if targets else []
    return FigureTable(
        _("Theo năm"),
        _("Kết quả theo năm của giai đoạn %(stage)s") % {"stage": snapshot["stage"]},
        (FigureColumn(_("Chỉ tiêu"), 38), *(FigureColumn(year, 11, "number") for year in years)),
        [(t["short_name"], *(t["by_year"][year] for year in years)) for t in targets],
        has_years=True,
    )


def supports_by_kind(snapshot: Snapshot) -> FigureTable:
    """Completed supports by kind; an enterprise of two kinds is one in the total."""
    found = snapshot["summaries"]["supports_by_kind"]
    keys = ("turns", "enterprises", "other_turns", "others")
    return FigureTable(
        _("Hỗ trợ theo loại"),
        _("Hỗ trợ hoàn thành trong kỳ, theo loại nội dung"),
        (
            FigureColumn(_("Loại nội dung"), 38),
            FigureColumn(_("Số lượt của doanh nghiệp"), 14, "number", is_summed=True),
            FigureColumn(_("Số doanh nghiệp"), 14, "number"),
            FigureColumn(_("Số lượt của đối tượng khác"), 14, "number", is_summed=True),
            FigureColumn(_("Số đối tượng khác"), 14, "number"),
        ),
        [(row["name"], *(row[key] for key in keys)) for row in found["rows"]],
        total=(_("Cộng (không tính trùng)"), *(found["total"][key] for key in keys)),
    )


def funding(snapshot: Snapshot) -> FigureTable:
    """Section IV: money of the period's completed supports and classes, by source."""
    found = snapshot["summaries"]["funding"]
    keys = ("state_budget_vnd", "counterpart_vnd", "other_funds_vnd", "unspecified_vnd")
    headers = (_("NSNN"), _("Đối ứng"), _("Nguồn khác"), _("Chưa ghi nguồn"), _("Cộng"))
    return FigureTable(
        _("Kinh phí"),
        _("Kinh phí của các nội dung hoàn thành trong kỳ, theo nguồn"),
        (
            FigureColumn(_("Nội dung"), 18),
            *(FigureColumn(header, 15, "number", is_summed=True) for header in headers),
        ),
        [(row["name"], *(row[key] for key in (*keys, "total_vnd"))) for row in found["rows"]],
        total=(_("Cộng"), *(found["total"][key] for key in (*keys, "total_vnd"))),
        unit_line=_("Đơn vị tính: đồng"),
    )


TABLES: tuple[Callable[[Snapshot], FigureTable], ...] = (
    previous_year,
    beside,
    estimates,
    by_year,
    supports_by_kind,
    funding,
)
