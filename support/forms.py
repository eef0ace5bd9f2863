"""Forms of records and of their catalogue."""

from collections.abc import Iterator
from typing import Any

from django import forms
from django.contrib.postgres.forms import SimpleArrayField
from django.db.models import F
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from core.ui.forms import RecordForm, formfield_for
from core.validity import day_bounds
from enterprises.fields import EnterpriseField
from programs.choices import WorkKind
from programs.fields import MOST_DIGITS, WorkItemField, work_from
from programs.indicators import indicators
from programs.models import Task
from support.choices import indicator_name
from support.models import Award, CatalogueItem, Certificate, Support
from support.queries import levels_in_words
from support.validators import (
    award_contradictions,
    catalogue_contradictions,
    certificate_contradictions,
    item_contradictions,
    standard_contradictions,
    support_contradictions,
    work_contradictions,
)


class EnterpriseRecordForm(RecordForm):
    """A record of one enterprise; the enterprise's page brings it along in the address."""

    enterprise = EnterpriseField()
    work_item = WorkItemField()

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["work_item"].offer_for(self.instance)  # type: ignore[attr-defined]

    @classmethod
    def initial_from(cls, query: Any) -> dict[str, Any]:
        number = query.get("dn", "")
        is_key = number.isdecimal() and len(number) < MOST_DIGITS
        return work_from(query) | ({"enterprise": int(number)} if is_key else {})

    def choose_item(self, use: str) -> None:
        """Items of the catalogue in force today, and the one the record has."""
        items = CatalogueItem.objects.filter(use=use)
        field = self.fields["item"]
        field.queryset = items.order_by(F("valid_to").desc(nulls_first=True), "sort_key")  # type: ignore[attr-defined]
        field.label_from_instance = lambda item: f"{item.name}{day_bounds(item)}"  # type: ignore[attr-defined]


class SupportForm(EnterpriseRecordForm):
    sections = (
        (
            _("Nội dung hỗ trợ"),
            ("enterprise", "item", "form", "product", "task", "work_item", "consultant"),
        ),
        (
            _("Tiến trình"),
            ("status", "started_on", "completed_on", "lead_unit_name"),
        ),
        (
            _("Văn bản"),
            ("approval_decision", "contract_number", "contract_on", "acceptance_number"),
        ),
        (
            _("Kinh phí và kết quả"),
            (
                "state_budget_vnd",
                "counterpart_vnd",
                "other_funds_vnd",
                "result",
                "evidence",
                "seen_version",
            ),
        ),
    )

    class Meta:
        model = Support
        formfield_callback = formfield_for
        fields = [
            "enterprise",
            "item",
            "form",
            "product",
            "task",
            "work_item",
            "consultant",
            "status",
            "started_on",
            "completed_on",
            "lead_unit_name",
            "approval_decision",
            "contract_number",
            "contract_on",
            "acceptance_number",
            "state_budget_vnd",
            "counterpart_vnd",
            "other_funds_vnd",
            "result",
            "evidence",
        ]
        help_texts = {
            "status": _("Chỉ hỗ trợ đã hoàn thành mới được tính vào chỉ tiêu."),
            "evidence": _("Ghi chú về minh chứng; tệp thì tải lên ở trang của hỗ trợ."),
        }

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.choose_item("support")
        self.fields["task"].queryset = Task.objects.filter(plan__is_current=True)  # type: ignore[attr-defined]
        if self.instance.pk is None and not self.initial.get("task"):
            self.initial["task"] = Task.objects.default_for(WorkKind.SUPPORT)

    def contradictions(self) -> Iterator[tuple[str, Any]]:
        found = support_contradictions(self.instance, timezone.localdate())
        yield from ((c.field, c.message) for c in found)
        yield from ((c.field, c.message) for c in item_contradictions(self.instance))
        yield from ((c.field, c.message) for c in work_contradictions(self.instance))


class CertificateForm(EnterpriseRecordForm):
    sections = (
        (
            _("Giấy chứng nhận"),
            ("enterprise", "category", "item", "standard", "scope", "number", "body"),
        ),
        (
            _("Hiệu lực"),
            (
                "issued_on",
                "expires_on",
                "status",
                "cancelled_on",
                "is_supported",
                "work_item",
                "seen_version",
            ),
        ),
    )

    class Meta:
        model = Certificate
        formfield_callback = formfield_for
        fields = [
            "enterprise",
            "category",
            "item",
            "standard",
            "scope",
            "number",
            "body",
            "issued_on",
            "expires_on",
            "status",
            "cancelled_on",
            "is_supported",
            "work_item",
        ]
        help_texts = {
            "is_supported": _("Chỉ chứng nhận được Kế hoạch hỗ trợ mới tính vào chỉ tiêu."),
            "cancelled_on": _("Chỉ ghi khi chứng nhận bị hủy bỏ hoặc thu hồi."),
        }

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.choose_item("certificate")

    def contradictions(self) -> Iterator[tuple[str, Any]]:
        yield from (
            (c.field, c.message)
            for c in (
                *certificate_contradictions(self.instance, timezone.localdate()),
                *standard_contradictions(self.instance),
                *work_contradictions(self.instance),
            )
        )


class AwardForm(EnterpriseRecordForm):
    name = forms.CharField(
        label=_("Tên giải thưởng"),
        max_length=200,
        required=False,
        help_text=_("Để trống để lấy tên của mục danh mục."),
    )

    sections = (
        (_("Giải thưởng"), ("enterprise", "year", "item", "name")),
        (
            _("Kết quả"),
            ("result", "level", "decision_number", "decided_on", "work_item", "seen_version"),
        ),
    )

    class Meta:
        model = Award
        formfield_callback = formfield_for
        fields = [
            "enterprise",
            "year",
            "item",
            "name",
            "result",
            "level",
            "decision_number",
            "decided_on",
            "work_item",
        ]

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.choose_item("award")
        self.fields["level"].help_text = levels_in_words()

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean()
        if not cleaned.get("name"):
            if cleaned.get("item"):
                cleaned["name"] = cleaned["item"].name
            else:
                self.add_error("name", _("Ghi tên giải thưởng hoặc chọn mục danh mục."))
        return cleaned

    def contradictions(self) -> Iterator[tuple[str, Any]]:
        found = award_contradictions(self.instance, timezone.localdate())
        yield from ((c.field, c.message) for c in found)
        yield from ((c.field, c.message) for c in work_contradictions(self.instance))


class CatalogueForm(RecordForm):
    aliases = SimpleArrayField(
        forms.CharField(
            max_length=200,
            error_messages={"max_length": _("mỗi tên dài tối đa %(limit_value)d ký tự.")},
        ),
        label=_("Tên gọi khác"),
        delimiter=";",
        error_messages={"item_invalid": _("Tên thứ %(nth)s:")},
        required=False,
        help_text=_("Cách nhau bằng dấu chấm phẩy; tệp Excel ghi tên nào cũng được hiểu."),
    )
    counts_for = forms.ChoiceField(
        label=_("Tính vào chỉ số"),
        required=False,
        help_text=_("Hỗ trợ hoàn thành, hoặc chứng nhận, của mục này được tính vào chỉ số đó."),
    )

    sections = (
        (_("Mục danh mục"), ("use", "code", "name", "aliases", "kind", "counts_for")),
        (_("Hiệu lực"), ("valid_from", "valid_to", "seen_version")),
    )

    class Meta:
        model = CatalogueItem
        formfield_callback = formfield_for
        fields = ["use", "code", "name", "aliases", "kind", "counts_for", "valid_from", "valid_to"]
        help_texts = {"code": _("Chữ thường không dấu, số và dấu gạch nối, ví dụ iso-9001.")}

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        codes = sorted(i.code for i in indicators if i.code.startswith("support."))
        self.fields["counts_for"].choices = [  # type: ignore[attr-defined]
            ("", _("Không tính")),
            *((code, indicator_name(code)) for code in codes),
        ]

    def contradictions(self) -> Iterator[tuple[str, Any]]:
        yield from ((c.field, c.message) for c in catalogue_contradictions(self.instance))
