"""Forms of the year's work: what it is, its parts, and what each step asks for."""

from collections.abc import Iterator
from typing import Any

from django import forms
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from agencies.fields import UnitChoiceField, UnitsField
from agencies.models import Unit
from agencies.rules import is_staff_member
from core.ui.fields import DayField
from core.ui.forms import PlainForm, RecordForm, formfield_for
from core.ui.steps import StepForm
from programs.choices import Verdict
from programs.models import Milestone, ProgressNote, Target, Task, WorkContribution, WorkItem
from programs.validators import contribution_contradictions, work_contradictions


class WorkItemForm(RecordForm):
    lead = UnitChoiceField(queryset=Unit.objects.none(), label=gettext_lazy("Đơn vị chủ trì"))
    coordinators = UnitsField(
        queryset=Unit.objects.none(),
        label=gettext_lazy("Đơn vị phối hợp"),
        required=False,
        help_text=gettext_lazy(
            "Đơn vị phối hợp xem được công việc; đơn vị chủ trì báo cáo tiến độ."
        ),
    )
    sections = (
        (
            gettext_lazy("Công việc"),
            ("task", "kind", "title", "content", "expected"),
        ),
        (
            gettext_lazy("Thời gian"),
            ("first_year", "last_year", "starts_on", "ends_on"),
        ),
        (gettext_lazy("Đơn vị"), ("lead", "coordinators", "seen_version")),
    )

    class Meta:
        model = WorkItem
        formfield_callback = formfield_for
        fields = [
            *("task", "kind", "title", "content", "expected"),
            *("first_year", "last_year", "starts_on", "ends_on", "lead", "coordinators"),
        ]
        help_texts = {
            "title": gettext_lazy("Ví dụ: Hội nghị phổ biến kiến thức về truy xuất nguồn gốc."),
            "expected": gettext_lazy(
                "Bằng lời; số đóng góp vào từng chỉ tiêu ghi ở trang của công việc sau khi lưu."
            ),
        }

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        tasks: Any = self.fields["task"]
        tasks.queryset = Task.objects.filter(plan__is_current=True)
        lead: Any = self.fields["lead"]
        lead.queryset = Unit.objects.select_related("parent").order_by(
            "-valid_to", "sort_key", "pk"
        )
        day = self.instance.starts_on or timezone.localdate()
        chosen = Unit.objects.none()
        if self.instance.pk is not None:
            tasks.queryset |= Task.objects.filter(pk=self.instance.task_id)
            chosen = Unit.objects.filter(coordination__item=self.instance.pk)
        offered: Any = self.fields["coordinators"]
        valid = Unit.objects.valid_on(day).exclude(kind="province")
        offered.queryset = Unit.objects.filter(
            Q(pk__in=valid.values("pk")) | Q(pk__in=chosen.values("pk"))
        )
        if self.instance.pk is None:
            year = timezone.localdate().year
            for name in ("first_year", "last_year"):
                self.initial[name] = self.initial.get(name) or year

    @classmethod
    def initial_from(cls, query: Any) -> dict[str, Any]:
        """The task and the year of the list from which the empty form was opened."""
        task, year = query.get("nhiem_vu", ""), query.get("nam", "")
        found: dict[str, Any] = {"task": task} if task.isdecimal() else {}
        return found | ({"first_year": year, "last_year": year} if year.isdecimal() else {})

    def clean(self) -> dict[str, Any]:
        """The unit that leads does not coordinate itself."""
        cleaned = super().clean()
        if cleaned.get("lead") and cleaned.get("coordinators") is not None:
            cleaned["coordinators"] = cleaned["coordinators"].exclude(pk=cleaned["lead"].pk)
        return cleaned

    def contradictions(self) -> Iterator[tuple[str, Any]]:
        yield from ((c.field, c.message) for c in work_contradictions(self.instance))


class ContributionForm(RecordForm):
    class Meta:
        model = WorkContribution
        formfield_callback = formfield_for
        fields = ["target", "number"]
        help_texts = {
            "number": gettext_lazy(
                "Số dự kiến để theo dõi; kết quả thực hiện được tính từ hồ sơ, không từ số này."
            )
        }

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        item, targets = self.instance.item, self.fields["target"]
        targets.queryset = Target.objects.filter(  # type: ignore[attr-defined]
            stage__plan=item.task.plan_id,
            stage__first_year__lte=item.last_year,
            stage__last_year__gte=item.first_year,
        ).select_related("stage__plan")

    def contradictions(self) -> Iterator[tuple[str, Any]]:
        if self.instance.target_id:
            found = contribution_contradictions(self.instance.item, self.instance.target)
            yield from ((c.field, c.message) for c in found)


class MilestoneForm(RecordForm):
    class Meta:
        model = Milestone
        formfield_callback = formfield_for
        fields = ["name", "due_on", "done_on"]
        help_texts = {"done_on": gettext_lazy("Để trống khi mốc chưa đạt.")}

    def tailor(self, user: Any) -> None:
        """The unit that leads says that a milestone was reached, and no more."""
        if not is_staff_member(user):
            del self.fields["name"], self.fields["due_on"]

    def contradictions(self) -> Iterator[tuple[str, Any]]:
        stone, item = self.instance, self.instance.item
        if stone.due_on and not item.starts_on <= stone.due_on <= item.ends_on:
            yield "due_on", _("Hạn của mốc phải trong thời gian của công việc.")
        if stone.done_on and stone.done_on > timezone.localdate():
            yield "done_on", _("Ngày này chưa tới.")


class NoteForm(RecordForm):
    class Meta:
        model = ProgressNote
        formfield_callback = formfield_for
        fields = ["day", "percent", "text"]
        help_texts = {
            "percent": gettext_lazy("Từ 0 đến 100, cho cả công việc."),
            "text": gettext_lazy(
                "Lưu là nộp về Sở; Sở chấp nhận hoặc trả lại. Tệp minh chứng đính kèm ở trang của"
                " báo cáo sau khi lưu."
            ),
        }

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if self.instance.pk is None:
            self.initial["day"] = self.initial.get("day") or timezone.localdate()

    def contradictions(self) -> Iterator[tuple[str, Any]]:
        day = self.instance.day
        if day and day > timezone.localdate():
            yield "day", _("Ngày này chưa tới.")
        if day and day.year < self.instance.item.first_year:
            yield "day", _("Ngày phải từ năm đầu của công việc.")


class UnderWayForm(StepForm):
    """From here on silence is counted from today."""

    class Meta:
        model = WorkItem
        fields: list[str] = []

    def changes(self) -> dict[str, Any]:
        return {"heard_on": timezone.localdate()}


class ReopenForm(UnderWayForm):
    class Meta(UnderWayForm.Meta):
        pass

    def changes(self) -> dict[str, Any]:
        return {**super().changes(), "finished_on": None}


class FinishForm(StepForm):
    obliged = ("finished_on",)

    class Meta:
        model = WorkItem
        formfield_callback = formfield_for
        fields = ["finished_on"]

    def changes(self) -> dict[str, Any]:
        return {**super().changes(), "percent": 100}

    def contradictions(self) -> Iterator[tuple[str, Any]]:
        day = self.instance.finished_on
        if day is not None and day > timezone.localdate():
            yield "finished_on", _("Ngày này chưa tới.")
        if day is not None and day.year < self.instance.first_year:
            yield "finished_on", _("Ngày phải từ năm đầu của công việc.")


STEP_FORMS: dict[str, type[StepForm]] = {
    "start": UnderWayForm,
    "resume": UnderWayForm,
    "reopen": ReopenForm,
    "finish": FinishForm,
}


class VerdictForm(PlainForm):
    """What the department says about lateness for a time; empty leaves it to the rule."""

    verdict = forms.ChoiceField(
        label=gettext_lazy("Đánh giá"),
        choices=[("", gettext_lazy("Theo quy tắc")), *Verdict.choices],
        required=False,
        help_text=gettext_lazy(
            "Quy tắc: quá ngày kết thúc, quá hạn một mốc, hoặc đang thực hiện mà quá 60 ngày"
            " không có cập nhật."
        ),
    )
    until = DayField(
        label=gettext_lazy("Đến hết ngày"),
        required=False,
        help_text=gettext_lazy("Sau ngày này lại theo quy tắc."),
    )
    reason = forms.CharField(
        label=gettext_lazy("Lý do"), max_length=300, required=False, widget=forms.Textarea
    )

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or self.cleaned_data
        if not cleaned.get("verdict"):
            return cleaned
        if "until" in cleaned and cleaned["until"] is None:
            self.add_error("until", _("Ghi ngày hết hiệu lực của đánh giá."))
        elif cleaned.get("until") and cleaned["until"] < timezone.localdate():
            self.add_error("until", _("Ngày này đã qua."))
        if not cleaned.get("reason", "").strip():
            self.add_error("reason", _("Ghi lý do."))
        return cleaned
