"""Filters of requests, kept in the address."""

from typing import Any

import django_filters
from django import forms
from django.db.models import F, Q, QuerySet
from django.utils.translation import gettext_lazy as _

from agencies.choices import AREA_KINDS, UnitKind
from agencies.models import Unit
from core.ui.filters import RegisterFilter, choice, search, since, until
from enterprises.filters import UnitFilter
from enterprises.models import Enterprise
from programs.filters import TaskFilter
from support.choices import UNDECIDED_REQUESTS, RequestSource, RequestState
from support.filters import item_filter

UNDECIDED = "chua-quyet"


def registering_units() -> QuerySet[Unit]:
    """Places, departments and associations: those in force first."""
    found = Unit.objects.filter(
        kind__in=(*AREA_KINDS, UnitKind.DEPARTMENT, UnitKind.BOARD, UnitKind.ASSOCIATION)
    )
    in_force_first = F("valid_to").desc(nulls_first=True)
    return found.select_related("parent").order_by(in_force_first, "sort_key", "pk")


class RequestStateFilter(django_filters.ChoiceFilter):
    """A state, or what nobody has decided on."""

    def __init__(self) -> None:
        super().__init__(
            field_name="state",
            choices=[(UNDECIDED, _("Chưa quyết định")), *RequestState.choices],
            label=_("Trạng thái"),
            empty_label=_("Tất cả"),
        )

    def filter(self, qs: Any, value: str) -> QuerySet[Any]:
        found: QuerySet[Any]
        if value == UNDECIDED:
            found = qs.filter(state__in=UNDECIDED_REQUESTS)
        else:
            found = super().filter(qs, value)
        return found


class RequestFilter(RegisterFilter):
    tim = search("search", _("Tên doanh nghiệp, nhu cầu; có dấu hoặc không dấu"))
    dn = django_filters.ModelChoiceFilter(
        field_name="enterprise",
        queryset=Enterprise.objects.all(),
        label=_("Doanh nghiệp"),
        widget=forms.HiddenInput,
    )
    trang_thai = RequestStateFilter()
    nguon = choice("source", RequestSource.choices, _("Nguồn"))
    noi_dung = item_filter("support", _("Nội dung"))
    don_vi = UnitFilter(label=_("Đơn vị đăng ký"), queryset=lambda _request: registering_units())
    gan = django_filters.ChoiceFilter(
        label=_("Gắn với danh bạ"),
        choices=[("co", _("Đã gắn doanh nghiệp")), ("khong", _("Chưa gắn"))],
        empty_label=_("Tất cả"),
        method=lambda qs, _name, value: qs.filter(Q(enterprise__isnull=value == "khong")),
    )
    nhiem_vu = TaskFilter()
    tu_ngay = since("received_on", _("Nhận từ ngày"))
    den_ngay = until("received_on", _("Nhận đến ngày"))
