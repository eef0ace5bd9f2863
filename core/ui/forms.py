"""Forms of registers: one look, whole Vietnamese messages, nothing typed is lost."""

from collections.abc import Iterable
from copy import deepcopy
from typing import Any, ClassVar, cast

from crispy_forms.helper import FormHelper
from crispy_forms.layout import Fieldset, Layout
from django import forms
from django.core.exceptions import NON_FIELD_ERRORS
from django.db import models
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from core.ui.fields import (
    CountField,
    DayField,
    MoneyField,
)
from core.vietnamese import normalise, normalise_lines

Sections = tuple[tuple[str | Promise, tuple[str, ...]], ...]
CHOOSE = _("Chọn …")
# What the framework says by itself is clumsy or not Vietnamese: kind of field, code, our words.
# A message that a form declares for its own field stays.
INSTEAD: tuple[tuple[type[forms.Field], str, str | Promise], ...] = (
    (forms.Field, "required", _("Mục này phải ghi.")),
    (forms.Field, "max_length", _("Dài %(show_value)d ký tự; rút xuống còn %(limit_value)d.")),
    (forms.Field, "min_value", _("Ghi số từ %(limit_value)s trở lên.")),
    (forms.Field, "max_value", _("Ghi số không quá %(limit_value)s.")),
    (forms.Field, "null_characters_not_allowed", _("Có ký tự lạ không đọc được; gõ lại.")),
    (forms.Field, "unique", _("%(field_label)s này đã có ở hồ sơ khác.")),
    (forms.ChoiceField, "invalid_choice", _("Chọn một mục trong danh sách.")),
    (forms.ModelChoiceField, "invalid_choice", _("Chọn một mục trong danh sách.")),
    (forms.EmailField, "invalid", _("Không phải thư điện tử. Ghi ví dụ ten@co-quan.gov.vn.")),
    (forms.SlugField, "invalid", _("Chỉ dùng chữ không dấu, số, gạch nối và gạch dưới.")),
    (forms.IntegerField, "invalid", _("Ghi số nguyên, ví dụ 25.")),
    (forms.FileField, "empty", _("Tệp rỗng. Chọn tệp khác.")),
    (forms.FileField, "missing", _("Chưa chọn tệp.")),
)


def helper_for(sections: Sections | None = None) -> FormHelper:
    """The page writes the form tag, the token and the buttons; fields look alike everywhere."""
    helper = FormHelper()
    helper.form_tag = False
    helper.disable_csrf = True
    helper.field_template = "ui/field.html"
    if sections:
        helper.layout = Layout(*(Fieldset(title, *names) for title, names in sections))
    return helper


def formfield_for(field: Any, **kwargs: Any) -> Any:
    """Days, amounts and counts are read as people write them."""
    if isinstance(field, models.DateField) and not isinstance(field, models.DateTimeField):
        return field.formfield(form_class=DayField, **_without_widget(kwargs))
    if field.name.endswith("_vnd") or type(field) is models.PositiveIntegerField:
        kind = MoneyField if field.name.endswith("_vnd") else CountField
        return kind(
            label=field.verbose_name,
            required=not field.blank,
            help_text=field.help_text,
            validators=field.validators,
        )
    return field.formfield(**kwargs)


def _without_widget(kwargs: dict[str, Any]) -> dict[str, Any]:
    return {name: value for name, value in kwargs.items() if name != "widget"}


class Decorated:
    """What every form of ours does to its fields (mixed into Form and ModelForm)."""

    fields: dict[str, forms.Field]
    sections: ClassVar[Sections | None] = None

    def decorate(self) -> None:
        for field in self.fields.values():
            _decorate(field)

    @property
    def helper(self) -> FormHelper:
        return helper_for(self.sections)


def _decorate(field: forms.Field) -> None:
    widget = field.widget
    if isinstance(widget, forms.CheckboxInput):
        widget.attrs.setdefault("class", "check")
    elif isinstance(widget, forms.Select):
        widget.attrs.setdefault("class", "form-select")
    else:
        widget.attrs.setdefault("class", "form-control")
    if isinstance(widget, forms.Textarea):
        widget.attrs["rows"] = 3
    say_in_our_words(field)
    _say_choose(field)


def say_in_our_words(field: forms.Field) -> None:
    """Replace what the framework says by itself."""
    for kind, code, words in INSTEAD:
        said_by_itself = kind.default_error_messages.get(code)
        if isinstance(field, kind) and field.error_messages.get(code) == said_by_itself:
            field.error_messages[code] = cast("str", words)  # a lazy text, too


def _say_choose(field: Any) -> None:
    """No row of dashes: an empty choice says what to do with it."""
    if isinstance(field, forms.ModelChoiceField):
        field.empty_label = field.empty_label and CHOOSE
    elif isinstance(field, forms.TypedChoiceField):
        dashes = models.BLANK_CHOICE_DASH[0]
        choices: Any = field.choices
        field.choices = [("", CHOOSE) if one == dashes else one for one in choices]


class PlainForm(Decorated, forms.Form):
    """A form that is no record: an action's arguments."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.decorate()


class RecordForm(Decorated, forms.ModelForm):
    """A record's form; `seen_version` is the version that the person had before their eyes."""

    seen_version = forms.IntegerField(widget=forms.HiddenInput, required=False)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["seen_version"].initial = getattr(self.instance, "version", None)
        self.decorate()

    def clean(self) -> dict[str, Any]:
        """Normal form of all text, as imports store it; lines stay where there may be some."""
        cleaned = super().clean() or self.cleaned_data
        for name, value in cleaned.items():
            if isinstance(value, str):
                has_lines = isinstance(self.fields[name].widget, forms.Textarea)
                cleaned[name] = (normalise_lines if has_lines else normalise)(value)
        return cleaned

    def contradictions(self) -> Iterable[tuple[str, Any]]:
        """(field, words) of what contradicts itself; shared with imports."""
        return ()

    def _post_clean(self) -> None:
        """Contradictions stand at their fields, instead of the constraints that say the same."""
        super()._post_clean()  # type: ignore[misc]
        found = list(self.contradictions())
        if found:
            self.errors.pop(NON_FIELD_ERRORS, None)
        for name, words in found:
            if name not in self.errors:
                self.add_error(name if name in self.fields else None, words)

    @classmethod
    def initial_from(cls, query: Any) -> dict[str, Any]:  # noqa: ARG003 - for subclasses
        """What the address of the empty form brings along; nothing by default."""
        return {}

    def tailor(self, user: Any) -> None:
        """What depends on who fills the form in; nothing by default."""

    def ask_for_reason(self, document: str) -> None:
        """The record stands in an issued document: a change of it says why."""
        reason = deepcopy(ReasonForm.base_fields["reason"])
        reason.label = _("Lý do sửa")
        reason.help_text = _(
            "Hồ sơ đã được tính trong %(document)s. Bản đó không đổi; lý do được giữ trong lịch sử."
        ) % {"document": document}
        self.fields["reason"] = reason
        _decorate(reason)

    @property
    def helper(self) -> FormHelper:
        helper = super().helper
        if self.sections and "reason" in self.fields:
            helper.layout.append(Fieldset(_("Lý do sửa"), "reason"))
        return helper

    def record_fields(self) -> list[str]:
        """Names of the record's own fields in the form."""
        own = {field.name for field in self._meta.model._meta.get_fields()}
        return [name for name in self.fields if name in own]


class ReasonForm(PlainForm):
    """Why; kept with the line in the history."""

    reason = forms.CharField(
        label=_("Lý do"),
        max_length=500,
        widget=forms.Textarea,
        error_messages={"required": _("Ghi lý do.")},
    )
