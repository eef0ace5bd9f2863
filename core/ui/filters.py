"""Filters kept in the address: search by words, chips that say what is active."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

import django_filters
from django import forms
from django.contrib.postgres.search import SearchQuery
from django.db.models import Model, Q, QuerySet
from django.http import QueryDict
from django.utils.translation import gettext_lazy as _

from core.ui.fields import DayField, QuickInput, narrow
from core.vietnamese import search_query


class SearchFilter(django_filters.CharFilter):
    """Words or beginnings of words, without marks, in any order (`core_search_vector`)."""

    def filter(self, qs: QuerySet[Any], value: str) -> QuerySet[Any]:
        if not value:
            return qs
        query = search_query(value)
        if not query:
            return qs.none()  # signs alone: nothing is named so
        return qs.filter(
            **{self.field_name: SearchQuery(query, search_type="raw", config="simple")}
        )


def search_box(label: Any) -> forms.TextInput:
    return QuickInput({"type": "search", "autocomplete": "off", "placeholder": label})


def search(field: str, label: Any) -> SearchFilter:
    return SearchFilter(field_name=field, label=label, widget=search_box(label))


class DayFilter(django_filters.Filter):
    field_class = DayField


def since(field: str, label: Any) -> DayFilter:
    return DayFilter(field_name=field, lookup_expr="gte", label=label)


def until(field: str, label: Any) -> DayFilter:
    return DayFilter(field_name=field, lookup_expr="lte", label=label)


def choice(field: str, choices: Any, label: Any) -> django_filters.ChoiceFilter:
    return django_filters.ChoiceFilter(
        field_name=field, choices=choices, label=label, empty_label=_("Tất cả")
    )


def yes_no(field: str, label: Any) -> django_filters.ChoiceFilter:
    """Three states; "yes" and "no" read better in an address than True and False."""
    return django_filters.ChoiceFilter(
        label=label,
        choices=(("co", _("Có")), ("khong", _("Không"))),
        empty_label=_("Tất cả"),
        method=lambda qs, _name, value: qs.filter(Q(**{field: value == "co"})),
    )


@dataclass(frozen=True)
class Chip:
    """An active filter: its words, and the address without it."""

    label: str
    value: str
    address: str


class RegisterFilter(django_filters.FilterSet):
    """Base of a register's filters; the field named `tim` is the search box.

    Args:
        are_open: all filters are there to be shown. Otherwise only the search box and those
            that `data` sets: hundreds of choices that nobody looks at cost more than the list.
    """

    base_filters: dict[str, django_filters.Filter]
    SEARCH = "tim"
    OPEN = "bo_loc"  # in an address: with the filters open

    def __init__(
        self, data: QueryDict, queryset: QuerySet[Any], *, user: Any, are_open: bool = True
    ) -> None:
        offered = {**self.base_filters, **dict(self.added())}
        self.has_others = any(map(self._is_shown, offered, offered.values()))
        self.are_open = are_open
        self.base_filters = {
            name: one
            for name, one in offered.items()
            if are_open or name == self.SEARCH or data.get(name)
        }
        super().__init__(data, queryset)
        narrow(self.form.fields, user)
        for field in self.form.fields.values():
            is_select = isinstance(field.widget, forms.Select)
            field.widget.attrs["class"] = "form-select" if is_select else "form-control"

    def added(self) -> Iterable[tuple[str, django_filters.Filter]]:
        """Filters of other apps, by their names in the address."""
        return ()

    @property
    def search_field(self) -> forms.BoundField | None:
        return self.form[self.SEARCH] if self.SEARCH in self.filters else None

    def _is_shown(self, name: str, one: django_filters.Filter) -> bool:
        """Neither the search box nor a filter that only a link sets."""
        return name != self.SEARCH and one.extra.get("widget") is not forms.HiddenInput

    @property
    def other_fields(self) -> list[forms.BoundField]:
        return [self.form[name] for name, one in self.filters.items() if self._is_shown(name, one)]

    @property
    def hidden_fields(self) -> list[forms.BoundField]:
        """Filters that only a link sets, kept when the form is sent again."""
        return [field for field in self.form.hidden_fields() if field.value()]

    @property
    def is_searched(self) -> bool:
        return bool(self.form.is_valid() and self.form.cleaned_data.get(self.SEARCH))

    def found(self) -> QuerySet[Any]:
        """Records that match; none while a filter's value is wrong, its message is shown."""
        return self.qs if self.form.is_valid() else self.queryset.none()

    def _words(self, name: str, value: Any) -> str:
        """A chosen row by its name (its choices may be a million), a choice by its words."""
        if isinstance(value, Model):
            return str(value)
        choices = dict(getattr(self.form.fields[name], "choices", ()) or ())
        return str(choices.get(value, self.data.get(name)))

    def chips(self) -> list[Chip]:
        if not self.form.is_valid():
            return []
        made = []
        for name, bound in self.filters.items():
            value = self.form.cleaned_data.get(name)
            if value in {None, ""}:
                continue
            rest = self.data.copy()
            for key in (name, "sau", "truoc", "dem", self.OPEN):
                rest.pop(key, None)
            words = self._words(name, value)
            made.append(Chip(str(bound.label), words, f"?{rest.urlencode()}"))
        return made
