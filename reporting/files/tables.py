"""The report's tables as text cells, shared by PDF and DOCX."""

from datetime import date
from decimal import Decimal
from typing import Any

from django.utils.translation import gettext as _

from core.documents.model import Table, TableColumn
from core.vietnamese import format_date, format_number

Snapshot = dict[str, Any]


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


def previous_year(snapshot: Snapshot) -> Table:
    """Final figures of the year before, turns and other parties beside the targets.

    Where last year's issued report said something else, its figure stands beside.
    """
    issued = snapshot["previous_issued"]
    is_other = any(
        code in issued["figures"] and issued["figures"][code] != t["previous_year_final"]
        for t in snapshot["targets"]
        for code in (t["code"],)
    )
    columns = [
        TableColumn(_("STT"), 6, "center"),
        TableColumn(_("Chỉ tiêu"), 30 if is_other else 42),
        TableColumn(_("Năm trước, chính thức"), 13, "right"),
    ]
    if is_other:
        header = _("Báo cáo năm trước đã nêu (đến %(day)s)") % {"day": day(issued["cut_off"])}
        columns.append(TableColumn(header, 14, "right"))
    columns += [
        TableColumn(_("Lượt trong năm"), 13, "right"),
        TableColumn(_("Lượt lũy kế"), 12, "right"),
        TableColumn(_("Đối tượng khác, lũy kế"), 13, "right"),
    ]
    rows = []
    for index, t in enumerate(snapshot["targets"], 1):
        row = [str(index), t["short_name"], number(t["previous_year_final"])]
        if is_other:
            row.append(number(issued["figures"].get(t["code"])))
        row += [
            number(t["turns_in_year"]),
            number(t["turns_cumulative"]),
            number(t["others_cumulative"]),
        ]
        rows.append(tuple(row))
    return Table(
        _("Số liệu chính thức năm %(year)d và số liệu kèm theo") % {"year": snapshot["year"] - 1},
        tuple(columns),
        rows,
    )


def estimates(snapshot: Snapshot) -> Table:
    """What people expect of the whole year; never mixed with what is counted."""
    by_code = {t["code"]: t for t in snapshot["targets"]}
    found = [e for e in snapshot["content"]["estimates"] if e["indicator"] in by_code]
    return Table(
        _("Ước thực hiện cả năm %(year)d") % {"year": snapshot["year"]},
        (
            TableColumn(_("STT"), 6, "center"),
            TableColumn(_("Chỉ tiêu"), 40),
            TableColumn(_("Thực hiện đến ngày chốt"), 16, "right"),
            TableColumn(_("Ước cả năm"), 14, "right"),
            TableColumn(_("Cơ sở của số ước"), 24),
        ),
        [
            (
                str(index),
                by_code[e["indicator"]]["short_name"],
                number(by_code[e["indicator"]]["in_year"]),
                _("ước %(value)s") % {"value": number(e["value"])},
                e["note"],
            )
            for index, e in enumerate(found, 1)
        ],
    )


def by_year(snapshot: Snapshot) -> Table:
    """The numbers of the charts, for those who cannot see them."""
    years = list(snapshot["targets"][0]["by_year"]) if snapshot["targets"] else []
    return Table(
        _("Kết quả theo năm của giai đoạn %(stage)s") % {"stage": snapshot["stage"]},
        (
            TableColumn(_("STT"), 7, "center"),
            TableColumn(_("Chỉ tiêu"), 38),
            *(TableColumn(year, 11, "right") for year in years),
        ),
        [
            (str(index), t["short_name"], *(number(t["by_year"][year]) for year in years))
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


def supports(snapshot: Snapshot, name: str = "supports", caption: str = "") -> Table:
    rows = snapshot["lists"][name]
    return Table(
        caption or _("Các hỗ trợ đã hoàn thành trong năm"),
        (
            TableColumn(_("STT"), 5, "center"),
            TableColumn(_("Tên doanh nghiệp"), 17),
            TableColumn(_("Mã số thuế"), 12),
            TableColumn(_("Đơn vị hành chính"), 12),
            TableColumn(_("Sản phẩm"), 13),
            TableColumn(_("Nội dung hỗ trợ"), 13),
            TableColumn(_("Ngày bắt đầu"), 11, "center"),
            TableColumn(_("Ngày hoàn thành"), 11, "center"),
            TableColumn(_("NSNN"), 12, "right"),
            TableColumn(_("Đối ứng"), 12, "right"),
        ),
        [
            (
                str(index),
                row["enterprise"],
                row["tax_code"],
                row["unit"],
                row["product"],
                row["item"],
                day(row["started_on"]),
                day(row["completed_on"]),
                number(row["state_budget_vnd"]),
                number(row["counterpart_vnd"]),
            )
            for index, row in enumerate(rows, 1)
        ],
        unit_line=_("Kinh phí: đồng"),
        total=(
            "",
            _("Cộng"),
            *[""] * 6,
            total(rows, "state_budget_vnd"),
            total(rows, "counterpart_vnd"),
        ),
    )


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
        ),
        [
            (
                str(row["number"]),
                row["text"],
                row["time"],
                row["lead"],
                row["coordinators"],
                number(row["supports_completed"]),
            )
            for row in snapshot["lists"]["tasks"]
        ],
    )
