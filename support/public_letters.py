"""Letters to people without an account; nothing in them that the form's own sender did not write."""

from django.conf import settings
from django.core.mail import send_mail
from django.db import transaction
from django.urls import reverse
from django.utils.translation import gettext as _

from support.models import PublicForm, SupportRequest


def ask_to_confirm(form: PublicForm, token: str) -> None:
    """With the link that confirms once."""
    hours = int(settings.PUBLIC_FORM_LIFE.total_seconds() // 3600)
    address = reverse("support:public-confirm", kwargs={"token": token})
    _write(
        form.content["contact_email"],
        _("Xác nhận phiếu đăng ký hỗ trợ"),
        _(
            "Có phiếu đăng ký hỗ trợ năng suất, chất lượng ghi thư điện tử này làm nơi liên hệ.\n\n"
            "Mở liên kết sau và bấm Xác nhận, trong %(hours)d giờ:\n%(address)s\n\n"
            "Chưa xác nhận thì chưa có đề nghị nào. Không phải bạn gửi thì bỏ qua thư này; nội dung"
            " phiếu bị xóa khi hết hạn."
        )
        % {"hours": hours, "address": f"{settings.SITE_URL}{address}"},
    )


def give_tracking_code(request: SupportRequest) -> None:
    address = reverse("support:public-follow", kwargs={"code": request.tracking_code})
    _write(
        request.contact_email,
        _("Mã theo dõi đề nghị hỗ trợ"),
        _(
            "Sở Khoa học và Công nghệ đã nhận đề nghị hỗ trợ của doanh nghiệp.\n\n"
            "Mã theo dõi: %(code)s\n"
            "Xem trạng thái và trả lời, hoặc rút đề nghị, xóa thông tin liên hệ tại:\n%(address)s\n\n"
            "Ai có mã này đều xem được trạng thái; không chuyển thư cho người khác."
        )
        % {"code": request.tracking_code, "address": f"{settings.SITE_URL}{address}"},
    )


def tell_the_department(request: SupportRequest) -> None:
    """TODO"""


def _write(to: str, subject: str, text: str) -> None:
    transaction.on_commit(lambda: send_mail(subject, text, settings.DEFAULT_FROM_EMAIL, [to]))
