"""Filters that registers of records share, and those of the year's work."""

from typing import Any

import django_filters
from django.db.models import QuerySet
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from agencies.models import Unit
from core.ui.fields import QuickSelect
from core.ui.filters import RegisterFilter, choice, search, since, until
from programs.choices import UNFINISHED, NoteState, WorkItemKind, WorkState
from programs.models import Task, WorkItem

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


class WorkItemFilterField(django_filters.fields.ModelChoiceField):
    widget = QuickSelect

    def label_from_instance(self, obj: WorkItem) -> str:
        return f"{obj.years}: {obj.title}"


class WorkItemFilter(django_filters.ModelChoiceFilter):
    """Records of one piece of the year's work, or those of none."""

    field_class = WorkItemFilterField

    def __init__(self) -> None:
        super().__init__(
            field_name="work_item",
            queryset=WorkItem.objects.order_by("-first_year", "task", "title"),
            label=_("Công việc trong năm"),
            empty_label=_("Tất cả"),
            null_label=_("Chưa gắn công việc"),
            null_value=NO_TASK,
        )


UNDONE = "chua-xong"


class WorkFilter(RegisterFilter):
    tim = search("search", _("Tên, nội dung công việc; có dấu hoặc không dấu"))
    nam = django_filters.NumberFilter(label=_("Năm"), method="by_year")
    nhiem_vu = django_filters.ModelChoiceFilter(
        field_name="task",
        queryset=Task.objects.filter(plan__is_current=True),
        label=_("Nhiệm vụ"),
        empty_label=_("Tất cả"),
    )
    loai = choice("kind", WorkItemKind.choices, _("Loại công việc"))
    trang_thai = django_filters.ChoiceFilter(
        label=_("Trạng thái"),
        choices=[(UNDONE, _("Chưa xong")), *WorkState.choices],
        empty_label=_("Tất cả"),
        method="by_state",
    )
    cham = django_filters.ChoiceFilter(
        label=_("Chậm tiến độ"),
        choices=[("co", _("Có")), ("khong", _("Không"))],
        empty_label=_("Tất cả"),
        method="by_lateness",
    )
    chu_tri = django_filters.ModelChoiceFilter(
        field_name="lead",
        queryset=Unit.objects.order_by("sort_key", "pk"),
        label=_("Đơn vị chủ trì"),
        empty_label=_("Tất cả"),
        widget=QuickSelect,
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        """Offered are the units that lead work the person sees."""
        super().__init__(*args, **kwargs)
        if "chu_tri" in self.form.fields:
            leads = self.queryset.order_by().values("lead")
            units: Any = self.form.fields["chu_tri"]
            units.queryset = units.queryset.filter(pk__in=leads)

    def by_year(self, queryset: Any, _name: str, value: Any) -> QuerySet[Any]:
        found: QuerySet[Any] = queryset.of_year(int(value))
        return found

    def by_state(self, queryset: Any, _name: str, value: str) -> QuerySet[Any]:
        states = UNFINISHED if value == UNDONE else (value,)
        found: QuerySet[Any] = queryset.filter(state__in=states)
        return found

    def by_lateness(self, queryset: Any, _name: str, value: str) -> QuerySet[Any]:
        late = queryset.late_on(timezone.localdate())
        found: QuerySet[Any] = late if value == "co" else queryset.exclude(pk__in=late.values("pk"))
        return found


class NoteFilter(RegisterFilter):
    tim = search("item__search", _("Tên, nội dung công việc; có dấu hoặc không dấu"))
    trang_thai = choice("state", NoteState.choices, _("Trạng thái"))
    tu_ngay = since("day", _("Tính đến, từ ngày"))
    den_ngay = until("day", _("Tính đến, đến ngày"))
