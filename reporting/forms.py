"""Forms of drafts."""

from collections.abc import Iterable, Iterator, Sequence
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from core.errors import ActionError
from core.placeholders import unknown_in
from core.ui.fields import DayField
from core.ui.forms import PlainForm, RecordForm, formfield_for
from reporting.fields import BodiesField, LinesField
from reporting.models import DraftSection, Estimate, ReportDraft, ReportType, ReportTypeSection
from reporting.placeholders import IN_LABEL, IN_RECIPIENTS, IN_WORDS
from reporting.windows import window_of_draft

ORDER_STEP = 10


class NewDraftForm(PlainForm):
    type = forms.ModelChoiceField(
        label=_("Loại báo cáo"), queryset=ReportType.objects.all(), empty_label=None
    )
    year = forms.IntegerField(label=_("Năm báo cáo"), localize=False)
    cut_off = DayField(
        label=_("Ngày chốt số liệu"),
        required=False,
        help_text=_("Ngày cuối cùng được tính; để trống thì lấy ngày chốt của loại báo cáo."),
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
            try:
                window_of_draft(draft)
            except ActionError as error:
                yield (error.field or "cut_off", str(error))


TYPE_SECTIONS = (
    (
        _("Loại báo cáo"),
        ("name", "order", "is_default", "looks_ahead", "version_label", "file_stem"),
    ),
    (
        _("Kỳ và hạn hằng năm"),
        (
            *("first_day", "first_month", "cut_off_day", "cut_off_month"),
            *("due_day", "due_month", "limit_day", "limit_month"),
        ),
    ),
    (
        _("Thể thức văn bản"),
        (
            *("kind_name", "code_prefix", "issuer", "subject", "opening", "closing"),
            *("addressees", "signer_forms", "recipients", "drafting_unit", "has_appendices"),
            "seen_version",
        ),
    ),
)


class ReportTypeForm(RecordForm):
    """Everything of a type but its code, which issued reports are known by."""

    addressees = BodiesField(
        label=_("Kính gửi"),
        required=False,
        help_text=_("Mỗi cơ quan một dòng, theo thứ tự trên văn bản."),
    )
    signer_forms = LinesField(
        label=_("Thể thức ký"),
        help_text=_("Mỗi thể thức một dòng; trong thể thức, dấu / ngăn các dòng in."),
    )
    recipients = LinesField(
        label=_("Nơi nhận"),
        help_text=_("Mỗi nơi một dòng; {unit} được thay bằng đơn vị soạn thảo."),
    )

    sections = TYPE_SECTIONS

    class Meta:
        model = ReportType
        formfield_callback = formfield_for
        fields = [
            name for _title, names in TYPE_SECTIONS for name in names if name != "seen_version"
        ]

    def clean(self) -> dict[str, Any]:
        """A name in braces that nobody fills would be printed as it stands."""
        cleaned = super().clean()
        self._check_names(("subject", "opening", "closing"), IN_WORDS)
        self._check_names(("recipients",), IN_RECIPIENTS)
        self._check_names(("version_label",), IN_LABEL)
        if cleaned.get("looks_ahead") and cleaned.get("is_default"):
            self.add_error(
                "is_default", _("Dự thảo tự lập là của báo cáo; kế hoạch của năm do người lập.")
            )
        label = cleaned.get("version_label")
        if label and "{number}" not in label:
            self.add_error("version_label", _("Ghi {number} ở chỗ in số của bản."))
        return cleaned

    def _check_names(self, fields: Iterable[str], known: Sequence[str]) -> None:
        for field in fields:
            value = self.cleaned_data.get(field) or ""
            text = value if isinstance(value, str) else "\n".join(value)
            if unknown := unknown_in(text, known):
                words = _("Không có chỗ điền %(unknown)s. Chỉ dùng: %(known)s.")
                names = ", ".join(f"{{{name}}}" for name in known)
                self.add_error(field, words % {"unknown": ", ".join(unknown), "known": names})


class _SectionForm(RecordForm):
    """A new section is proposed after the last one, with room between."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if self.instance.pk is None and not self.initial.get("order"):
            last = self.instance.siblings.order_by("order").last()
            self.initial["order"] = (last.order if last else 0) + ORDER_STEP


class OutlineForm(_SectionForm):
    class Meta:
        model = ReportTypeSection
        formfield_callback = formfield_for
        fields = ["title", "level", "order", "block", "text"]


class SectionForm(_SectionForm):
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

    def contradictions(self) -> Iterator[tuple[str, Any]]:
        """A whole year cannot have less than the part of it that was counted."""
        estimate: Estimate = self.instance
        targets = (estimate.draft.preview or {}).get("targets", [])
        counted = {t["code"]: t["in_year"] for t in targets}.get(estimate.indicator, 0)
        if estimate.value is not None and estimate.value < counted:
            words = _("Trong kỳ đã đếm được %(counted)d; số ước cả năm không thể thấp hơn.")
            yield "value", words % {"counted": counted}


class FreezeForm(PlainForm):
    change_note = forms.CharField(
        label=_("Nội dung thay đổi so với bản trước"),
        required=False,
        max_length=1000,
        widget=forms.Textarea,
        help_text=_("Để trống khi chốt bản đầu tiên của năm."),
    )
    accepts_empty = forms.BooleanField(required=False)

    def __init__(self, *args: Any, empty: int, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if empty:
            words = _("Chốt dù còn %(count)d mục trống")
            self.fields["accepts_empty"].label = words % {"count": empty}
        else:
            del self.fields["accepts_empty"]
