"""Columns of the register; apps above add theirs."""

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any

from django.db.models import Max, QuerySet
from django.utils import timezone
from django.utils.translation import gettext, gettext_lazy, gettext_noop

from core.among import among
from core.prepared import numbers, prepared
from core.registry import Registry
from core.ui.paging import Sort
from core.ui.tables import Column
from enterprises.choices import EntityType, Sector, SizeClass
from enterprises.models import Enterprise, OcopProduct

added_columns: Registry[Column] = Registry()

SORTS = (
    Sort("ten", gettext_lazy("theo tên"), ("sort_key",)),
    Sort("moi", gettext_lazy("mới sửa trước"), ("updated_at",), is_descending=True),
)


@prepared
def _most_stars(day: date, enterprises: str) -> QuerySet[OcopProduct, Any]:
    held = OcopProduct.objects.in_force_on(day).filter(among("enterprise", enterprises))
    return held.values_list("enterprise").annotate(most=Max("stars"))


def marks_of(records: Sequence[Any], _user: Any) -> Mapping[int, list[str]]:
    """Short words on what an enterprise is today: SME, OCOP, key product, chain, merged."""
    stars = dict(_most_stars(timezone.localdate(), numbers(e.pk for e in records)))
    sme, ocop, key_product, chain, merged = map(gettext, _MARKS)
    found = {}
    for e in records:
        words = []
        if e.is_sme:
            words.append(sme)
        if e.pk in stars:
            words.append(ocop % stars[e.pk])
        if e.has_key_product:
            words.append(key_product)
        if e.in_value_chain:
            words.append(chain)
        if e.merged_into_id:
            words.append(merged)
        found[e.pk] = words
    return found


_MARKS = (
    gettext_noop("Nhỏ và vừa"),
    gettext_noop("OCOP %d sao"),
    gettext_noop("Chủ lực"),
    gettext_noop("Chuỗi giá trị"),
    gettext_noop("Đã nhập vào đăng ký khác"),
)


def _under_name(enterprise: Enterprise) -> str:
    if enterprise.entity_type == EntityType.ENTERPRISE:
        return enterprise.masked_tax_code
    return f"{enterprise.masked_tax_code} · {EntityType(enterprise.entity_type).label}"


# What the columns of the page read; the others and those of apps above read what they load.
LISTED = (
    *("name", "tax_code", "entity_type", "size_class", "has_key_product", "in_value_chain"),
    *("main_products", "merged_into", "unit__name"),
)
OWN_COLUMNS = (
    Column(gettext_lazy("Tên"), lambda e: e.name, sort="ten", sub=_under_name, width=44),
    Column(
        gettext_lazy("Mã số thuế"), lambda e: e.masked_tax_code, width=16, is_exported_only=True
    ),
    Column(
        gettext_lazy("Loại hình"),
        lambda e: e.entity_type,
        choices=EntityType.choices,
        is_exported_only=True,
    ),
    Column(gettext_lazy("Đơn vị hành chính"), lambda e: e.unit.name if e.unit_id else "", width=24),
    Column(gettext_lazy("Địa chỉ"), lambda e: e.address, width=40, is_exported_only=True),
    Column(
        gettext_lazy("Lĩnh vực"),
        lambda e: e.sector,
        choices=Sector.choices,
        is_exported_only=True,
    ),
    Column(gettext_lazy("Ngành (VSIC)"), lambda e: e.vsic_code, width=12, is_exported_only=True),
    Column(gettext_lazy("Sản phẩm chính"), lambda e: e.main_products, width=36),
    Column(gettext_lazy("Quy mô"), lambda e: e.size_class, choices=SizeClass.choices, width=12),
    Column(gettext_lazy("Phân loại"), load=marks_of, kind="tags", width=28),
)


def columns() -> list[Column]:
    return [*OWN_COLUMNS, *added_columns]
