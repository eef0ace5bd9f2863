"""The form of a class."""

from collections.abc import Iterator
from typing import Any

from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from core.ui.forms import RecordForm, formfield_for
from programs.choices import WorkKind
from programs.fields import WorkItemField, work_from
from programs.models import Task
from trainings.models import TrainingClass
from trainings.validators import class_contradictions, work_contradictions


class ClassForm(RecordForm):
    work_item = WorkItemField()
    sections = (
        (
            _("Lớp"),
            ("name", "audience", "status", "starts_on", "ends_on", "place", "task", "work_item"),
        ),
        (
            _("Tổ chức, kết quả"),
            ("organiser", "trainer", "trainees", "enterprises", "cost_vnd", "seen_version"),
        ),
    )

    class Meta:
        model = TrainingClass
        formfield_callback = formfield_for
        fields = [
            "name",
            "audience",
            "status",
            "starts_on",
            "ends_on",
            "place",
            "task",
            "work_item",
            "organiser",
            "trainer",
            "trainees",
            "enterprises",
            "cost_vnd",
        ]
        help_texts = {"status": _("Chỉ lớp đã tổ chức mới được tính, theo ngày cuối của lớp.")}

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["task"].queryset = Task.objects.filter(plan__is_current=True)  # type: ignore[attr-defined]
        if self.instance.pk is None and not self.initial.get("task"):
            self.initial["task"] = Task.objects.default_for(WorkKind.TRAINING)
        self.fields["work_item"].offer_for(self.instance)  # type: ignore[attr-defined]

    @classmethod
    def initial_from(cls, query: Any) -> dict[str, Any]:
        return work_from(query)

    def contradictions(self) -> Iterator[tuple[str, Any]]:
        found = class_contradictions(self.instance, timezone.localdate())
        yield from ((c.field, c.message) for c in found)
        yield from ((c.field, c.message) for c in work_contradictions(self.instance))
