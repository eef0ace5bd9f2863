"""The report's lists and its table of targets as text cells, shared by PDF and DOCX."""

from datetime import date
from decimal import Decimal
from itertools import groupby
from typing import Any

from django.utils.translation import gettext as _

from core.documents.model import Table, TableColumn
from core.vietnamese import format_date, format_number
from reporting.files.figure_tables import Snapshot


def day(text: str | None) -> str:
    return format_date(date.fromisoformat(text)) if text else ""


def number(value: int | None) -> str:
    return format_number(value)


def rate(value: str | None) -> str:
    return format_number(Decimal(value), 1) if value is not None else ""


def targets(snapshot: Snapshot) -> Table:
    """Section III: the columns of the sheet "Chỉ tiêu", one row per target."""
    return Table(
        _("Mức độ hoàn thành các chỉ tiêu giai đoạn %(stage)s") % {"stage": snapshot["stage"]},
        (
            TableColumn(_("STT"), 6, "center"),
            TableColumn(_("Chỉ tiêu"), 32),
            TableColumn(_("ĐVT"), 10, "center"),
            TableColumn(_("Kế hoạch giai đoạn"), 13, "center"),
            TableColumn(_("Thực hiện trong năm"), 11, "right"),
            TableColumn(_("Lũy kế"), 8, "right"),
            TableColumn(_("Tỷ lệ (%)"), 8, "right"),
            TableColumn(_("Đánh giá"), 11, "center"),
        ),
        [
            (
                str(index),
                t["name"],
                t["unit_of_measure"],
                t["plan_text"],
                number(t["in_year"]),
                number(t["cumulative"]),
                rate(t["completion_rate"]),
                t["verdict"],
            )
            for index, t in enumerate(snapshot["targets"], 1)
        ],
    )


def trainings(snapshot: Snapshot) -> Table:
    rows = snapshot["lists"]["trainings"]
    return Table(
        _("Các lớp đào tạo, tập huấn đã tổ chức"),
        (
            TableColumn(_("STT"), 7, "center"),
            TableColumn(_("Tên lớp"), 27),
            TableColumn(_("Thời gian, địa điểm"), 24),
            TableColumn(_("Số học viên"), 9, "right"),
            TableColumn(_("Số DN tham dự"), 9, "right"),
            TableColumn(_("Đơn vị giảng dạy"), 13),
            TableColumn(_("Kinh phí"), 14, "right"),
        ),
        [
            (
                str(index),
                row["name"],
                ", ".join(filter(None, (days(row), row["place"]))),
                number(row["trainees"]),
                number(row["enterprises"]),
                row["trainer"],
                number(row["cost_vnd"]),
            )
            for index, row in enumerate(rows, 1)
        ],
        unit_line=_("Kinh phí: đồng"),
        total=(
            "",
            _("Cộng"),
            "",
            total(rows, "trainees"),
            total(rows, "enterprises"),
            "",
            total(rows, "cost_vnd"),
        ),
    )


def days(row: dict[str, Any]) -> str:
    first, last = day(row["starts_on"]), day(row["ends_on"])
    return first if first == last else f"{first} - {last}"


def total(rows: list[dict[str, Any]], key: str) -> str:
    return number(sum(row[key] or 0 for row in rows))


def supports(snapshot: Snapshot) -> Table:
    """Appendix of II.4 (domain facts, 1.5): who, where, what, how, with which result and money."""
    rows = snapshot["lists"]["supports"]
    return Table(
        _("Các hỗ trợ đã hoàn thành trong năm"),
        (
            *_support_columns(),
            TableColumn(_("Ngày hoàn thành"), 22, "center"),
            TableColumn(_("Kết quả, số giấy chứng nhận"), 30),
            *_money_columns(),
        ),
        [
            (
                *_support_cells(index, row),
                day(row["completed_on"]),
                "; ".join(filter(None, (row["result"], *row["certificate_numbers"]))),
                *_money_cells(row),
            )
            for index, row in enumerate(rows, 1)
        ],
        unit_line=_("Kinh phí: đồng"),
        total=("", _("Cộng"), *[""] * 6, *_money_totals(rows)),
    )


def under_way(snapshot: Snapshot) -> Table:
    rows = snapshot["lists"]["under_way"]
    return Table(
        _("Các hỗ trợ đang thực hiện"),
        (*_support_columns(), TableColumn(_("Ngày bắt đầu"), 22, "center"), *_money_columns()),
        [
            (*_support_cells(index, row), day(row["started_on"]), *_money_cells(row))
            for index, row in enumerate(rows, 1)
        ],
        unit_line=_("Kinh phí: đồng"),
        total=("", _("Cộng"), *[""] * 5, *_money_totals(rows)),
    )


def _support_columns() -> tuple[TableColumn, ...]:
    return (
        TableColumn(_("STT"), 12, "center"),
        TableColumn(_("Tên doanh nghiệp, mã số thuế"), 41),
        TableColumn(_("Địa chỉ"), 37),
        TableColumn(_("Sản phẩm"), 26),
        TableColumn(_("Hệ thống quản lý, công cụ"), 24),
        TableColumn(_("Hình thức"), 18),
    )


def _money_columns() -> tuple[TableColumn, ...]:
    return (TableColumn(_("NSNN"), 25, "right"), TableColumn(_("Đối ứng"), 25, "right"))


def _support_cells(index: int, row: dict[str, Any]) -> tuple[str, ...]:
    return (
        str(index),
        f"{row['enterprise']}, {row['tax_code']}",
        ", ".join(filter(None, (row["address"], row["unit"]))),
        row["product"],
        row["item"],
        row["form"],
    )


def _money_cells(row: dict[str, Any]) -> tuple[str, str]:
    return number(row["state_budget_vnd"]), number(row["counterpart_vnd"])


def _money_totals(rows: list[dict[str, Any]]) -> tuple[str, str]:
    return total(rows, "state_budget_vnd"), total(rows, "counterpart_vnd")


def certificates(snapshot: Snapshot) -> Table:
    return Table(
        _("Các chứng nhận được hỗ trợ, cấp trong năm"),
        (
            TableColumn(_("STT"), 5, "center"),
            TableColumn(_("Tên doanh nghiệp"), 22),
            TableColumn(_("Mã số thuế"), 13),
            TableColumn(_("Loại chứng nhận"), 13),
            TableColumn(_("Tiêu chuẩn"), 13),
            TableColumn(_("Số giấy chứng nhận"), 13),
            TableColumn(_("Ngày cấp"), 11, "center"),
            TableColumn(_("Ngày hết hạn"), 11, "center"),
            TableColumn(_("Trạng thái"), 10, "center"),
        ),
        [
            (
                str(index),
                row["enterprise"],
                row["tax_code"],
                row["category"],
                row["standard"],
                row["number"],
                day(row["issued_on"]),
                day(row["expires_on"]),
                row["status"],
            )
            for index, row in enumerate(snapshot["lists"]["certificates"], 1)
        ],
    )


def awards(snapshot: Snapshot) -> Table:
    return Table(
        _("Giải thưởng"),
        (
            TableColumn(_("STT"), 6, "center"),
            TableColumn(_("Tên doanh nghiệp"), 30),
            TableColumn(_("Giải thưởng"), 24),
            TableColumn(_("Năm"), 8, "center"),
            TableColumn(_("Kết quả"), 12, "center"),
            TableColumn(_("Số quyết định, ngày"), 20),
        ),
        [
            (
                str(index),
                row["enterprise"],
                f"{row['name']} {row['level']}".strip(),
                str(row["year"]),
                row["result"],
                ", ".join(filter(None, (row["decision_number"], day(row["decided_on"])))),
            )
            for index, row in enumerate(snapshot["lists"]["awards"], 1)
        ],
    )


def tasks(snapshot: Snapshot) -> Table:
    return Table(
        _("Các nhiệm vụ của Kế hoạch"),
        (
            TableColumn(_("STT"), 5, "center"),
            TableColumn(_("Nội dung"), 40),
            TableColumn(_("Thời gian"), 13),
            TableColumn(_("Đơn vị chủ trì"), 10),
            TableColumn(_("Đơn vị phối hợp"), 22),
            TableColumn(_("Hỗ trợ hoàn thành trong năm"), 10, "right"),
            TableColumn(_("Lớp đã tổ chức trong năm"), 10, "right"),
        ),
        [
            (
                str(row["number"]),
                row["text"],
                row["time"],
                row["lead"],
                row["coordinators"],
                number(row["supports_completed"]),
                number(row["classes_held"]),
            )
            for row in snapshot["lists"]["tasks"]
        ],
    )


def work(rows: list[dict[str, Any]]) -> list[Table]:
    """The year's work, a table for each task."""
    return [
        Table(
            _("Nhiệm vụ %(task)s") % {"task": task},
            (
                TableColumn(_("STT"), 6, "center"),
                TableColumn(_("Nội dung công việc"), 30),
                TableColumn(_("Đơn vị chủ trì"), 15),
                TableColumn(_("Đơn vị phối hợp"), 16),
                TableColumn(_("Thời gian"), 13, "center"),
                TableColumn(_("Sản phẩm, kết quả dự kiến"), 20),
            ),
            [_work_cells(index, row) for index, row in enumerate(own, 1)],
        )
        for task, found in groupby(rows, key=lambda row: row["task"])
        if (own := list(found))
    ]


def _work_cells(index: int, row: dict[str, Any]) -> tuple[str, ...]:
    return (
        str(index),
        ": ".join(filter(None, (row["title"], row["content"]))),
        row["lead"],
        "; ".join(row["coordinators"]),
        days(row),
        " ".join(filter(None, (row["expected"], "; ".join(row["contributions"])))),
    )
