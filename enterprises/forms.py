"""Forms of the register."""

import re
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils import timezone
from django.utils.html import format_html
from django.utils.translation import gettext_lazy as _

from agencies.fields import UnitChoiceField
from agencies.models import Unit
from core.spreadsheets.cells import has_wrong_check_digit
from core.ui.fields import TaxCodeField
from core.ui.forms import PlainForm, RecordForm, formfield_for
from enterprises.fields import EnterpriseField
from enterprises.models import (
    ContactPerson,
    DuplicatePair,
    Enterprise,
    EnterpriseMerge,
    EnterpriseYear,
    OcopProduct,
    Placement,
)
from enterprises.validators import tax_code_contradiction

# Digits with what people put between them, several numbers, an extension.
PHONE = re.compile(
    r"(?=(.*\d){6})[\d\s().+/,;-]+(\s*(m\u00e1y l\u1ebb|ext\.?)\s*\d+)?", re.IGNORECASE
)


def places() -> Any:
    """Districts and communes, those in force first."""
    found = Unit.objects.places().exclude(kind="province")
    return found.order_by("-valid_to", "sort_key", "pk")


class EnterpriseForm(RecordForm):
    tax_code = TaxCodeField(
        label=_("Mã số thuế"),
        help_text=_(
            "10 chữ số; chi nhánh 13 chữ số, ví dụ 1200100557-001; hộ kinh doanh 12 chữ số."
        ),
    )
    accepts_code = forms.BooleanField(
        label=_("Mã số thuế ghi đúng như giấy tờ của doanh nghiệp"), required=False
    )
    parent = EnterpriseField(
        label=_("Là chi nhánh của"),
        required=False,
        help_text=_(
            "Để trống khi không phải chi nhánh; chi nhánh 13 chữ số tự tìm đơn vị chủ quản."
        ),
    )
    unit = UnitChoiceField(
        label=_("Đơn vị hành chính"),
        queryset=Unit.objects.none(),
        help_text=_("Xã, phường nơi đặt trụ sở; chuyển trụ sở thì ghi ở trang của doanh nghiệp."),
    )

    sections = (
        (_("Định danh"), ("tax_code", "name", "entity_type", "parent", "unit", "address")),
        (
            _("Hoạt động, phân loại"),
            (
                "sector",
                "vsic_version",
                "vsic_code",
                "main_products",
                "has_key_product",
                "in_value_chain",
                "seen_version",
            ),
        ),
    )

    doubts_code = False

    class Meta:
        model = Enterprise
        formfield_callback = formfield_for
        fields = [
            "tax_code",
            "name",
            "entity_type",
            "parent",
            "address",
            "sector",
            "vsic_version",
            "vsic_code",
            "main_products",
            "has_key_product",
            "in_value_chain",
        ]

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if self.instance.pk:
            del self.fields["unit"]
        else:
            self.fields["unit"].queryset = places()  # type: ignore[attr-defined]

    @property
    def helper(self) -> Any:
        helper = super().helper
        if self.doubts_code:
            helper.layout[0].fields.insert(1, "accepts_code")
        if self.instance.pk:
            helper.layout[0].fields.remove("unit")
        return helper

    def clean_tax_code(self) -> str:
        """A code that is there already leads to its record."""
        code = str(self.cleaned_data["tax_code"])
        seen = self.fields["parent"].queryset  # type: ignore[attr-defined]
        known = seen.filter(tax_code=code).exclude(pk=self.instance.pk).first()
        if known is not None:
            link = format_html('<a href="{}">{}</a>', known.get_absolute_url(), known.name)
            raise ValidationError(
                format_html(str(_("Mã số thuế này đã có hồ sơ: {}. Mở hồ sơ đó để sửa.")), link)
            )
        return code

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean()
        self._doubt_code(cleaned.get("tax_code") or "")
        contradiction = tax_code_contradiction(
            cleaned.get("tax_code") or "", cleaned.get("entity_type") or ""
        )
        if contradiction:
            self.add_error("tax_code", contradiction)
        if bool(cleaned.get("vsic_code")) != bool(cleaned.get("vsic_version")):
            self.add_error("vsic_version", _("Ghi cả mã ngành và bản VSIC, hoặc để trống cả hai."))
        return cleaned

    def _doubt_code(self, code: str) -> None:
        """A wrong check digit is mostly a slip of the hand; the person says that it is none."""
        stored = self.initial.get("tax_code")
        self.doubts_code = bool(code) and code != stored and has_wrong_check_digit(code)
        if self.doubts_code and not self.cleaned_data.get("accepts_code"):
            self.add_error(
                "tax_code",
                _(
                    "Chữ số kiểm tra của mã số thuế không đúng. Đối chiếu với giấy tờ: sai thì sửa,"
                    " đúng như giấy tờ thì chọn ô bên dưới rồi lưu."
                ),
            )


class PlacementForm(RecordForm):
    unit = UnitChoiceField(label=_("Đơn vị hành chính"), queryset=Unit.objects.none())

    class Meta:
        model = Placement
        formfield_callback = formfield_for
        fields = ["unit", "valid_from", "valid_to"]
        labels = {"valid_from": _("Từ ngày"), "valid_to": _("Đến hết ngày")}

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["unit"].queryset = places()  # type: ignore[attr-defined]
        self.fields["valid_from"].help_text = _("Để trống khi trụ sở ở đó từ đầu.")
        self.fields["valid_to"].help_text = _("Để trống khi còn ở đó.")

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean()
        first, last = cleaned.get("valid_from"), cleaned.get("valid_to")
        if first and last and last < first:
            raise ValidationError({"valid_to": _("Ngày kết thúc phải từ ngày bắt đầu trở đi.")})
        if first and first > timezone.localdate():
            raise ValidationError(
                {"valid_from": _("Ngày chuyển ở tương lai. Ghi khi trụ sở đã chuyển.")}
            )
        return cleaned


class YearForm(RecordForm):
    class Meta:
        model = EnterpriseYear
        formfield_callback = formfield_for
        fields = ["year", "labour", "revenue_vnd", "capital_vnd"]

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean()
        if (year := cleaned.get("year")) and year > timezone.localdate().year:
            self.add_error("year", _("Năm số liệu ở tương lai. Ghi năm đã có số liệu."))
        figures = ("labour", "revenue_vnd", "capital_vnd")
        if not self.errors and all(cleaned.get(name) is None for name in figures):
            raise ValidationError(_("Ghi ít nhất một số: lao động, doanh thu hoặc nguồn vốn."))
        return cleaned


class OcopForm(RecordForm):
    class Meta:
        model = OcopProduct
        formfield_callback = formfield_for
        fields = ["name", "stars", "certified_on", "expires_on"]
        help_texts = {"expires_on": _("Để trống thì tính 36 tháng từ ngày công nhận.")}


class ContactForm(RecordForm):
    class Meta:
        model = ContactPerson
        formfield_callback = formfield_for
        fields = ["name", "position", "phone", "email"]
        help_texts = {
            "name": _("Chỉ ghi người làm đầu mối công việc, không ghi thông tin riêng tư.")
        }

    def clean_phone(self) -> str:
        phone = str(self.cleaned_data["phone"])
        if phone and not PHONE.fullmatch(phone):
            raise ValidationError(_("Không phải số điện thoại. Ghi ví dụ 0273 3873 024."))
        return phone


class MergeForm(PlainForm):
    target = EnterpriseField(
        label=_("Hồ sơ ở lại"),
        help_text=_("Ghi mã số thuế hoặc tên, rồi chọn trong gợi ý. Ở trang sau đổi chiều được."),
    )


class PairForm(RecordForm):
    """Pairs are found, not typed."""

    class Meta:
        model = DuplicatePair
        fields: tuple[str, ...] = ()


class MergeRecordForm(RecordForm):
    """A merge is an account, not a form."""

    class Meta:
        model = EnterpriseMerge
        fields: tuple[str, ...] = ()
