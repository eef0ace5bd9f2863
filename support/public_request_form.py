"""The form for an enterprise without an account."""

from collections.abc import Iterator
from typing import Any, cast

from django import forms
from django.core.exceptions import ValidationError
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from core.spreadsheets.cells import CITIZEN_LENGTH
from core.ui.fields import DayField, LineField, MoneyField, TaxCodeField
from core.ui.forms import PlainForm
from core.vietnamese import normalise_lines
from enterprises.validators import wrong_tax_code
from support.models import CatalogueItem
from support.request_forms import LONGEST_NEED, NOT_SURE, check_phone, offered_items

TRAP = "trang_web"  # seen by programs alone


class PublicRequestForm(PlainForm):
    """Whether the register knows the enterprise is neither asked nor told here."""

    name = LineField(label=gettext_lazy("Tên doanh nghiệp, hợp tác xã"), max_length=300)
    tax_code = TaxCodeField(
        label=gettext_lazy("Mã số thuế"),
        help_text=gettext_lazy("10 chữ số; chi nhánh 13 chữ số, ví dụ 1200100557-001."),
        error_messages={"required": gettext_lazy("Ghi mã số thuế.")},
    )
    address = LineField(
        label=gettext_lazy("Địa chỉ trụ sở"),
        max_length=300,
        help_text=gettext_lazy("Số nhà, đường, ấp; xã, phường."),
    )
    item = forms.ModelChoiceField(
        label=gettext_lazy("Nội dung cần hỗ trợ"),
        queryset=CatalogueItem.objects.none(),
        required=False,
        help_text=gettext_lazy("Cần nhiều nội dung thì mỗi nội dung gửi một phiếu."),
    )
    need = forms.CharField(
        label=gettext_lazy("Nhu cầu, lý do"),
        max_length=LONGEST_NEED,
        widget=forms.Textarea,
        help_text=gettext_lazy(
            "Đang vướng việc gì, cần hỗ trợ gì, cho sản phẩm nào. Không ghi thông tin riêng tư."
        ),
    )
    wished_from = DayField(
        label=gettext_lazy("Mong muốn từ ngày"),
        required=False,
        help_text=gettext_lazy("Ví dụ 15/03/2027."),
    )
    wished_to = DayField(label=gettext_lazy("Đến ngày"), required=False)
    own_funds_vnd = MoneyField(
        label=gettext_lazy("Vốn đối ứng dự kiến (đồng)"),
        required=False,
        help_text=gettext_lazy("Phần doanh nghiệp tự bỏ ra; để trống nếu chưa tính."),
    )
    contact_name = LineField(label=gettext_lazy("Họ và tên người liên hệ"), max_length=120)
    contact_email = forms.EmailField(
        label=gettext_lazy("Thư điện tử"),
        max_length=254,
        help_text=gettext_lazy("Thư xác nhận được gửi tới đây; chưa xác nhận thì chưa có đề nghị."),
        widget=forms.EmailInput(attrs={"autocomplete": "email"}),
    )
    contact_phone = LineField(
        label=gettext_lazy("Điện thoại"),
        max_length=30,
        required=False,
        widget=forms.TextInput(attrs={"type": "tel", "autocomplete": "tel"}),
    )
    consent = forms.BooleanField(
        label=gettext_lazy("Tôi đã đọc và đồng ý cho xử lý thông tin liên hệ như trên"),
        error_messages={
            "required": gettext_lazy("Phải đồng ý thì mới gửi được phiếu; chọn ô này nếu đồng ý.")
        },
    )

    sections = (
        (gettext_lazy("Doanh nghiệp"), ("name", "tax_code", "address")),
        (
            gettext_lazy("Nhu cầu"),
            ("item", "own_funds_vnd", "need", "wished_from", "wished_to"),
        ),
        (
            gettext_lazy("Người liên hệ"),
            ("contact_name", "contact_email", "contact_phone"),
        ),
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        items = cast("forms.ModelChoiceField[CatalogueItem]", self.fields["item"])
        items.queryset = offered_items()
        items.empty_label = str(NOT_SURE)

    @property
    def is_trapped(self) -> bool:
        """Whether somebody filled in what no person sees."""
        return bool(self.data.get(TRAP, "").strip())

    def clean_tax_code(self) -> str:
        code = str(self.cleaned_data["tax_code"])
        if len(code) == CITIZEN_LENGTH:
            raise ValidationError(
                _(
                    "Phiếu này không nhận số định danh cá nhân (12 chữ số). Hộ kinh doanh đăng ký qua"
                    " Ủy ban nhân dân xã, phường."
                )
            )
        if wrong := wrong_tax_code(code):
            raise ValidationError(wrong)
        return code

    def clean_need(self) -> str:
        return normalise_lines(self.cleaned_data["need"])

    def clean_contact_phone(self) -> str:
        return check_phone(str(self.cleaned_data["contact_phone"]))

    def clean_own_funds_vnd(self) -> int | None:
        amount: int | None = self.cleaned_data["own_funds_vnd"]
        if amount is not None and not 0 <= amount < 10**15:
            raise ValidationError(_("Số tiền không hợp lý. Ghi bằng đồng, ví dụ 50.000.000."))
        return amount

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or self.cleaned_data
        for name, words in self._contradictions(cleaned):
            self.add_error(name, words)
        if self.is_trapped:
            self.add_error(None, _("Phiếu chưa gửi được: có ô ẩn bị ghi tự động. Bấm Gửi lần nữa."))
        return cleaned

    def _contradictions(self, cleaned: dict[str, Any]) -> Iterator[tuple[str, str]]:
        first, last = cleaned.get("wished_from"), cleaned.get("wished_to")
        if first and first < timezone.localdate():
            yield "wished_from", _("Ngày này đã qua.")
        if first and last and last < first:
            yield "wished_to", _("Ngày kết thúc phải từ ngày bắt đầu trở đi.")
