"""Forms of difficulties: what a unit reports, and what each step of handling asks for."""

from collections.abc import Iterator
from typing import Any

from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from agencies.choices import Role
from agencies.fields import UnitChoiceField
from agencies.models import RoleAssignment, Unit, User
from agencies.queries import own_units
from core.errors import ActionError
from core.ui.forms import RecordForm, formfield_for
from core.ui.steps import StepForm
from programs.models import Target, Task
from reporting.choices import DifficultyState
from reporting.models import Difficulty


class DifficultyForm(RecordForm):
    unit = UnitChoiceField(queryset=Unit.objects.none(), label=gettext_lazy("Đơn vị"))
    sections = (
        (
            gettext_lazy("Nội dung phản ánh"),
            ("unit", "raised_on", "title", "category", "text", "proposal"),
        ),
        (
            gettext_lazy("Liên quan, văn bản"),
            ("task", "target", "letter_number", "letter_on", "seen_version"),
        ),
    )

    class Meta:
        model = Difficulty
        formfield_callback = formfield_for
        fields = [
            *("unit", "raised_on", "title", "category", "text", "proposal"),
            *("task", "target", "letter_number", "letter_on"),
        ]
        help_texts = {
            "title": gettext_lazy("Một câu, ví dụ: Doanh nghiệp không đủ vốn đối ứng."),
            "letter_number": gettext_lazy(
                "Nếu đã gửi văn bản. Tệp PDF đính kèm ở trang của phản ánh sau khi lưu."
            ),
        }

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["task"].queryset = Task.objects.filter(plan__is_current=True)  # type: ignore[attr-defined]
        self.fields["target"].queryset = Target.objects.filter(  # type: ignore[attr-defined]
            stage__plan__is_current=True
        ).select_related("stage__plan")
        if self.instance.pk is None:
            self.initial["raised_on"] = self.initial.get("raised_on") or timezone.localdate()

    def tailor(self, user: Any) -> None:
        units: Any = self.fields["unit"]
        units.queryset = own_units(user)
        if self.instance.pk is not None:
            units.queryset |= Unit.objects.filter(pk=self.instance.unit_id)
        elif len(found := list(units.queryset[:2])) == 1:
            self.initial["unit"] = found[0].pk

    def contradictions(self) -> Iterator[tuple[str, Any]]:
        today = timezone.localdate()
        for name in ("raised_on", "letter_on"):
            day = getattr(self.instance, name)
            if day is not None and day > today:
                yield name, _("Ngày này chưa tới.")


class AssignForm(StepForm):
    obliged = ("assignee", "due_on")

    class Meta:
        model = Difficulty
        formfield_callback = formfield_for
        fields = ["assignee", "due_on"]

    def tailor(self, user: Any) -> None:
        """Those who hold a role of the department today."""
        held = RoleAssignment.objects.valid_on(timezone.localdate()).filter(
            role__in=(Role.STAFF, Role.ADMINISTRATOR)
        )
        people: Any = self.fields["assignee"]
        people.queryset = User.objects.filter(pk__in=held.values("user"), is_active=True)


class AnswerForm(StepForm):
    obliged = ("answer",)

    class Meta:
        model = Difficulty
        formfield_callback = formfield_for
        fields = ["answer"]


class SubmitForm(StepForm):
    obliged = ("submission_number", "submitted_on")

    class Meta:
        model = Difficulty
        formfield_callback = formfield_for
        fields = ["submission_number", "submitted_on"]

    def contradictions(self) -> Iterator[tuple[str, Any]]:
        day = self.instance.submitted_on
        if day is not None and day > timezone.localdate():
            yield "submitted_on", _("Ngày này chưa tới.")
        if day is not None and day < self.instance.raised_on:
            yield "submitted_on", _("Ngày trình phải từ ngày phản ánh trở đi.")


class OpinionForm(StepForm):
    obliged = ("opinion", "opinion_on")

    class Meta:
        model = Difficulty
        formfield_callback = formfield_for
        fields = ["opinion", "opinion_number", "opinion_on"]

    def contradictions(self) -> Iterator[tuple[str, Any]]:
        day = self.instance.opinion_on
        if day is not None and day > timezone.localdate():
            yield "opinion_on", _("Ngày này chưa tới.")
        if day is not None and self.instance.submitted_on and day < self.instance.submitted_on:
            yield "opinion_on", _("Ngày có ý kiến phải từ ngày trình trở đi.")


class GroupForm(StepForm):
    """Under one that is told itself: no chains."""

    obliged = ("repeats",)

    class Meta:
        model = Difficulty
        formfield_callback = formfield_for
        fields = ["repeats"]

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        others: Any = self.fields["repeats"]
        others.queryset = Difficulty.objects.exclude(pk=self.instance.pk).exclude(
            state__in=(DifficultyState.GROUPED, DifficultyState.WITHDRAWN)
        )
        others.help_text = _("Phản ánh này theo kết quả của phản ánh được chọn.")

    def changes(self) -> dict[str, Any]:
        if self.instance.repeated_by.exists():
            raise ActionError(
                _("Phản ánh này đang gộp các phản ánh khác. Tách chúng ra trước."), field="repeats"
            )
        return super().changes()


class SeparateForm(StepForm):
    class Meta:
        model = Difficulty
        fields: list[str] = []

    def changes(self) -> dict[str, Any]:
        return {"repeats": None}


FORMS: dict[str, type[StepForm]] = {
    "assign": AssignForm,
    "reopen": AssignForm,
    "resolve": AnswerForm,
    "submit": SubmitForm,
    "answer": OpinionForm,
    "group": GroupForm,
    "separate": SeparateForm,
}
