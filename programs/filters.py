"""Filters that registers of records share."""

from typing import Any

import django_filters
from django.utils.translation import gettext_lazy as _

from programs.models import Task

NO_TASK = "khong"


class TaskFilter(django_filters.ModelChoiceFilter):
    """Records of one task of the current plan, or those of none."""

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(
            field_name="task",
            queryset=Task.objects.filter(plan__is_current=True),
            label=_("Nhiệm vụ"),
            empty_label=_("Tất cả"),
            null_label=_("Chưa gắn nhiệm vụ"),
            null_value=NO_TASK,
            **kwargs,
        )
