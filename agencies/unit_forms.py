"""Forms about units: none edits a unit, which comes with the reference data."""

from typing import Any

from django import forms
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from agencies.models import Unit
from core.ui.forms import PlainForm, RecordForm


class UnitForm(RecordForm):
    """Nobody edits a unit on a page; a register has a form."""

    class Meta:
        model = Unit
        fields: list[str] = []


class HandoverForm(PlainForm):
    """To whom, and on which basis; `seen` is what the page showed."""

    successor = forms.ModelChoiceField(Unit.objects.none(), label=_("Đơn vị nhận"))
    basis = forms.CharField(
        label=_("Căn cứ"),
        max_length=300,
        help_text=_("Số, ký hiệu, ngày của văn bản giao việc; được giữ trong lịch sử."),
        error_messages={"required": _("Ghi căn cứ.")},
    )
    seen = forms.CharField(widget=forms.HiddenInput)

    def __init__(self, *args: Any, unit: Unit, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        today = Unit.objects.valid_on(timezone.localdate()).exclude(pk=unit.pk)
        field: Any = self.fields["successor"]
        field.queryset = today.order_by("sort_key", "pk")
