"""A field's value as people read it: on pages, in histories, in conflicts."""

from collections.abc import Callable
from datetime import date, datetime
from decimal import Decimal
from typing import Any

from django.core.exceptions import FieldDoesNotExist
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from core.vietnamese import format_date, format_number

# In place of a record's name, for those who may not see that record.
UNSEEN = gettext_lazy("hồ sơ của đơn vị khác")


def display(record: models.Model, name: str) -> str:
    """Value of the field (or property) `name` of `record`; "" where there is none."""
    try:
        field = record._meta.get_field(name)
    except FieldDoesNotExist:
        return shown(getattr(record, name))
    return shown_as(field, getattr(record, name))


def shown_as(field: Any, value: Any) -> str:
    """`value` as the value of `field`: its choice's words, an amount with its unit."""
    choices = getattr(field, "flatchoices", None)
    if choices and not isinstance(value, (list, tuple)):
        return str(dict(choices).get(value, value or ""))
    if field.name.endswith("_vnd") and value is not None:
        return _("%(amount)s đồng") % {"amount": format_number(value)}
    if field.name.endswith("year") and value is not None:
        return str(value)  # a year has no thousands
    return shown(value)


def shown(value: Any) -> str:
    """A plain value in words; "" for none."""
    if isinstance(value, str):
        return str(value)
    if value is None:
        return ""
    for kinds, words in _WORDS:
        if isinstance(value, kinds):
            return words(value)
    return str(value)


_WORDS: tuple[tuple[Any, Callable[[Any], str]], ...] = (
    (bool, lambda value: _("Có") if value else _("Không")),  # before int: True is one
    (datetime, lambda value: f"{timezone.localtime(value):%H:%M %d/%m/%Y}"),
    (date, format_date),
    ((int, Decimal), format_number),
    ((list, tuple), lambda value: "; ".join(map(str, value))),
)


def label_of(model: Any, name: str) -> str:
    """The field's name in sentence case."""
    text = str(model._meta.get_field(name).verbose_name)
    return text[:1].upper() + text[1:]
