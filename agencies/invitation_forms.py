"""Forms by which administrators invite, and by which the invited set a password."""

from collections.abc import Iterator
from typing import Any

from django import forms
from django.contrib.auth.password_validation import (
    password_validators_help_texts,
    validate_password,
)
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from agencies.models import Invitation, Unit, User
from core.ui.forms import PlainForm, RecordForm, formfield_for


class InvitationForm(RecordForm):
    sections = (
        (gettext_lazy("Mời ai"), ("email", "full_name", "position")),
        (
            gettext_lazy("Vai trò khi nhận lời"),
            ("role", "unit", "valid_from", "valid_to", "seen_version"),
        ),
    )

    class Meta:
        model = Invitation
        formfield_callback = formfield_for
        fields = ["email", "full_name", "position", "role", "unit", "valid_from", "valid_to"]
        labels = {"valid_from": gettext_lazy("Từ ngày"), "valid_to": gettext_lazy("Đến hết ngày")}
        help_texts = {
            "email": gettext_lazy(
                "Đường dẫn đặt mật khẩu gửi đến đây, dùng một lần trong 7 ngày; đổi địa chỉ thì"
                " gửi đường dẫn mới."
            ),
            "valid_to": gettext_lazy("Để trống nếu không thời hạn."),
        }

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        units: Any = self.fields["unit"]
        units.queryset = Unit.objects.valid_on(timezone.localdate()).order_by("sort_key", "pk")

    def clean_email(self) -> str:
        email = str(self.cleaned_data["email"]).lower()
        if User.objects.filter(email__iexact=email).exists():
            raise forms.ValidationError(
                _("Thư điện tử này đã có tài khoản. Thêm vai trò ở trang của tài khoản đó.")
            )
        return email

    def contradictions(self) -> Iterator[tuple[str, Any]]:
        first, last = self.instance.valid_from, self.instance.valid_to
        if first and last and last < first:
            yield "valid_to", _("Ngày kết thúc phải từ ngày bắt đầu trở đi.")
        if last and last < timezone.localdate():
            yield "valid_to", _("Ngày này đã qua.")


class AcceptForm(PlainForm):
    """The password, twice."""

    password1 = forms.CharField(
        label=gettext_lazy("Mật khẩu mới"), strip=False, widget=forms.PasswordInput
    )
    password2 = forms.CharField(
        label=gettext_lazy("Mật khẩu mới, lần nữa"), strip=False, widget=forms.PasswordInput
    )

    def __init__(self, *args: Any, invitation: Invitation, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.invitation = invitation
        for name in ("password1", "password2"):
            self.fields[name].widget.attrs["autocomplete"] = "new-password"
        self.fields["password1"].help_text = " ".join(
            filter(None, password_validators_help_texts())
        )

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or self.cleaned_data
        first, second = cleaned.get("password1"), cleaned.get("password2")
        if first and second and first != second:
            self.add_error("password2", _("Hai lần ghi mật khẩu mới không giống nhau."))
        elif first:
            person = User(
                email=self.invitation.email,
                full_name=self.invitation.full_name,
                position=self.invitation.position,
            )
            try:
                validate_password(first, person)
            except forms.ValidationError as error:
                self.add_error("password1", error)
        return cleaned
