"""Accounts are made by administrators; nobody signs up alone. What the library says is ours."""

from typing import Any, ClassVar

from allauth.account.adapter import DefaultAccountAdapter
from django.http import HttpRequest
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from agencies.password_letters import ask_for_password


class ClosedSignUp(DefaultAccountAdapter):
    """Keeps the sign-up page closed."""

    error_messages: ClassVar[dict[str, str | Promise]] = {
        **DefaultAccountAdapter.error_messages,
        "account_inactive": _("Tài khoản này đang bị khóa."),
        "email_password_mismatch": _("Thư điện tử hoặc mật khẩu không đúng."),
        "enter_current_password": _("Ghi mật khẩu đang dùng."),
        "incorrect_password": _("Mật khẩu không đúng."),
        "invalid_login": _("Thư điện tử hoặc mật khẩu không đúng."),
        "invalid_or_expired_key": _("Đường dẫn không còn dùng được."),
        "invalid_password_reset": _("Đường dẫn đặt lại mật khẩu không còn dùng được."),
        "rate_limited": _("Bạn gửi yêu cầu quá nhanh. Thử lại sau ít phút."),
        "same_as_current": _("Giá trị mới phải khác giá trị đang dùng."),
        "too_many_login_attempts": _("Đăng nhập sai quá nhiều lần. Thử lại sau ít phút."),
        "unknown_email": _("Không có tài khoản dùng thư điện tử này."),
    }

    def is_open_for_signup(self, request: HttpRequest) -> bool:
        return False

    def send_password_reset_mail(self, user: Any, email: str, context: dict[str, Any]) -> None:
        """Through the outbox: nobody waits for the mail server, and no link is kept anywhere."""
        ask_for_password(user)
