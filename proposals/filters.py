"""Filters of proposals and calls, kept in the address."""

from typing import Any

import django_filters
from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _

from agencies.models import Unit
from core.ui.fields import QuickSelect
from core.ui.filters import RegisterFilter, choice, search, since, until
from programs.filters import TaskFilter
from proposals.choices import CallState, ProposalKind, ProposalState
from proposals.models import Call, Proposal

WAITING = "cho-so"


class StateFilter(django_filters.ChoiceFilter):
    """A state, or all that waits for the department."""

    def __init__(self) -> None:
        super().__init__(
            field_name="state",
            choices=[(WAITING, _("Chờ Sở xử lý")), *ProposalState.choices],
            label=_("Trạng thái"),
            empty_label=_("Tất cả"),
        )

    def filter(self, qs: Any, value: str) -> QuerySet[Any]:
        found: QuerySet[Any] = qs.waiting() if value == WAITING else super().filter(qs, value)
        return found


class ProposalFilter(RegisterFilter):
    tim = search("search", _("Tên nhiệm vụ, nhu cầu; có dấu hoặc không dấu"))
    dot = django_filters.ModelChoiceFilter(
        field_name="call", queryset=Call.objects.all(), label=_("Đợt"), empty_label=_("Tất cả")
    )
    trang_thai = StateFilter()
    loai = choice("kind", ProposalKind.choices, _("Loại nhiệm vụ"))
    nhiem_vu = TaskFilter()
    don_vi = django_filters.ModelChoiceFilter(
        field_name="unit",
        queryset=Unit.objects.filter(pk__in=Proposal.objects.order_by().values("unit")).order_by(
            "sort_key", "pk"
        ),
        label=_("Đơn vị đề xuất"),
        empty_label=_("Tất cả"),
        widget=QuickSelect,
    )
    tu_ngay = since("submitted_at__date", _("Nộp từ ngày"))
    den_ngay = until("submitted_at__date", _("Nộp đến ngày"))


class CallFilter(RegisterFilter):
    tim = django_filters.CharFilter(field_name="title", lookup_expr="icontains", label=_("Tên đợt"))
    trang_thai = choice("state", CallState.choices, _("Trạng thái"))
    nam = django_filters.NumberFilter(field_name="year", label=_("Năm"))
