"""Form fields that choose work."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from core.ui.fields import QuickSelect
from programs.choices import WorkState
from programs.models import WorkItem

MOST_DIGITS = 19  # of a primary key


class WorkItemField(forms.ModelChoiceField):
    """The work a record belongs to, newest years first; cancelled work takes no more records."""

    widget = QuickSelect

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(
            WorkItem.objects.order_by("-first_year", "task", "title"),
            label=_("Công việc trong năm"),
            required=False,
            help_text=_("Công việc của năm mà hồ sơ này là kết quả."),
            **kwargs,
        )

    def label_from_instance(self, obj: WorkItem) -> str:
        return f"{obj.years}: {obj.title}"

    def offer_for(self, record: Any) -> None:
        """What is not cancelled, and what the record has."""
        rows: Any = self.queryset
        offered = rows.exclude(state=WorkState.CANCELLED)
        if record.work_item_id:
            offered |= rows.filter(pk=record.work_item_id)
        self.queryset = offered


def work_from(query: Any) -> dict[str, Any]:
    """What the page of a piece of work brings along to the empty form of a record."""
    number = query.get("cong_viec", "")
    is_key = number.isdecimal() and len(number) < MOST_DIGITS
    item = WorkItem.objects.filter(pk=int(number)).first() if is_key else None
    return {} if item is None else {"work_item": item.pk, "task": item.task_id}
