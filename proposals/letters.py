"""What people are told of calls and proposals."""

from typing import Any

from django.utils.translation import gettext_lazy as _

from notices.kinds import Given, Kind, kinds

_CALL = {
    "call": Given(_("Tên đợt"), _("Đợt đề xuất năm 2027")),
    "closes": Given(_("Giờ đóng"), _("17:00 ngày 15/12/2026")),
}
_PROPOSAL = {
    "title": Given(_("Tên nhiệm vụ đề xuất"), _("Truy xuất nguồn gốc trái cây")),
    "unit": Given(_("Đơn vị đề xuất"), _("Xã Cái Bè")),
    "state": Given(_("Trạng thái mới"), _("Đã phê duyệt")),
    "due": Given(_("Hạn nộp lại, hạn chấm"), "04/12/2026"),
}


def _kind(code: str, label: Any, subject: Any, body: Any, values: dict[str, Given]) -> None:
    kinds.register(f"proposals.{code}", Kind(label, subject, body, values), order=20)


_kind(
    "call_announced",
    _("Mở đợt đề xuất"),
    _("{call}: nhận đến {closes}"),
    _(
        "Sở mở {call}, nhận đề xuất đến {closes}. Đơn vị không đề xuất thì báo lại ở cùng trang.\n\n"
        "Xem hướng dẫn, lập đề xuất: {link}\n"
    ),
    _CALL,
)
_kind(
    "call_reminder",
    _("Nhắc đơn vị chưa trả lời đợt đề xuất"),
    _("{call}: đơn vị chưa trả lời, nhận đến {closes}"),
    _(
        "Đơn vị chưa nộp đề xuất nào và chưa báo không đề xuất trong {call}; đợt nhận đến {closes}.\n\n"
        "Lập đề xuất hoặc báo không đề xuất: {link}\n"
    ),
    _CALL,
)
_kind(
    "submitted",
    _("Đơn vị nộp đề xuất"),
    _("{unit} nộp đề xuất: {title}"),
    _("{unit} nộp đề xuất “{title}”.\n\nXem, tiếp nhận: {link}\n"),
    _PROPOSAL,
)
_kind(
    "returned",
    _("Đề xuất được trả lại"),
    _("Trả lại để bổ sung, hoàn thiện: {title}"),
    _(
        "Đề xuất “{title}” của {unit} được trả lại để bổ sung, hoàn thiện; nộp lại trước hết ngày"
        " {due}.\n\nXem lý do, sửa, nộp lại: {link}\n"
    ),
    _PROPOSAL,
)
_kind(
    "moved",
    _("Đề xuất của đơn vị có kết quả"),
    _("{title}: {state}"),
    _("Đề xuất “{title}” của {unit} chuyển sang trạng thái: {state}.\n\nMở: {link}\n"),
    _PROPOSAL,
)
_kind(
    "to_review",
    _("Được giao thẩm định đề xuất"),
    _("Được giao thẩm định: {title}"),
    _("Bạn được giao thẩm định đề xuất “{title}” của {unit}; hạn chấm {due}.\n\nChấm: {link}\n"),
    _PROPOSAL,
)
