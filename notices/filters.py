"""Filters of the log."""

from collections.abc import Iterable
from typing import Any

import django_filters
from django.db.models import Q, QuerySet
from django.utils.translation import gettext_lazy as _

from core.ui.filters import RegisterFilter, choice, search_box, since, until
from notices.choices import SendState
from notices.kinds import kinds


class LogFilter(RegisterFilter):
    tim = django_filters.CharFilter(
        label=_("Người nhận, tiêu đề"),
        method="by_words",
        widget=search_box(_("Người nhận, thư điện tử, tiêu đề")),
    )
    trang_thai = choice("state", SendState.choices, _("Trạng thái"))
    tu_ngay = since("at__date", _("Từ ngày"))
    den_ngay = until("at__date", _("Đến ngày"))

    def added(self) -> Iterable[tuple[str, django_filters.Filter]]:
        """The kinds that the apps above declare."""
        named = [(code, kind.label) for code, kind in kinds.items()]
        return [("loai", choice("kind", named, _("Loại")))]

    def by_words(self, queryset: QuerySet[Any], name: str, value: str) -> QuerySet[Any]:
        person = Q(user__full_name__icontains=value) | Q(user__email__icontains=value)
        letter = Q(address__icontains=value) | Q(subject__icontains=value)
        return queryset.filter(person | letter)
