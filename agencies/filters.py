"""Filters of accounts."""

from typing import Any

import django_filters
from django.db.models import Q, QuerySet
from django.utils.translation import gettext_lazy as _

from agencies.choices import Role
from agencies.models import RoleAssignment, User
from core.ui.filters import RegisterFilter, yes_no


class AccountFilter(RegisterFilter):
    tim = django_filters.CharFilter(label=_("Họ tên, thư điện tử"), method="by_words")
    vai_tro = django_filters.ChoiceFilter(
        label=_("Vai trò"), choices=Role.choices, empty_label=_("Tất cả"), method="by_role"
    )
    dang_dung = yes_no("is_active", _("Đang dùng"))

    class Meta:
        model = User
        fields: list[str] = []

    def by_words(self, queryset: QuerySet[Any], name: str, value: str) -> QuerySet[Any]:
        return queryset.filter(Q(full_name__icontains=value) | Q(email__icontains=value))

    def by_role(self, queryset: QuerySet[Any], name: str, value: str) -> QuerySet[Any]:
        holders = RoleAssignment.objects.filter(role=value).values("user")
        return queryset.filter(pk__in=holders)
