"""The annual report as an administrative document (outline: section 1.5 of the field's practice)."""

from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from core.documents.model import (
    AdministrativeDocument,
    Appendix,
    Block,
    Heading,
    Paragraph,
)
from reporting.files import tables
from reporting.files.tables import Snapshot

# A section nothing feeds yet is narrative; these words stand there until somebody writes.
EMPTY = gettext_lazy("(Chưa có nội dung.)")


def annual_document(snapshot: Snapshot) -> AdministrativeDocument:
    """Báo cáo of the department to the Ministry and the People's Committee."""
    names = snapshot["identities"]
    department, ministry = names["department"], names["ministry"]
    committee = names["committee"]
    year = snapshot["year"]
    return AdministrativeDocument(
        kind_name=_("BÁO CÁO"),
        subject=_(
            "Kết quả thực hiện Kế hoạch %(number)s về hỗ trợ doanh nghiệp nâng cao năng suất"
            " và chất lượng sản phẩm, hàng hóa năm %(year)d"
        )
        % {"number": snapshot["plan"]["number"], "year": year},
        superior=department["superior"],
        issuer=department["name"],
        code_suffix=f"BC-{department['code_suffix']}",
        place=department["place"],
        year=year,
        addressed_to=(ministry["name"], f"{committee['short_name']} {department['place']}"),
        blocks=body(snapshot),
        signer_authority=(_("GIÁM ĐỐC"),),
        recipients=(
            _("Như trên"),
            _("Lưu: VT, %(unit)s") % {"unit": department["code_suffix"]},
        ),
        appendices=appendices(snapshot),
    )


def body(snapshot: Snapshot) -> list[Block]:
    year, cut_off = snapshot["year"], tables.day(snapshot["cut_off"])
    return [
        Paragraph(
            _(
                "Thực hiện Kế hoạch số %(number)s ngày %(day)s, Sở Khoa học và Công nghệ báo cáo"
                " kết quả năm %(year)d như sau (số liệu từ ngày %(first)s đến hết ngày %(last)s):"
            )
            % {
                "number": snapshot["plan"]["number"],
                "day": tables.day(snapshot["plan"]["issued_on"]),
                "year": year,
                "first": tables.day(snapshot["first_day"]),
                "last": cut_off,
            }
        ),
        Heading(1, "I.", _("Công tác chỉ đạo, điều hành, ban hành văn bản")),
        Paragraph(str(EMPTY)),
        Heading(1, "II.", _("Kết quả thực hiện các nhiệm vụ")),
        Heading(2, "1.", _("Hoàn thiện cơ chế, chính sách")),
        Paragraph(str(EMPTY)),
        Heading(2, "2.", _("Thông tin, truyền thông")),
        Paragraph(str(EMPTY)),
        Heading(2, "3.", _("Đào tạo, tập huấn")),
        *listing(snapshot, "trainings", tables.trainings, _trainings_text(snapshot)),
        Heading(2, "4.", _("Hỗ trợ doanh nghiệp")),
        Paragraph(_supports_text(snapshot)),
        Heading(2, "5.", _("Giải thưởng, tôn vinh")),
        *listing(snapshot, "awards", tables.awards, _awards_text(snapshot)),
        Heading(1, "III.", _("Mức độ hoàn thành mục tiêu")),
        tables.targets(snapshot),
        tables.previous_year(snapshot),
        Heading(1, "IV.", _("Kinh phí")),
        Paragraph(str(EMPTY)),
        Heading(1, "V.", _("Đánh giá")),
        Paragraph(str(EMPTY)),
        Heading(1, "VI.", _("Phương hướng năm sau")),
        Paragraph(str(EMPTY)),
        Heading(1, "VII.", _("Đề xuất, kiến nghị")),
        Paragraph(str(EMPTY)),
    ]


def listing(snapshot: Snapshot, name: str, table: Any, text: str) -> list[Block]:
    """A sentence, and the table where there is something to list: no empty tables."""
    blocks: list[Block] = [Paragraph(text)]
    if snapshot["lists"][name]:
        blocks.append(table(snapshot))
    return blocks


def _trainings_text(snapshot: Snapshot) -> str:
    rows = snapshot["lists"]["trainings"]
    if not rows:
        return _("Trong kỳ không tổ chức lớp nào.")
    if not any(row["trainees"] for row in rows):
        return _("Đã tổ chức %(count)d lớp.") % {"count": len(rows)}
    return _("Đã tổ chức %(count)d lớp với %(trainees)s lượt học viên.") % {
        "count": len(rows),
        "trainees": tables.total(rows, "trainees"),
    }


def _supports_text(snapshot: Snapshot) -> str:
    rows, pending = snapshot["lists"]["supports"], snapshot["lists"]["under_way"]
    certificates = snapshot["lists"]["certificates"]
    return _(
        "Trong kỳ hoàn thành %(done)d lượt hỗ trợ; đang thực hiện %(pending)d lượt; được cấp"
        " %(certificates)d chứng nhận có hỗ trợ. Danh sách tại các phụ lục."
    ) % {"done": len(rows), "pending": len(pending), "certificates": len(certificates)}


def _awards_text(snapshot: Snapshot) -> str:
    rows = snapshot["lists"]["awards"]
    if not rows:
        return _("Trong kỳ không có doanh nghiệp tham gia hoặc được tặng giải thưởng.")
    return _("Có %(count)d lượt tham gia hoặc được tặng giải thưởng.") % {"count": len(rows)}


def appendices(snapshot: Snapshot) -> list[Appendix]:
    """Wide lists on landscape pages; what is empty is left out."""
    found = []
    lists = snapshot["lists"]
    if lists["supports"]:
        found.append(
            Appendix(
                _("Danh sách hỗ trợ hoàn thành"), [tables.supports(snapshot)], is_landscape=True
            )
        )
    if lists["certificates"]:
        found.append(
            Appendix(_("Danh sách chứng nhận"), [tables.certificates(snapshot)], is_landscape=True)
        )
    if lists["under_way"]:
        table = tables.supports(snapshot, "under_way", _("Các hỗ trợ đang thực hiện"))
        found.append(Appendix(_("Danh sách hỗ trợ đang thực hiện"), [table], is_landscape=True))
    found.append(
        Appendix(_("Các nhiệm vụ của Kế hoạch"), [tables.tasks(snapshot)], is_landscape=True)
    )
    return found
