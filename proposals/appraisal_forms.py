"""Forms of appraisal: who scores until when, the points themselves, criteria, the minutes."""

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from crispy_forms.helper import FormHelper
from django import forms
from django.core.exceptions import ValidationError
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from agencies.models import RoleAssignment, User
from core.ui.fields import DayField
from core.ui.forms import PlainForm, RecordForm, formfield_for
from core.vietnamese import normalise, normalise_lines, sort_key
from proposals.actions.reviewing import Given, conflict_in_words
from proposals.choices import CriterionUse
from proposals.models import Call, Criterion, Review


def people_of_today() -> list[tuple[User, str]]:
    """Active accounts that hold a role today, each with the units it works for; one query."""
    held = RoleAssignment.objects.valid_on(timezone.localdate()).filter(user__is_active=True)
    units: dict[User, list[str]] = {}
    for row in held.select_related("user", "unit").order_by("user", "pk"):
        names = units.setdefault(row.user, [])
        if row.unit.name not in names:
            names.append(row.unit.name)
    by_name = sorted(units.items(), key=lambda pair: sort_key(pair[0].full_name))
    return [(user, _described(user, names)) for user, names in by_name]


def _described(user: User, units: Sequence[str]) -> str:
    """Who somebody is, told apart from another of the same name."""
    return ", ".join(filter(None, (str(user), user.position, "; ".join(units))))


class PeopleField(forms.MultipleChoiceField):
    """Several of the people of today, as accounts."""

    widget = forms.CheckboxSelectMultiple

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(**kwargs)
        self.widget.attrs["class"] = "check"
        self.people: dict[str, User] = {}

    def offer(self, people: Sequence[tuple[User, str]]) -> None:
        self.people = {str(user.pk): user for user, _words in people}
        self.choices = [(str(user.pk), words) for user, words in people]

    def clean(self, value: Any) -> list[User]:  # type: ignore[override]
        return [self.people[pk] for pk in super().clean(value)]


class AssignForm(PlainForm):
    """`barred` are offered to nobody, and named when they are sent all the same."""

    reviewers = PeopleField(
        label=gettext_lazy("Người thẩm định"),
        help_text=gettext_lazy(
            "Cần ít nhất hai phiếu chấm. Người giữ vai trò tại đơn vị đề xuất không có ở đây."
        ),
        error_messages={
            "required": gettext_lazy("Chọn ít nhất một người."),
            "invalid_choice": gettext_lazy("Chọn người trong danh sách."),
        },
    )
    due_on = DayField(label=gettext_lazy("Hạn chấm"))

    def __init__(
        self,
        *args: Any,
        people: Sequence[tuple[User, str]],
        barred: set[int],
        **kwargs: Any,
    ) -> None:
        super().__init__(*args, **kwargs)
        self.barred = {str(user.pk): user for user, _words in people if user.pk in barred}
        field: Any = self.fields["reviewers"]
        field.offer([(user, words) for user, words in people if user.pk not in barred])

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or self.cleaned_data
        sent = self.data.getlist("reviewers") if hasattr(self.data, "getlist") else ()
        if refused := [self.barred[pk] for pk in sent if pk in self.barred]:
            self.errors.pop("reviewers", None)
            for person in refused:
                self.add_error("reviewers", conflict_in_words(person))
        return cleaned

    def clean_due_on(self) -> Any:
        day = self.cleaned_data["due_on"]
        if day < timezone.localdate():
            raise ValidationError(_("Ngày này đã qua."))
        return day


class PointsField(forms.IntegerField):
    """Whole points from 0 to the criterion's weight; empty in a draft."""

    def __init__(self, criterion: Criterion) -> None:
        super().__init__(
            label=criterion.name,
            required=False,
            min_value=0,
            max_value=criterion.weight,
            help_text=criterion.help_text,
            error_messages={"invalid": _("Ghi số nguyên từ 0 đến %d.") % criterion.weight},
        )
        self.widget.attrs |= {"inputmode": "numeric", "class": "form-control points"}


class ReviewForm(PlainForm):
    """The points of one reviewer; `proposed` are the system's own, by criterion."""

    seen_version = forms.IntegerField(widget=forms.HiddenInput, required=False)

    def __init__(
        self,
        *args: Any,
        review: Review,
        criteria: Sequence[Criterion],
        proposed: Mapping[int, int],
        is_final: bool = False,
        **kwargs: Any,
    ) -> None:
        self.review, self.criteria, self.proposed = review, criteria, proposed
        self.is_final = is_final
        super().__init__(*args, **kwargs)
        there = {score.criterion_id: score for score in review.scores.all()}
        for criterion in criteria:
            pk = criterion.pk
            score = there.get(pk)
            self.fields[f"diem_{pk}"] = points = PointsField(criterion)
            points.initial = score.points if score else proposed.get(pk)
            if pk in proposed:
                self.fields[f"ly_do_{pk}"] = reason = forms.CharField(
                    label=_("Lý do, khi cho khác %(points)d điểm đề nghị")
                    % {"points": proposed[pk]},
                    max_length=500,
                    required=False,
                )
                reason.initial = score.reason if score else ""
        for name in ("comment", "internal_comment"):
            model_field: Any = Review._meta.get_field(name)
            self.fields[name] = field = model_field.formfield(widget=forms.Textarea)
            field.initial = getattr(review, name)
        self.fields["seen_version"].initial = review.version
        self.decorate()

    @property
    def helper(self) -> FormHelper:
        """Fields are laid out beside their criteria; see the template."""
        return super().helper

    def rows(self) -> Iterator[dict[str, Any]]:
        """Each criterion with its fields."""
        for criterion in self.criteria:
            has_reason = f"ly_do_{criterion.pk}" in self.fields
            yield {
                "criterion": criterion,
                "points": self[f"diem_{criterion.pk}"],
                "reason": self[f"ly_do_{criterion.pk}"] if has_reason else None,
                "proposed": self.proposed.get(criterion.pk),
                "is_priority": criterion.use == CriterionUse.PRIORITY,
            }

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or self.cleaned_data
        for name in ("comment", "internal_comment"):
            cleaned[name] = normalise_lines(cleaned.get(name) or "")
        for criterion in self.criteria:
            self._check(criterion, cleaned)
        return cleaned

    def _check(self, criterion: Criterion, cleaned: dict[str, Any]) -> None:
        points_name, reason_name = f"diem_{criterion.pk}", f"ly_do_{criterion.pk}"
        points = cleaned.get(points_name)
        if points is None:
            if self.is_final and points_name not in self.errors:
                self.add_error(points_name, _("Cho điểm trước khi gửi phiếu."))
            return
        if criterion.pk not in self.proposed or reason_name in self.errors:
            return
        cleaned[reason_name] = normalise(cleaned.get(reason_name) or "")
        if points != self.proposed[criterion.pk] and not cleaned[reason_name]:
            self.add_error(reason_name, _("Ghi lý do cho điểm khác điểm hệ thống đề nghị."))

    def given(self) -> dict[int, Given]:
        """Points by criterion, as `save_review` takes them."""
        found = {}
        for criterion in self.criteria:
            points = self.cleaned_data.get(f"diem_{criterion.pk}")
            if points is None:
                continue
            proposed = self.proposed.get(criterion.pk)
            reason = self.cleaned_data.get(f"ly_do_{criterion.pk}", "")
            found[criterion.pk] = Given(
                points, proposed, reason if proposed is not None and points != proposed else ""
            )
        return found


class CriterionForm(RecordForm):
    sections = (
        (gettext_lazy("Tiêu chí"), ("name", "code", "order", "weight", "use", "help_text")),
        (gettext_lazy("Thời gian áp dụng"), ("valid_from", "valid_to", "seen_version")),
    )

    class Meta:
        model = Criterion
        formfield_callback = formfield_for
        fields = ["name", "code", "order", "weight", "use", "help_text", "valid_from", "valid_to"]
        widgets = {"help_text": forms.Textarea}
        help_texts = {
            "weight": gettext_lazy(
                "Cũng là điểm cao nhất của tiêu chí; các tiêu chí cùng có hiệu lực cộng lại 100."
            ),
            "valid_from": gettext_lazy(
                "Một đợt dùng các tiêu chí có hiệu lực vào ngày đóng của đợt. Để trống: từ trước nay."
            ),
            "valid_to": gettext_lazy("Để trống: còn áp dụng."),
        }

    def contradictions(self) -> Iterator[tuple[str, Any]]:
        before = self.initial.get("weight")
        if self.instance.pk is None or self.instance.weight == before:
            return
        if self.instance.was_scored:
            yield (
                "weight",
                _(
                    "Đã có phiếu chấm theo trọng số %(weight)d. Ghi ngày hết hiệu lực cho tiêu chí"
                    " này rồi thêm tiêu chí mới."
                )
                % {"weight": before},
            )


def reviewers_of(call: Call) -> list[tuple[User, str]]:
    """Those who gave points in the call, with the units they work for today; two queries."""
    gave = set(
        Review.objects.given().filter(proposal__call=call).values_list("reviewer", flat=True)
    )
    return [(user, words) for user, words in people_of_today() if user.pk in gave]


class MinutesForm(PlainForm):
    held_on = DayField(label=gettext_lazy("Ngày họp thẩm định"))
    place = forms.CharField(label=gettext_lazy("Địa điểm"), max_length=200)
    chair = forms.CharField(
        label=gettext_lazy("Chủ trì"),
        max_length=120,
        help_text=gettext_lazy("Họ và tên; in ở phần chữ ký."),
    )
    secretary = forms.CharField(label=gettext_lazy("Thư ký"), max_length=120)
    present = PeopleField(
        label=gettext_lazy("Người thẩm định dự họp"),
        help_text=gettext_lazy("Những người đã gửi phiếu chấm trong đợt."),
        error_messages={
            "required": gettext_lazy("Chọn ít nhất một người."),
            "invalid_choice": gettext_lazy("Chọn người trong danh sách."),
        },
    )

    def __init__(self, *args: Any, people: Sequence[tuple[User, str]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field: Any = self.fields["present"]
        field.offer(people)
        field.initial = [str(user.pk) for user, _words in people]

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or self.cleaned_data
        for name in ("place", "chair", "secretary"):
            cleaned[name] = normalise(cleaned.get(name) or "")
        return cleaned

    def clean_held_on(self) -> Any:
        day = self.cleaned_data["held_on"]
        if day > timezone.localdate():
            raise ValidationError(_("Ngày này chưa tới."))
        return day
