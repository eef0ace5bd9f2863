"""Columns of the register; apps above add theirs."""

from collections.abc import Mapping, Sequence
from typing import Any

from django.db.models import Max
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from core.among import among
from core.registry import Registry
from core.ui.paging import Sort
from core.ui.tables import Column, words_of
from enterprises.choices import EntityType, Sector, SizeClass
from enterprises.models import Enterprise, OcopProduct

added_columns: Registry[Column] = Registry()

SORTS = (
    Sort("ten", gettext_lazy("theo tên"), ("sort_key",)),
    Sort("moi", gettext_lazy("mới sửa trước"), ("updated_at",), is_descending=True),
)


def marks_of(records: Sequence[Any], _user: Any) -> Mapping[int, list[str]]:
    """Short words on what an enterprise is today: SME, OCOP, key product, chain, merged."""
    stars = dict(
        OcopProduct.objects.in_force_on(timezone.localdate())
        .filter(among("enterprise_id", [e.pk for e in records]))
        .values_list("enterprise")
        .annotate(most=Max("stars"))
    )
    sme, ocop, key_product, chain, merged = (
        _("Nhỏ và vừa"),
        _("OCOP %d sao"),
        _("Chủ lực"),
        _("Chuỗi giá trị"),
        _("Đã nhập vào đăng ký khác"),
    )
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


def _under_name(enterprise: Enterprise) -> str:
    is_usual = enterprise.entity_type == EntityType.ENTERPRISE
    kind = "" if is_usual else str(EntityType(enterprise.entity_type).label)
    return " · ".join(filter(None, [enterprise.masked_tax_code, kind]))


OWN_COLUMNS = (
    Column(gettext_lazy("Tên"), lambda e: e.name, sort="ten", sub=_under_name, width=44),
    Column(
        gettext_lazy("Mã số thuế"), lambda e: e.masked_tax_code, width=16, is_exported_only=True
    ),
    Column(
        gettext_lazy("Loại hình"),
        load=words_of("entity_type", EntityType),
        is_exported_only=True,
    ),
    Column(gettext_lazy("Đơn vị hành chính"), lambda e: e.unit.name if e.unit else "", width=24),
    Column(gettext_lazy("Địa chỉ"), lambda e: e.address, width=40, is_exported_only=True),
    Column(gettext_lazy("Lĩnh vực"), load=words_of("sector", Sector), is_exported_only=True),
    Column(gettext_lazy("Ngành (VSIC)"), lambda e: e.vsic_code, width=12, is_exported_only=True),
    Column(gettext_lazy("Sản phẩm chính"), lambda e: e.main_products, width=36),
    Column(gettext_lazy("Quy mô"), load=words_of("size_class", SizeClass), width=12),
    Column(gettext_lazy("Phân loại"), load=marks_of, kind="tags", width=28),
)


def columns() -> list[Column]:
    return [*OWN_COLUMNS, *added_columns]
