"""Forms by which administrators keep accounts."""

from typing import Any

from django.utils.translation import gettext_lazy as _

from agencies.models import RoleAssignment, Unit, User
from core.ui.forms import RecordForm, formfield_for
from core.validity import day_bounds


class AccountForm(RecordForm):
    class Meta:
        model = User
        formfield_callback = formfield_for
        fields = ["email", "full_name", "position", "phone", "is_active"]
        help_texts = {
            "email": _(
                "Dùng để đăng nhập; mật khẩu do người dùng tự đặt qua liên kết gửi đến đây."
            ),
            "is_active": _("Bỏ chọn để khóa; hồ sơ người đó đã làm vẫn giữ tên."),
        }

    def clean_email(self) -> str:
        return str(self.cleaned_data["email"]).lower()

    def save(self, commit: bool = True) -> Any:
        """A new account has no password until its owner sets one."""
        if self.instance.pk is None:
            self.instance.set_unusable_password()
        return super().save(commit=commit)


class AssignmentForm(RecordForm):
    class Meta:
        model = RoleAssignment
        formfield_callback = formfield_for
        fields = ["role", "unit", "valid_from", "valid_to"]
        labels = {"valid_from": _("Từ ngày"), "valid_to": _("Đến hết ngày")}

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field: Any = self.fields["unit"]
        field.queryset = Unit.objects.order_by("-valid_to", "sort_key", "pk")
        field.label_from_instance = lambda unit: f"{unit.name}{day_bounds(unit)}"

    def contradictions(self) -> Any:
        first, last = self.instance.valid_from, self.instance.valid_to
        if first and last and last < first:
            yield ("valid_to", str(_("Ngày kết thúc phải từ ngày bắt đầu trở đi.")))
