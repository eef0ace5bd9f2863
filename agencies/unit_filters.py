"""Filters of units and of invitations."""

from typing import Any

import django_filters
from django.db.models import Q, QuerySet
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from agencies.choices import UnitKind
from agencies.models import Invitation, Unit
from core.ui.filters import RegisterFilter, choice, search_box
from core.vietnamese import fold


class UnitFilter(RegisterFilter):
    tim = django_filters.CharFilter(
        label=_("Tên, mã đơn vị"), method="by_words", widget=search_box(_("Tên, mã đơn vị"))
    )
    loai = choice("kind", UnitKind.choices, _("Loại"))
    con = django_filters.ChoiceFilter(
        label=_("Hoạt động"),
        choices=(("co", _("Đang hoạt động")), ("khong", _("Đã kết thúc"))),
        empty_label=_("Tất cả"),
        method="by_today",
    )

    class Meta:
        model = Unit
        fields: list[str] = []

    def by_words(self, queryset: QuerySet[Any], name: str, value: str) -> QuerySet[Any]:
        return queryset.filter(Q(folded__contains=fold(value)) | Q(code=value.strip()))

    def by_today(self, queryset: Any, name: str, value: str) -> QuerySet[Any]:
        today = timezone.localdate()
        found: QuerySet[Any] = queryset.valid_on(today)
        return found if value == "co" else queryset.filter(valid_to__lt=today)


class InvitationFilter(RegisterFilter):
    tim = django_filters.CharFilter(label=_("Họ tên, thư điện tử"), method="by_words")
    tinh_trang = django_filters.ChoiceFilter(
        label=_("Tình trạng"),
        choices=(("cho", _("Đang chờ")), ("nhan", _("Đã nhận")), ("thu-hoi", _("Đã thu hồi"))),
        empty_label=_("Tất cả"),
        method="by_state",
    )

    class Meta:
        model = Invitation
        fields: list[str] = []

    def by_words(self, queryset: QuerySet[Any], name: str, value: str) -> QuerySet[Any]:
        return queryset.filter(Q(full_name__icontains=value) | Q(email__icontains=value))

    def by_state(self, queryset: Any, name: str, value: str) -> QuerySet[Any]:
        if value == "cho":
            return queryset.open()  # type: ignore[no-any-return]
        field = "accepted_at" if value == "nhan" else "withdrawn_at"
        found: QuerySet[Any] = queryset.filter(**{f"{field}__isnull": False})
        return found
