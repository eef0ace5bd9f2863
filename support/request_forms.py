"""Forms of requests: what a unit or association registers, and what each step of triage asks for."""

from collections.abc import Iterator
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.db.models import F
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from agencies.models import Unit
from agencies.queries import own_units
from agencies.rules import is_staff_member
from core.ui.fields import TaxCodeField
from core.ui.forms import PlainForm, RecordForm, formfield_for
from core.ui.steps import StepForm
from core.validity import day_bounds
from enterprises.forms import PHONE, EnterpriseForm, UnitChoiceField
from enterprises.validators import wrong_tax_code
from programs.choices import WorkKind
from programs.models import Task
from support.choices import NOT_QUEUED, CatalogueUse, RequestState
from support.models import CatalogueItem, Support, SupportRequest
from support.models.requests import CONTACT
from support.request_filters import registering_units

LONGEST_NEED = 4000
NOT_SURE = gettext_lazy("Chưa rõ, cần tư vấn chọn nội dung")


def offered_items() -> Any:
    """What the catalogue offers today."""
    items = CatalogueItem.objects.valid_on(timezone.localdate())
    return items.filter(use=CatalogueUse.SUPPORT).order_by("sort_key", "pk")


def check_phone(phone: str) -> str:
    if phone and not PHONE.fullmatch(phone):
        raise ValidationError(_("Không phải số điện thoại. Ghi ví dụ 0273 3873 024."))
    return phone


class RequestForm(RecordForm):
    """Registered by somebody who is signed in; on a phone in one column."""

    tax_code = TaxCodeField(
        label=gettext_lazy("Mã số thuế"),
        required=False,
        help_text=gettext_lazy("10 hoặc 13 chữ số. Chưa biết thì để trống, không ghi đại."),
    )
    unit = UnitChoiceField(
        queryset=Unit.objects.none(),
        label=gettext_lazy("Đơn vị đăng ký"),
        required=False,
        help_text=gettext_lazy("Đơn vị có vào ngày nhận."),
    )
    need = forms.CharField(
        label=gettext_lazy("Nhu cầu, lý do"),
        max_length=LONGEST_NEED,
        widget=forms.Textarea,
        help_text=gettext_lazy("Doanh nghiệp cần gì, để giải quyết việc gì."),
    )
    sections = (
        (gettext_lazy("Doanh nghiệp"), ("name", "tax_code", "address")),
        (
            gettext_lazy("Nhu cầu"),
            ("item", "own_funds_vnd", "need", "wished_from", "wished_to"),
        ),
        (gettext_lazy("Người liên hệ của doanh nghiệp"), CONTACT),
        (
            gettext_lazy("Nơi đăng ký"),
            ("unit", "received_on", "letter_number", "letter_on", "seen_version"),
        ),
    )

    class Meta:
        model = SupportRequest
        formfield_callback = formfield_for
        fields = [
            *("name", "tax_code", "address", "item", "own_funds_vnd", "need"),
            *("wished_from", "wished_to", *CONTACT),
            *("unit", "received_on", "letter_number", "letter_on"),
        ]
        help_texts = {
            "own_funds_vnd": gettext_lazy("Phần doanh nghiệp tự bỏ ra; để trống nếu chưa tính."),
            "contact_name": gettext_lazy(
                "Chỉ ghi người làm đầu mối; được xóa 24 tháng sau khi xong."
            ),
            "letter_number": gettext_lazy(
                "Nếu có văn bản. Tệp PDF đính kèm ở trang của đề nghị sau khi lưu."
            ),
        }

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        items: Any = self.fields["item"]
        items.empty_label = NOT_SURE
        items.queryset = offered_items()
        if self.instance.item_id:
            items.queryset |= CatalogueItem.objects.filter(pk=self.instance.item_id)
        items.queryset = items.queryset.order_by(F("valid_to").desc(nulls_first=True), "sort_key")
        items.label_from_instance = lambda item: f"{item.name}{day_bounds(item)}"
        self.fields["tax_code"].disabled = self.instance.enterprise_id is not None
        if self.instance.contact_erased_at is not None:
            for name in CONTACT:
                self.fields[name].disabled = True
        if self.instance.pk is None:
            self.initial["received_on"] = self.initial.get("received_on") or timezone.localdate()

    def tailor(self, user: Any) -> None:
        """Staff may enter a letter of the enterprise itself; an officer registers for their unit."""
        units: Any = self.fields["unit"]
        if is_staff_member(user):
            units.queryset = registering_units()
            units.empty_label = _("Doanh nghiệp tự gửi")
        else:
            units.queryset = own_units(user)
            units.required = True
        if self.instance.pk is not None:
            units.queryset = units.queryset | Unit.objects.filter(pk=self.instance.unit_id)
        elif not is_staff_member(user) and len(found := list(units.queryset[:2])) == 1:
            self.initial["unit"] = found[0].pk

    def clean_tax_code(self) -> str:
        code = str(self.cleaned_data["tax_code"] or "")
        if code and code != self.instance.tax_code and (wrong := wrong_tax_code(code)):
            raise ValidationError(_("%(wrong)s Chưa rõ thì để trống.") % {"wrong": wrong})
        return code

    def clean_contact_phone(self) -> str:
        return check_phone(str(self.cleaned_data["contact_phone"]))

    def contradictions(self) -> Iterator[tuple[str, Any]]:
        today, one = timezone.localdate(), self.instance
        for name in ("received_on", "letter_on"):
            day = getattr(one, name)
            if day is not None and day > today:
                yield name, _("Ngày này chưa tới.")
        if one.wished_from and one.wished_to and one.wished_to < one.wished_from:
            yield "wished_to", _("Ngày kết thúc phải từ ngày bắt đầu trở đi.")
        if one.unit and one.received_on and not one.unit.is_valid_on(one.received_on):
            yield "unit", _("Đơn vị này chưa có, hoặc đã kết thúc, vào ngày nhận.")
        if one.is_public and one.unit_id:
            yield "unit", _("Phiếu do doanh nghiệp tự gửi thì không ghi đơn vị đăng ký.")


class AttachForm(PlainForm):
    tax_code = TaxCodeField(
        label=gettext_lazy("Mã số thuế"),
        help_text=gettext_lazy(
            "Mã số thuế của doanh nghiệp trong danh bạ, đối chiếu với giấy tờ của doanh nghiệp."
        ),
    )

    def clean_tax_code(self) -> str:
        code = str(self.cleaned_data["tax_code"])
        if wrong := wrong_tax_code(code):
            raise ValidationError(wrong)
        return code


class NewEnterpriseForm(EnterpriseForm):
    """The enterprise of a request, as it is entered into the register; the code is the request's."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["tax_code"].disabled = True

    def clean_tax_code(self) -> str:
        if wrong := wrong_tax_code(str(self.cleaned_data["tax_code"])):
            raise ValidationError(wrong)
        return super().clean_tax_code()


# ---- the steps ----


class DecisionForm(StepForm):
    """Every step but that onto the waiting list leaves the list."""

    class Meta:
        model = SupportRequest
        fields: list[str] = []

    def changes(self) -> dict[str, Any]:
        return {"priority": NOT_QUEUED, **super().changes()}


ANSWER_HELP = gettext_lazy(
    "Doanh nghiệp đọc được ở trang theo dõi. Không ghi họ tên, số điện thoại hay dữ liệu cá nhân khác."
)


class AcceptForm(DecisionForm):
    class Meta:
        model = SupportRequest
        formfield_callback = formfield_for
        fields = ["task", "support", "answer"]
        help_texts = {
            "support": gettext_lazy("Nếu đã có hồ sơ hỗ trợ của doanh nghiệp này."),
            "answer": ANSWER_HELP,
        }

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["task"].queryset = Task.objects.filter(plan__is_current=True)  # type: ignore[attr-defined]
        supports = Support.objects.filter(enterprise=self.instance.enterprise_id or 0)
        self.fields["support"].queryset = supports.select_related("item", "enterprise")  # type: ignore[attr-defined]
        self.fields["support"].label_from_instance = (  # type: ignore[attr-defined]
            lambda s: f"{s.item.name} ({s.started_on:%d/%m/%Y}, {s.get_status_display()})"
        )
        self.initial["task"] = self.initial.get("task") or Task.objects.default_for(
            WorkKind.SUPPORT
        )

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean()
        if self.instance.enterprise_id is None:
            raise ValidationError(
                _("Gắn đề nghị với doanh nghiệp trong danh bạ trước, bằng mã số thuế đúng.")
            )
        if not cleaned.get("task") and not cleaned.get("support") and not self.errors:
            self.add_error("task", _("Chọn nhiệm vụ, hoặc hồ sơ hỗ trợ tiếp nhận đề nghị."))
        return cleaned

    def _post_clean(self) -> None:
        """The constraints are met by what the step stores together, not by the record as it is."""


class WaitForm(StepForm):
    obliged = ("priority",)

    class Meta:
        model = SupportRequest
        formfield_callback = formfield_for
        fields = ["priority"]

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["priority"].min_value = 1  # type: ignore[attr-defined]
        self.fields["priority"].widget.attrs["min"] = 1
        if self.instance.state != RequestState.WAITING:
            self.initial["priority"] = None

    def clean_priority(self) -> int:
        priority = int(self.cleaned_data["priority"])
        if not 1 <= priority < NOT_QUEUED:
            raise ValidationError(_("Ghi số từ 1 đến 9998."))
        return priority

    def _post_clean(self) -> None:
        """As above."""


class AnswerForm(DecisionForm):
    obliged = ("answer",)

    class Meta:
        model = SupportRequest
        formfield_callback = formfield_for
        fields = ["answer"]
        help_texts = {"answer": ANSWER_HELP}


class ReopenForm(DecisionForm):
    """What was decided does not hold any more; the answer that was given stays to be read."""

    class Meta:
        model = SupportRequest
        fields: list[str] = []

    def changes(self) -> dict[str, Any]:
        return {**super().changes(), "task": None, "support": None}


FORMS: dict[str, type[StepForm]] = {
    "accept": AcceptForm,
    "wait": WaitForm,
    "answer": AnswerForm,
    "withdraw": DecisionForm,
    "reopen": ReopenForm,
}
