"""What a password must be, said in our words."""

from collections.abc import Mapping
from typing import Any

from django.contrib.auth import password_validation as django_validation
from django.core.exceptions import ValidationError
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

WORDS: Mapping[str, str | Promise] = {
    "password_too_short": gettext_lazy("Mật khẩu quá ngắn; dùng ít nhất %(min_length)d ký tự."),
    "password_too_common": gettext_lazy("Mật khẩu này quá thông dụng; chọn mật khẩu khác."),
    "password_entirely_numeric": gettext_lazy("Mật khẩu không được chỉ gồm chữ số."),
    "password_too_similar": gettext_lazy(
        "Mật khẩu quá giống tên, chức vụ hoặc thư điện tử của bạn; chọn mật khẩu khác."
    ),
}


class _InOurWords:
    """Mixed before one of Django's validators: its rule, our message."""

    def validate(self, password: str, user: Any = None) -> None:
        try:
            super().validate(password, user)  # type: ignore[misc]
        except ValidationError as error:
            words = str(WORDS[str(error.code)])
            raise ValidationError(words, code=error.code, params=error.params) from error

    def get_help_text(self) -> str:
        return ""


class LongEnough(_InOurWords, django_validation.MinimumLengthValidator):
    def get_help_text(self) -> str:
        return _("Ít nhất %(min_length)d ký tự; không dùng tên mình hay từ thông dụng.") % {
            "min_length": self.min_length
        }


class Uncommon(_InOurWords, django_validation.CommonPasswordValidator):
    """Not one of the thousands everybody tries first."""


class NotOnlyDigits(_InOurWords, django_validation.NumericPasswordValidator):
    """Something besides digits."""


class UnlikeOneself(_InOurWords, django_validation.UserAttributeSimilarityValidator):
    """Nothing that is written on a visiting card."""
