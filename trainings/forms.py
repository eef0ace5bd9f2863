"""The form of a class."""

from collections.abc import Iterator
from typing import Any

from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from core.ui.forms import RecordForm, formfield_for
from programs.models import Task
from trainings.choices import ClassStatus
from trainings.models import TrainingClass


class ClassForm(RecordForm):
    sections = (
        (
            _("Lớp"),
            ("name", "audience", "status", "starts_on", "ends_on", "place", "task"),
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

    def contradictions(self) -> Iterator[tuple[str, Any]]:
        first, last = self.instance.starts_on, self.instance.ends_on
        if first and last and last < first:
            yield ("ends_on", _("Ngày kết thúc phải từ ngày bắt đầu trở đi."))
        elif last and last > timezone.localdate() and self.instance.status == ClassStatus.HELD:
            yield ("status", _("Lớp chưa kết thúc; chọn “Dự kiến” cho tới ngày cuối của lớp."))
