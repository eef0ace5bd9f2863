"""Filters of difficulties, kept in the address."""

from typing import Any

import django_filters
from django.db.models import QuerySet
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from core.ui.filters import RegisterFilter, choice, search, since, until
from programs.filters import TaskFilter
from reporting.choices import OPEN_STATES, DifficultyCategory, DifficultyState

OVERDUE, OPEN = "qua-han", "chua-xong"


class StateFilter(django_filters.ChoiceFilter):
    """A state, or what still waits, or what waits too long."""

    def __init__(self) -> None:
        waiting = [(OPEN, _("Chưa xong")), (OVERDUE, _("Quá hạn xử lý"))]
        super().__init__(
            field_name="state",
            choices=[*waiting, *DifficultyState.choices],
            label=_("Trạng thái"),
            empty_label=_("Tất cả"),
        )

    def filter(self, qs: Any, value: str) -> QuerySet[Any]:
        found: QuerySet[Any]
        if value == OVERDUE:
            found = qs.overdue(timezone.localdate())
        elif value == OPEN:
            found = qs.filter(state__in=OPEN_STATES)
        else:
            found = super().filter(qs, value)
        return found


class DifficultyFilter(RegisterFilter):
    tim = search("search", _("Tóm tắt, nội dung; có dấu hoặc không dấu"))
    trang_thai = StateFilter()
    nhom = choice("category", DifficultyCategory.choices, _("Nhóm"))
    nhiem_vu = TaskFilter()
    tu_ngay = since("raised_on", _("Phản ánh từ ngày"))
    den_ngay = until("raised_on", _("Phản ánh đến ngày"))
