"""Forms of drafts."""

from datetime import date
from typing import Any

from django import forms
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from core.errors import ActionError
from core.ui.fields import DayField
from core.ui.forms import PlainForm, RecordForm, formfield_for
from programs.indicators import open_window
from reporting.models import DraftSection, Estimate, ReportDraft, ReportType


class NewDraftForm(PlainForm):
    type = forms.ModelChoiceField(
        label=_("Loại báo cáo"), queryset=ReportType.objects.all(), empty_label=None
    )
    year = forms.IntegerField(label=_("Năm báo cáo"), localize=False)
    cut_off = DayField(
        label=_("Ngày chốt số liệu"),
        help_text=_("Ngày cuối cùng được tính, ví dụ 15/11/2026."),
    )


class DraftForm(RecordForm):
    signer_form = forms.ChoiceField(label=_("Thể thức ký"))

    class Meta:
        model = ReportDraft
        formfield_callback = formfield_for
        fields = ["first_day", "cut_off", "signer_form", "signer_name"]
        help_texts = {"signer_name": _("Để trống khi chưa biết người ký.")}

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        forms_of_type = self.instance.type.signer_forms
        options = dict.fromkeys([*forms_of_type, self.instance.signer_form])
        self.fields["signer_form"].choices = [(o, o.replace("/", " / ")) for o in options]  # type: ignore[attr-defined]

    def contradictions(self) -> Any:
        draft: ReportDraft = self.instance
        if draft.cut_off and draft.first_day:
            yield from _window_errors(draft, draft.first_day, draft.cut_off)


def _window_errors(draft: ReportDraft, first: date, last: date) -> Any:
    try:
        open_window(
            draft.plan, draft.year, cut_off=last, today=timezone.localdate(), first_day=first
        )
    except ActionError as error:
        yield (error.field or "cut_off", str(error))


class SectionForm(RecordForm):
    class Meta:
        model = DraftSection
        formfield_callback = formfield_for
        fields = ["title", "level", "order", "block", "text"]


class EstimateForm(RecordForm):
    indicator = forms.ChoiceField(label=_("Chỉ tiêu"))

    class Meta:
        model = Estimate
        formfield_callback = formfield_for
        fields = ["indicator", "value", "note"]
        help_texts = {"value": _("Luôn ghi chữ “ước”, không cộng vào số đã đếm.")}

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        draft = self.instance.draft
        stage = draft.plan.stages.filter(
            first_year__lte=draft.year, last_year__gte=draft.year
        ).first()
        targets = stage.targets.order_by("order") if stage else []
        self.fields["indicator"].choices = [(t.indicator, t.short_name) for t in targets]  # type: ignore[attr-defined]


class FreezeForm(PlainForm):
    change_note = forms.CharField(
        label=_("Nội dung thay đổi so với bản trước"),
        required=False,
        max_length=1000,
        widget=forms.Textarea,
        help_text=_("Để trống khi chốt bản đầu tiên của năm."),
    )
