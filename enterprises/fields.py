"""Choosing one enterprise among a million: by tax code or by words."""

import re
from collections.abc import Iterable
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.db.models import QuerySet
from django.urls import reverse_lazy
from django.utils.translation import gettext_lazy as _

from core.vietnamese import normalise
from enterprises.merging.leading import survivors_of
from enterprises.models import Enterprise
from enterprises.search import matching

OFFERED = 8
_CODE = re.compile(r"^(\d{10}-\d{3}|\d{12}|\d{10})\b")
_NUMBER = re.compile(r"^#(\d{1,18})\b")


def find_enterprises(text: str, among: QuerySet[Enterprise]) -> QuerySet[Enterprise]:
    """Enterprises with all the words (or their beginnings) of `text`, without marks."""
    found = matching(text)
    return among.none() if found is None else among.filter(found).order_by("sort_key", "pk")


def led_on(found: Iterable[Enterprise], among: QuerySet[Enterprise]) -> list[Enterprise]:
    """The same, with the survivor in place of a merged one, as far as it is `among` them."""
    listed = list(found)
    ends = survivors_of(listed)
    seen = among.filter(pk__in={end.pk for end in ends.values()}).in_bulk() if ends else {}
    leading = [seen.get(ends[e.pk].pk, e) if e.pk in ends else e for e in listed]
    return list(dict.fromkeys(leading))


class EnterpriseInput(forms.TextInput):
    """A text box with suggestions; works without script too."""

    template_name = "enterprises/enterprise_input.html"
    among: QuerySet[Enterprise] = Enterprise.objects.all()

    def get_context(self, name: str, value: Any, attrs: Any) -> dict[str, Any]:
        context = super().get_context(name, value, attrs)
        context["suggestions"] = reverse_lazy("enterprises:enterprise-suggest")
        return context

    def format_value(self, value: Any) -> str | None:
        if isinstance(value, int):  # the record's, or the address's, primary key
            value = self.among.filter(pk=value).first() or ""
        return label_of(value) if isinstance(value, Enterprise) else value


def label_of(enterprise: Enterprise) -> str:
    """Words that `EnterpriseField` finds again; a person's number is not among them.

    A merged registration is named by its number: its tax code means the survivor.
    """
    if enterprise.has_personal_code or enterprise.merged_into_id:
        return f"#{enterprise.pk} - {enterprise.name} ({enterprise.masked_tax_code})"
    return f"{enterprise.tax_code} - {enterprise.name}"


class EnterpriseField(forms.CharField):
    """Takes a tax code, a suggestion, or words that fit one enterprise of `queryset`."""

    widget = EnterpriseInput

    def __init__(self, **kwargs: Any) -> None:
        kwargs.setdefault("label", _("Doanh nghiệp"))
        kwargs.setdefault("help_text", _("Ghi mã số thuế hoặc tên, rồi chọn trong gợi ý."))
        super().__init__(**kwargs)
        self.queryset = Enterprise.objects.all()

    @property
    def queryset(self) -> QuerySet[Enterprise]:
        """What may be chosen; `core.ui.fields.narrow` leaves what the person may see."""
        return self._queryset

    @queryset.setter
    def queryset(self, found: QuerySet[Enterprise]) -> None:
        self._queryset = self.widget.among = found

    def clean(self, value: Any) -> Enterprise | None:
        text = normalise(str(value or ""))
        if not text:
            if self.required:
                raise ValidationError(self.error_messages["required"], code="required")
            return None
        if code := _CODE.match(text):
            found = self._only(
                {"tax_code": code.group(1)},
                _("Không có doanh nghiệp mã số thuế này. Thêm doanh nghiệp trước."),
            )
            return led_on([found], self.queryset)[0]
        if number := _NUMBER.match(text):
            return self._only(
                {"pk": int(number.group(1))}, _("Không có hồ sơ số này. Chọn trong gợi ý.")
            )
        matches = led_on(find_enterprises(text, self.queryset)[: OFFERED + 1], self.queryset)
        if len(matches) == 1:
            return matches[0]
        if not matches:
            raise ValidationError(
                _("Không có doanh nghiệp nào khớp. Kiểm tra lại tên, mã số thuế.")
            )
        names = "; ".join(label_of(e) for e in matches[:OFFERED])
        raise ValidationError(
            _("Nhiều doanh nghiệp khớp: %(names)s. Ghi mã số thuế của một doanh nghiệp."),
            params={"names": names},
        )

    def _only(self, lookup: dict[str, Any], missing: Any) -> Enterprise:
        found = self.queryset.filter(**lookup).first()
        if found is None:
            raise ValidationError(missing)
        return found

    def has_changed(self, initial: Any, data: Any) -> bool:
        return True
