"""What people are told of requests; letters to strangers hold no word that names anybody.

The link that confirms and the code to follow a request open something: they stand in the e-mail
alone, computed as it goes (ADR 21).
"""

from collections.abc import Mapping

from django.conf import settings
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from notices.kinds import Given, Kind, kinds
from support.codes import token_of
from support.models import PublicForm, SupportRequest
from support.public_actions import is_open

SAMPLE_CODE = "ABCD-EFGH-JKLM-2345"


def _number(about: str) -> int:
    return int(about.rpartition(":")[2])


def link_of_form(about: str) -> Mapping[str, str] | None:
    """Nothing once the form is confirmed or expired: the letter need not go."""
    form = PublicForm.objects.filter(pk=_number(about)).first()
    if form is None or not is_open(form):
        return None
    path = reverse("support:public-confirm", kwargs={"token": token_of(form.seed)})
    return {"address": f"{settings.SITE_URL}{path}"}


def code_of_request(about: str) -> Mapping[str, str] | None:
    """Nothing once the contact person was erased."""
    request = SupportRequest.objects.filter(pk=_number(about)).exclude(tracking_code=None).first()
    if request is None or not request.contact_email:
        return None
    path = reverse("support:public-follow", kwargs={"code": request.tracking_code})
    return {"code": str(request.tracking_code), "address": f"{settings.SITE_URL}{path}"}


ADDRESS = Given(_("Địa chỉ trang"), "https://nangsuat.example.vn/dang-ky-ho-tro/…")
LATE = {"code": Given(_("Mã theo dõi"), SAMPLE_CODE), "address": ADDRESS}
OF_REQUEST = {
    "enterprise": Given(_("Tên doanh nghiệp"), _("Công ty Mẫu")),
    "item": Given(_("Nội dung cần hỗ trợ"), "5S"),
    "source": Given(_("Nơi đăng ký"), _("Phường Mỹ Tho")),
}

kinds.register(
    "support.confirm_form",
    Kind(
        label=_("Xác nhận phiếu đăng ký hỗ trợ"),
        subject=_("Xác nhận phiếu đăng ký hỗ trợ"),
        body=_(
            "Có phiếu đăng ký hỗ trợ năng suất, chất lượng ghi thư điện tử này làm nơi liên hệ.\n\n"
            "Mở liên kết sau và bấm Xác nhận, trong {hours} giờ:\n{address}\n\n"
            "Chưa xác nhận thì chưa có đề nghị nào. Không phải bạn gửi thì bỏ qua thư này; nội dung"
            " phiếu bị xóa khi hết hạn.\n"
        ),
        values={"hours": Given(_("Số giờ liên kết còn dùng được"), "48")},
        late={"address": ADDRESS},
        late_values=link_of_form,
        is_awaited=True,
    ),
    order=30,
)
kinds.register(
    "support.tracking_code",
    Kind(
        label=_("Mã theo dõi đề nghị hỗ trợ"),
        subject=_("Mã theo dõi đề nghị hỗ trợ"),
        body=_(
            "Sở Khoa học và Công nghệ đã nhận đề nghị hỗ trợ.\n\nMã theo dõi: {code}\n"
            "Xem trạng thái và trả lời, hoặc rút đề nghị, xóa thông tin liên hệ tại:\n{address}\n\n"
            "Ai có mã này đều xem được trạng thái; không chuyển thư cho người khác.\n"
        ),
        late=LATE,
        late_values=code_of_request,
        is_awaited=True,
    ),
    order=31,
)
kinds.register(
    "support.request_answered",
    Kind(
        label=_("Đề nghị tự đăng ký có kết quả"),
        subject=_("Đề nghị hỗ trợ: {state}"),
        body=_(
            "Đề nghị hỗ trợ mang mã {code} chuyển sang: {state}.\n\nXem trả lời tại:\n{address}\n"
        ),
        values={"state": Given(_("Trạng thái"), _("Đã trả lời"))},
        late=LATE,
        late_values=code_of_request,
    ),
    order=32,
)
kinds.register(
    "support.request_arrived",
    Kind(
        label=_("Có đề nghị hỗ trợ mới"),
        subject=_("Đề nghị hỗ trợ mới: {enterprise}"),
        body=_(
            "Nơi đăng ký: {source}. Doanh nghiệp: {enterprise}. Nội dung: {item}.\n\nXem xét: {link}\n"
        ),
        values=OF_REQUEST,
    ),
    order=33,
)
kinds.register(
    "support.request_decided",
    Kind(
        label=_("Đề nghị của đơn vị có kết quả"),
        subject=_("Đề nghị hỗ trợ của {enterprise}: {state}"),
        body=_("Nội dung: {item}. Trạng thái: {state}.\n\nXem kết quả: {link}\n"),
        values={**OF_REQUEST, "state": Given(_("Trạng thái"), _("Đã trả lời"))},
    ),
    order=34,
)
