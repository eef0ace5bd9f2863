"""Form fields that read what people in the province type."""

import re
from collections.abc import Mapping
from datetime import date
from typing import Any

from django import forms
from django.core.exceptions import ValidationError

from core.spreadsheets import cells
from core.spreadsheets.cells import CellError, Noted
from core.vietnamese import format_number, normalise


def narrow(fields: Mapping[str, forms.Field], user: Any) -> None:
    """Rows to choose from are those the person may see, in every filter and form alike."""
    for field in fields.values():
        rows: Any = getattr(field, "queryset", None)
        if hasattr(rows, "visible_to"):
            field.queryset = rows.visible_to(user)  # type: ignore[attr-defined]


# Everything that moves a cursor or rings a bell, except the tab and the end of a line.
_CONTROL = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f]")


def normalise_line(text: str) -> str:
    """Normal form of one line, without control characters."""
    return normalise(_CONTROL.sub("", text))


def normalise_lines(text: str) -> str:
    """Normal form of each line; lines stay, empty ones at the ends go."""
    lines = text.replace("\r\n", "\n").replace("\r", "\n").split("\n")
    return "\n".join(map(normalise_line, lines)).strip("\n")


class LineField(forms.CharField):
    """One line in normal form before its length is checked: normal form may be longer."""

    def to_python(self, value: Any) -> str:
        return normalise_line(super().to_python(value) or "")


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
        text = normalise_line(str(value or ""))
        if not text:
            return ""
        try:
            found = cells.tax_code(text)
        except CellError as error:
            raise ValidationError(str(error)) from error
        return str(found.value if isinstance(found, Noted) else found)
