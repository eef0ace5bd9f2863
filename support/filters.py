"""Filters of records, kept in the address."""

from datetime import MAXYEAR, date, timedelta
from decimal import Decimal
from typing import Any

import django_filters
from django import forms
from django.db.models import Q, QuerySet
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from core.prepared import numbers
from core.ui.filters import DayFilter, RegisterFilter, choice, since, until, yes_no
from enterprises.filters import EnterpriseSearch, UnitFilter
from enterprises.models import Enterprise
from programs.filters import TaskFilter, WorkItemFilter
from support.choices import (
    AwardResult,
    CatalogueUse,
    CertificateCategory,
    CertificateStatus,
    ItemKind,
    SupportForm,
    SupportStatus,
)
from support.models import CatalogueItem
from support.queries import under_way_on

BY_ENTERPRISE = _("Tên doanh nghiệp, mã số thuế; có dấu hoặc không dấu")
SOON = timedelta(days=60)
MONEY = [
    ("state_budget", _("Ngân sách nhà nước")),
    ("counterpart", _("Đối ứng")),
    ("other_funds", _("Nguồn khác")),
]


class OfEnterprise(django_filters.ModelChoiceFilter):
    """Records of one enterprise, by a link from its page; no tax code stands in an address."""

    def __init__(self) -> None:
        super().__init__(
            field_name="enterprise",
            queryset=Enterprise.objects.all(),
            label=_("Doanh nghiệp"),
            widget=forms.HiddenInput,
        )

    def filter(self, qs: Any, value: Enterprise | None) -> QuerySet[Any]:
        """Its own records and those of registrations that count as it, as its page counts them."""
        return qs if value is None else qs.counted_for(numbers([value.pk]))


def item_filter(use: str, label: Any) -> django_filters.ModelChoiceFilter:
    return django_filters.ModelChoiceFilter(
        field_name="item",
        queryset=CatalogueItem.objects.filter(use=use).order_by("sort_key"),
        label=label,
        empty_label=_("Tất cả"),
    )


class SupportFilter(RegisterFilter):
    tim = EnterpriseSearch(BY_ENTERPRISE, path="enterprise__")
    dn = OfEnterprise()
    noi_dung = item_filter("support", _("Nội dung hỗ trợ"))
    loai = choice("item__kind", ItemKind.choices, _("Loại"))
    trang_thai = choice("status", SupportStatus.choices, _("Trạng thái"))
    hinh_thuc = choice("form", SupportForm.choices, _("Hình thức"))
    nhiem_vu = TaskFilter()
    cong_viec = WorkItemFilter()
    don_vi = UnitFilter(label=_("Đơn vị lúc đó"))
    kinh_phi = django_filters.ChoiceFilter(
        label=_("Có kinh phí"),
        choices=MONEY,
        empty_label=_("Tất cả"),
        method=lambda qs, _name, value: qs.filter(**{f"{value}_vnd__gt": 0}),
    )
    nam = django_filters.NumberFilter(
        label=_("Năm hoàn thành, hoặc bắt đầu nếu chưa hoàn thành"), method="of_year"
    )
    dang_ngay = DayFilter(
        label=_("Đang thực hiện vào ngày"),
        method=lambda qs, _name, day: qs.filter(under_way_on(day)),
    )
    bat_dau_tu = since("started_on", _("Bắt đầu từ ngày"))
    bat_dau_den = until("started_on", _("Bắt đầu đến ngày"))
    xong_tu = since("completed_on", _("Hoàn thành từ ngày"))
    xong_den = until("completed_on", _("Hoàn thành đến ngày"))

    def of_year(self, queryset: QuerySet[Any], name: str, value: Decimal) -> QuerySet[Any]:
        """The year under which the money of a support stands on its enterprise's page."""
        if not 1 <= value <= MAXYEAR:
            return queryset.none()
        first, last = date(int(value), 1, 1), date(int(value), 12, 31)
        started = Q(completed_on=None, started_on__range=(first, last))
        return queryset.filter(Q(completed_on__range=(first, last)) | started)


class CertificateFilter(RegisterFilter):
    tim = EnterpriseSearch(BY_ENTERPRISE, path="enterprise__")
    dn = OfEnterprise()
    loai = choice("category", CertificateCategory.choices, _("Loại chứng nhận"))
    he_thong = item_filter("certificate", _("Hệ thống quản lý"))
    trang_thai = choice("status", CertificateStatus.choices, _("Trạng thái"))
    ho_tro = yes_no("is_supported", _("Được hỗ trợ"))
    hieu_luc = django_filters.ChoiceFilter(
        label=_("Hiệu lực hôm nay"),
        choices=[
            ("con", _("Còn hiệu lực")),
            ("sap", _("Hết hạn trong 60 ngày")),
            ("het", _("Hết hiệu lực")),
        ],
        empty_label=_("Tất cả"),
        method="by_life",
    )
    cong_viec = WorkItemFilter()
    don_vi = UnitFilter(label=_("Đơn vị lúc đó"))
    cap_tu = since("issued_on", _("Cấp từ ngày"))
    cap_den = until("issued_on", _("Cấp đến ngày"))

    def by_life(self, queryset: QuerySet[Any], name: str, value: str) -> QuerySet[Any]:
        today = timezone.localdate()
        lives = Q(expires_on__isnull=True) | Q(expires_on__gte=today)
        lives &= Q(status=CertificateStatus.IN_FORCE)
        if value == "con":
            return queryset.filter(lives)
        if value == "sap":
            return queryset.filter(lives, expires_on__lte=today + SOON)
        return queryset.exclude(lives)


class AwardFilter(RegisterFilter):
    tim = EnterpriseSearch(BY_ENTERPRISE, path="enterprise__")
    dn = OfEnterprise()
    giai = item_filter("award", _("Giải thưởng"))
    nam = django_filters.NumberFilter(field_name="year", label=_("Năm"))
    ket_qua = choice("result", AwardResult.choices, _("Kết quả"))
    cong_viec = WorkItemFilter()
    don_vi = UnitFilter(label=_("Đơn vị lúc đó"))


class CatalogueFilter(RegisterFilter):
    dung_cho = choice("use", CatalogueUse.choices, _("Dùng cho"))
    loai = choice("kind", ItemKind.choices, _("Loại"))
    con_dung = django_filters.ChoiceFilter(
        label=_("Còn dùng hôm nay"),
        choices=[("co", _("Có")), ("khong", _("Không"))],
        empty_label=_("Tất cả"),
        method="by_validity",
    )

    def by_validity(self, queryset: Any, name: str, value: str) -> QuerySet[Any]:
        valid = queryset.model.objects.valid_on(timezone.localdate()).values("pk")
        return queryset.filter(pk__in=valid) if value == "co" else queryset.exclude(pk__in=valid)
