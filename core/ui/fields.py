"""Form fields that read what people in the province type."""

from collections.abc import Mapping
from datetime import date
from html import escape
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.forms.utils import flatatt
from django.utils.safestring import SafeString, mark_safe

from core.spreadsheets import cells
from core.spreadsheets.cells import CellError, Noted
from core.vietnamese import format_number, normalise


def narrow(fields: Mapping[str, forms.Field], user: Any) -> None:
    """Rows to choose from are those the person may see, in every filter and form alike."""
    for field in fields.values():
        rows: Any = getattr(field, "queryset", None)
        if hasattr(rows, "visible_to"):
            field.queryset = rows.visible_to(user)  # type: ignore[attr-defined]


class QuickSelect(forms.Select):
    """A choice among hundreds, written without a template for each option."""

    def render(self, name: str, value: Any, attrs: Any = None, renderer: Any = None) -> SafeString:
        chosen = set(self.format_value(value))
        options = (
            f'<option value="{escape(str(key))}"{" selected" if str(key) in chosen else ""}>'
            f"{escape(str(label))}</option>"
            for key, label in self.choices
        )
        own = flatatt(self.build_attrs(self.attrs, {"name": name, **(attrs or {})}))
        return mark_safe(f"<select{own}>{''.join(options)}</select>")  # noqa: S308 - escaped


class QuickChecks(forms.CheckboxSelectMultiple):
    """Boxes to tick among hundreds, in groups, written without a template for each."""

    def render(self, name: str, value: Any, attrs: Any = None, renderer: Any = None) -> SafeString:
        chosen = set(self.format_value(value))
        own = {**self.build_attrs(self.attrs, attrs), "class": "checks", "role": "group"}
        made = [f"<div{flatatt({**own, 'tabindex': '0'})}>"]
        for group, rows in self.choices:
            made.append(f"<fieldset><legend>{escape(str(group))}</legend>")
            for key, label in rows:
                ticked = " checked" if str(key) in chosen else ""
                box = f'<input type="checkbox" name="{escape(name)}" value="{escape(str(key))}"{ticked}>'
                made.append(f"<label>{box} {escape(str(label))}</label>")
            made.append("</fieldset>")
        made.append("</div>")
        return mark_safe("".join(made))  # noqa: S308 - escaped


class QuickInput(forms.TextInput):
    """One line, written without a template."""

    def render(self, name: str, value: Any, attrs: Any = None, renderer: Any = None) -> SafeString:
        own = {"type": self.input_type, "name": name, "value": self.format_value(value)}
        all_of_it = flatatt({**own, **self.build_attrs(self.attrs, attrs)})
        return mark_safe(f"<input{all_of_it}>")  # noqa: S308 - escaped


class LineField(forms.CharField):
    """One line in normal form before its length is checked: normal form may be longer."""

    def to_python(self, value: Any) -> str:
        return normalise(super().to_python(value) or "")


class DayField(forms.DateField):
    """A day as people write it: 15/11/2026, 15-11-2026, 15.11.2026, 2026-11-15."""

    def __init__(self, **kwargs: Any) -> None:
        kwargs.setdefault("widget", forms.DateInput(format="%d/%m/%Y"))
        kwargs.pop("lookup_expr", None)
        super().__init__(**kwargs)

    def to_python(self, value: Any) -> date | None:
        if value in self.empty_values or isinstance(value, date):
            return value or None
        try:
            return cells.day(str(value).strip())
        except CellError as error:
            raise ValidationError(str(error)) from error


class MoneyInput(forms.TextInput):
    def format_value(self, value: Any) -> str | None:
        return format_number(value) if isinstance(value, int) else value


class MoneyField(forms.Field):
    """Whole đồng; dots between thousands as people write them."""

    widget = MoneyInput(attrs={"inputmode": "numeric"})
    read = staticmethod(cells.vnd)

    def to_python(self, value: Any) -> int | None:
        if value in self.empty_values or isinstance(value, int):
            return value if isinstance(value, int) else None
        try:
            found = self.read(str(value).strip())
        except CellError as error:
            raise ValidationError(str(error)) from error
        return found.value if isinstance(found, Noted) else found


class CountField(MoneyField):
    """A whole number from 0, with dots between thousands as people write them."""

    read = staticmethod(cells.count)


class TaxCodeField(forms.CharField):
    """A tax code in any spelling, as stored."""

    def to_python(self, value: Any) -> str:
        text = normalise(str(value or ""))
        if not text:
            return ""
        try:
            found = cells.tax_code(text)
        except CellError as error:
            raise ValidationError(str(error)) from error
        return str(found.value if isinstance(found, Noted) else found)
