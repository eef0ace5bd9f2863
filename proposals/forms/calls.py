"""Forms of calls, late entries, abstentions, and of what is done to many proposals at once."""

from collections.abc import Iterator
from datetime import datetime
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from agencies.choices import Role
from agencies.models import RoleAssignment, Unit, UnitGroup, User
from core.spreadsheets import cells
from core.spreadsheets.cells import CellError
from core.ui.fields import DayField
from core.ui.forms import PlainForm, RecordForm, formfield_for
from enterprises.forms import UnitChoiceField
from programs.models import Plan
from proposals.choices import ProposalKind
from proposals.invited import invited
from proposals.models import Call, LateEntry


class MomentField(forms.Field):
    """A day and a time in Hanoi as people write them: "17:00 15/12/2026" or "15/12/2026 17:00"."""

    widget = forms.TextInput

    def prepare_value(self, value: Any) -> Any:
        if isinstance(value, datetime):
            return timezone.localtime(value).strftime("%H:%M %d/%m/%Y")
        return value

    def to_python(self, value: Any) -> datetime | None:
        words = str(value or "").replace("ngày", " ").replace(",", " ").split()
        if not words:
            return None
        times = [word for word in words if ":" in word]
        days = [word for word in words if ":" not in word]
        try:
            hours = datetime.strptime(times[0], "%H:%M").time()  # noqa: DTZ007 - no zone yet
            day = cells.day(days[0])
        except (CellError, ValueError, IndexError) as error:
            raise ValidationError(_("Ghi giờ và ngày, ví dụ 17:00 15/12/2026.")) from error
        return timezone.make_aware(datetime.combine(day, hours))


class CallForm(RecordForm):
    opens_at = MomentField(
        label=gettext_lazy("Nhận từ"),
        help_text=gettext_lazy("Giờ và ngày, ví dụ 08:00 01/11/2026."),
    )
    closes_at = MomentField(
        label=gettext_lazy("Nhận đến"),
        help_text=gettext_lazy("Đề xuất đến đúng giờ này vẫn được nhận."),
    )
    kinds = forms.MultipleChoiceField(
        label=gettext_lazy("Loại nhiệm vụ nhận đề xuất"),
        choices=ProposalKind.choices,
        widget=forms.CheckboxSelectMultiple(attrs={"class": "check"}),
    )
    groups = forms.ModelMultipleChoiceField(
        label=gettext_lazy("Nhóm đơn vị được mời"),
        queryset=UnitGroup.objects.all(),
        widget=forms.CheckboxSelectMultiple(attrs={"class": "check"}),
        required=False,
        help_text=gettext_lazy("Thành viên của nhóm lấy theo ngày: xã mới sau sáp nhập tự có."),
    )
    units = forms.ModelMultipleChoiceField(
        label=gettext_lazy("Đơn vị được mời thêm"),
        queryset=Unit.objects.none(),
        widget=forms.SelectMultiple(attrs={"size": 8}),
        required=False,
        help_text=gettext_lazy("Giữ Ctrl để chọn nhiều đơn vị."),
    )
    sections = (
        (
            gettext_lazy("Đợt đề xuất"),
            ("title", "year", "opens_at", "closes_at", "kinds", "envelope_vnd"),
        ),
        (gettext_lazy("Ai đề xuất"), ("groups", "units")),
        (gettext_lazy("Hướng dẫn đơn vị"), ("guidance", "contact", "seen_version")),
    )

    class Meta:
        model = Call
        formfield_callback = formfield_for
        fields = [
            *("title", "year", "opens_at", "closes_at", "kinds", "envelope_vnd"),
            *("guidance", "contact"),
        ]
        help_texts = {
            "title": gettext_lazy("Ví dụ: Đợt đề xuất nhiệm vụ năm 2027."),
        }

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        units: Any = self.fields["units"]
        units.queryset = Unit.objects.valid_on(timezone.localdate()).order_by("sort_key", "pk")
        if self.instance.pk is None:
            self.instance.plan = Plan.objects.current()
            self.initial.setdefault("year", timezone.localdate().year + 1)
            self.initial.setdefault("kinds", [kind.value for kind in ProposalKind])
        else:
            rows = list(self.instance.invitations.all())
            self.initial["groups"] = [row.group_id for row in rows if row.group_id]
            self.initial["units"] = [row.unit_id for row in rows if row.unit_id]
            units.queryset |= Unit.objects.filter(pk__in=self.initial["units"])

    def contradictions(self) -> Iterator[tuple[str, Any]]:
        opens, closes = self.instance.opens_at, self.instance.closes_at
        if opens and closes and closes <= opens:
            yield "closes_at", _("Giờ đóng phải sau giờ mở.")

    @transaction.atomic
    def save(self, commit: bool = True) -> Any:
        call = super().save(commit=commit)
        self._invite(call, "group", self.cleaned_data["groups"])
        self._invite(call, "unit", self.cleaned_data["units"])
        return call

    def _invite(self, call: Call, name: str, wanted: Any) -> None:
        """Exactly these; rows that stay are not touched."""
        ids = {row.pk for row in wanted}
        there = call.invitations.filter(**{f"{name}__isnull": False})
        there.exclude(**{f"{name}__in": ids}).delete()
        known = set(there.values_list(name, flat=True))
        for pk in sorted(ids - known):
            call.invitations.create(**{f"{name}_id": pk})


def people_with(*roles: str) -> Any:
    held = RoleAssignment.objects.valid_on(timezone.localdate()).filter(role__in=roles)
    return User.objects.filter(pk__in=held.values("user"), is_active=True)


class LateEntryForm(RecordForm):
    unit = UnitChoiceField(queryset=Unit.objects.none(), label=gettext_lazy("Đơn vị"))
    until = MomentField(
        label=gettext_lazy("Được nộp đến"),
        help_text=gettext_lazy("Giờ và ngày, ví dụ 17:00 20/12/2026."),
    )

    class Meta:
        model = LateEntry
        formfield_callback = formfield_for
        fields = ["unit", "until", "reason", "approver"]

    def __init__(self, *args: Any, call: Call, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.instance.call = call
        units: Any = self.fields["unit"]
        units.queryset = Unit.objects.filter(pk__in=[unit.pk for unit in invited(call)])
        self.fields["approver"].queryset = people_with(Role.LEADER)  # type: ignore[attr-defined]

    def contradictions(self) -> Iterator[tuple[str, Any]]:
        until = self.instance.until
        if until and until <= self.instance.call.closes_at:
            yield "until", _("Giờ được nộp phải sau giờ đóng của đợt.")


class AbstainForm(PlainForm):
    note = forms.CharField(
        label=gettext_lazy("Ghi chú"),
        max_length=500,
        required=False,
        widget=forms.Textarea,
        help_text=gettext_lazy("Ví dụ: năm 2027 xã chưa có cơ sở cần hỗ trợ."),
    )


class ReasonOfManyForm(PlainForm):
    """Trả lại or không phê duyệt, the same words for all that were chosen."""

    reason = forms.CharField(
        label=gettext_lazy("Lý do"),
        max_length=2000,
        widget=forms.Textarea,
        help_text=gettext_lazy("Đơn vị đọc được lý do này. Viết rõ cần bổ sung gì."),
    )


class ReturnManyForm(ReasonOfManyForm):
    resubmit_by = DayField(label=gettext_lazy("Hạn nộp lại"))

    def clean_resubmit_by(self) -> Any:
        day = self.cleaned_data["resubmit_by"]
        if day is not None and day < timezone.localdate():
            raise ValidationError(_("Hạn nộp lại phải từ hôm nay trở đi."))
        return day


class AnnouncementForm(PlainForm):
    decision_number = forms.CharField(
        label=gettext_lazy("Quyết định số"),
        max_length=60,
        required=False,
        help_text=gettext_lazy("Bắt buộc khi có đề xuất được phê duyệt; ví dụ 12/QĐ-SKHCN."),
    )
    decision_on = DayField(label=gettext_lazy("Ngày quyết định"), required=False)
    file = forms.FileField(
        label=gettext_lazy("Tệp quyết định"),
        required=False,
        widget=forms.FileInput(attrs={"accept": ".pdf"}),
        help_text=gettext_lazy("PDF đã ký; gắn vào từng đề xuất được công bố."),
    )

    def clean_decision_on(self) -> Any:
        day = self.cleaned_data["decision_on"]
        if day is not None and day > timezone.localdate():
            raise ValidationError(_("Ngày này chưa tới."))
        return day
