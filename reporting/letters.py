"""What people are told of reports and of difficulties."""

from typing import Any

from django.utils.translation import gettext_lazy as _

from notices.kinds import Given, Kind, kinds

kinds.register(
    "reporting.report_due",
    Kind(
        label=_("Nhắc hạn báo cáo năm"),
        subject=_("Báo cáo năm {year}: {left}"),
        body=_(
            "Báo cáo năm {year} chưa được chốt. Gửi chậm nhất ngày {due};"
            " hạn của Kế hoạch: trước ngày {limit}.\n\nMở dự thảo: {link}\n"
        ),
        values={
            "year": Given(_("Năm báo cáo"), "2026"),
            "left": Given(_("Còn hay quá bao nhiêu ngày"), _("còn 10 ngày")),
            "due": Given(_("Ngày gửi chậm nhất"), "30/11/2026"),
            "limit": Given(_("Hạn của Kế hoạch"), "01/12/2026"),
        },
    ),
    order=50,
)

_TITLE = Given(_("Tóm tắt của phản ánh"), _("Doanh nghiệp thiếu vốn đối ứng"))
_UNIT = Given(_("Đơn vị phản ánh"), _("Phường Mỹ Tho"))
_STATE = Given(_("Trạng thái mới"), _("Đã giải quyết"))
_DUE = Given(_("Hạn xử lý"), "30/11/2026")


def _difficulty(code: str, label: Any, subject: Any, body: Any, **values: Given) -> None:
    given = {"title": _TITLE, "unit": _UNIT, **values}
    kinds.register(f"reporting.difficulty_{code}", Kind(label, subject, body, given), order=51)


_difficulty(
    "raised",
    _("Khó khăn, kiến nghị mới"),
    _("{unit} phản ánh: {title}"),
    _("{unit} gửi phản ánh “{title}”.\n\nTiếp nhận tại: {link}\n"),
)
_difficulty(
    "assigned",
    _("Được giao xử lý phản ánh"),
    _("Được giao xử lý: {title}"),
    _("Bạn được giao xử lý phản ánh “{title}” của {unit}, hạn {due}.\n\nMở: {link}\n"),
    due=_DUE,
)
_difficulty(
    "moved",
    _("Phản ánh của đơn vị được xử lý"),
    _("{title}: {state}"),
    _("Phản ánh “{title}” của {unit} chuyển sang trạng thái: {state}.\n\nMở: {link}\n"),
    state=_STATE,
)
_difficulty(
    "due",
    _("Phản ánh sắp đến hạn"),
    _("Sắp đến hạn: {title}"),
    _("Phản ánh “{title}” của {unit} đến hạn xử lý ngày {due}.\n\nMở: {link}\n"),
    due=_DUE,
)
_difficulty(
    "late",
    _("Phản ánh quá hạn"),
    _("Quá hạn: {title}"),
    _("Phản ánh “{title}” của {unit} quá hạn xử lý ngày {due}.\n\nMở: {link}\n"),
    due=_DUE,
)
