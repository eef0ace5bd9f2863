"""Filters of the register; apps above add theirs ("what support they had")."""

from collections.abc import Iterable
from typing import Any

import django_filters
from django.db.models import Q, QuerySet
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from agencies.fields import UnitChoices
from agencies.models import Unit
from core.registry import Registry
from core.ui.fields import QuickSelect
from core.ui.filters import RegisterFilter, choice, search_box, yes_no
from enterprises.choices import (
    SME_CLASSES,
    EntityType,
    MergeState,
    PairState,
    Sector,
    SizeClass,
)
from enterprises.forms import places
from enterprises.models import DuplicatePair, Enterprise, EnterpriseMerge, OcopProduct
from enterprises.models.duplicates import SIGNS
from enterprises.search import matching

SME = "nvv"  # the plan's clause II puts small and medium-sized enterprises first

# Filters that other apps add to the list of enterprises, by the name in the address.
added_filters: Registry[tuple[str, django_filters.Filter]] = Registry()


class UnitFilterField(django_filters.fields.ModelChoiceField):
    iterator = UnitChoices
    widget = QuickSelect


class UnitFilter(django_filters.ModelChoiceFilter):
    """A unit of any time: what lies in it, then or through its successions.

    Which units it covers is asked first: of known keys the planner knows how many rows they have.
    """

    field_class = UnitFilterField

    def __init__(self, *, path: str = "unit", **kwargs: Any) -> None:
        kwargs.setdefault("label", _("Đơn vị hành chính"))
        kwargs.setdefault("queryset", lambda _request: places())
        kwargs.setdefault("empty_label", _("Tất cả"))
        super().__init__(**kwargs)
        self.path = path

    def filter(self, qs: QuerySet[Any], value: Unit | None) -> QuerySet[Any]:
        if value is None:
            return qs
        covered = Unit.objects.covered_by([value.pk]).order_by().values_list("pk", flat=True)
        return qs.filter(**{f"{self.path}__in": set(covered)})


class EnterpriseSearch(django_filters.CharFilter):
    """Enterprises by words and codes, or records by those of their enterprise (`path`)."""

    def __init__(self, label: Any, *, path: str = "") -> None:
        super().__init__(label=label, widget=search_box(label))
        self.path = path

    def filter(self, qs: QuerySet[Any], value: str) -> QuerySet[Any]:
        if not value:
            return qs
        found = matching(value, self.path)
        return qs.none() if found is None else qs.filter(found)


class EnterpriseFilter(RegisterFilter):
    tim = EnterpriseSearch(_("Tên, mã số thuế, sản phẩm; có dấu hoặc không dấu"))
    don_vi = UnitFilter()
    loai_hinh = choice("entity_type", EntityType.choices, _("Loại hình"))
    linh_vuc = choice("sector", Sector.choices, _("Lĩnh vực"))
    quy_mo = django_filters.ChoiceFilter(
        label=_("Quy mô"),
        choices=[(SME, _("Nhỏ và vừa (siêu nhỏ, nhỏ, vừa)")), *SizeClass.choices],
        empty_label=_("Tất cả"),
        method="by_size",
    )
    chu_luc = yes_no("has_key_product", _("Sản phẩm chủ lực"))
    chuoi_gia_tri = yes_no("in_value_chain", _("Tham gia chuỗi giá trị"))
    ocop = django_filters.ChoiceFilter(
        label=_("Sản phẩm OCOP"),
        choices=[(str(n), _("Từ %d sao") % n) for n in (3, 4, 5)],
        empty_label=_("Tất cả"),
        method="with_stars",
    )

    class Meta:
        model = Enterprise
        fields: list[str] = []

    def added(self) -> Iterable[tuple[str, django_filters.Filter]]:
        return added_filters

    def with_stars(self, queryset: QuerySet[Any], name: str, value: str) -> QuerySet[Any]:
        """With a product that holds so many stars today."""
        held = OcopProduct.objects.in_force_on(timezone.localdate())
        return queryset.filter(pk__in=held.filter(stars__gte=int(value)).values("enterprise"))

    def by_size(self, queryset: QuerySet[Any], name: str, value: str) -> QuerySet[Any]:
        sizes = SME_CLASSES if value == SME else (value,)
        return queryset.filter(size_class__in=sizes)


class OfEither(django_filters.CharFilter):
    """Rows about two enterprises, by words or codes of one of them."""

    def __init__(self, *paths: str) -> None:
        label = _("Tên, mã số thuế của một trong hai hồ sơ")
        super().__init__(label=label, widget=search_box(label))
        self.paths = paths

    def filter(self, qs: QuerySet[Any], value: str) -> QuerySet[Any]:
        if not value:
            return qs
        found = [matching(value, path) for path in self.paths]
        if any(one is None for one in found):
            return qs.none()
        asked = Q()
        for one in found:
            asked |= one  # type: ignore[operator]
        return qs.filter(asked)


class SignFilter(django_filters.ChoiceFilter):
    def filter(self, qs: QuerySet[Any], value: str) -> QuerySet[Any]:
        return qs.filter(**{value: True}) if value else qs


class PairStateFilter(django_filters.ChoiceFilter):
    """What waits for a decision, unless something else is asked for."""

    EVERYTHING = "tat-ca"

    def filter(self, qs: QuerySet[Any], value: str) -> QuerySet[Any]:
        if value == self.EVERYTHING:
            return qs
        return qs.filter(state=value or PairState.OPEN)


class DuplicateFilter(RegisterFilter):
    tim = OfEither("first__", "second__")
    dau_hieu = SignFilter(
        label=_("Dấu hiệu"),
        choices=[(name, words) for name, (words, _weight) in SIGNS.items()],
        empty_label=_("Tất cả"),
    )
    trang_thai = PairStateFilter(
        label=_("Trạng thái"),
        choices=[
            *((code, words) for code, words in PairState.choices if code != PairState.OPEN),
            (PairStateFilter.EVERYTHING, _("Tất cả")),
        ],
        empty_label=PairState.OPEN.label,
    )

    class Meta:
        model = DuplicatePair
        fields: list[str] = []

    def found(self) -> QuerySet[Any]:
        """A filter that nobody set is not asked; what waits is what the page is for."""
        rows = super().found()
        return rows if self.data.get("trang_thai") else rows.filter(state=PairState.OPEN)


class MergeFilter(RegisterFilter):
    tim = OfEither("source__", "target__")
    trang_thai = choice("state", MergeState.choices, _("Trạng thái"))

    class Meta:
        model = EnterpriseMerge
        fields: list[str] = []
