"""Steps of a record with a workflow: buttons, what each asks for, and the lines they leave."""

from collections.abc import Callable, Mapping, Sequence
from copy import deepcopy
from dataclasses import dataclass, field
from typing import Any, cast

from django import forms
from django.contrib.contenttypes.models import ContentType
from django.db import models
from django.db.models import QuerySet
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from core.models import StateChange
from core.transitions import Transition, Workflow
from core.ui.forms import ReasonForm, RecordForm


class StepForm(RecordForm):
    """What a step asks for beside the reason; these fields are stored with the new state.

    Args:
        obliged: names of fields that this step cannot do without.
    """

    obliged: Sequence[str] = ()

    def __init__(self, *args: Any, step: Transition, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for name in self.obliged:
            self.fields[name].required = True
        reason = deepcopy(ReasonForm.base_fields["reason"])
        reason.required = step.needs_reason
        if not step.needs_reason:
            reason.label = gettext_lazy("Ghi chú")
        self.fields["reason"] = reason
        self.decorate()

    def changes(self) -> dict[str, Any]:
        return {name: self.cleaned_data[name] for name in self.record_fields()}


@dataclass(frozen=True)
class Steps:
    """A register's workflow on its pages.

    Args:
        forms: by transition, the form of what it asks for; a step without one asks a note alone.
        kinds: by state, the kind of the component that shows it.
        after: what else belongs to a step, in its transaction (people are told). Takes
            (record, step, who took it).
        elsewhere: names of steps that another page offers; they make no button.
    """

    workflow: Workflow
    forms: Mapping[str, type[StepForm]]
    kinds: Mapping[str, str] = field(default_factory=dict)
    after: Callable[[Any, Transition, Any], None] = field(default=lambda _record, _step, _by: None)
    elsewhere: frozenset[str] = frozenset()

    def form_for(self, step: Transition, record: models.Model, *args: Any) -> StepForm:
        declared = self.forms.get(step.name) or plain_form(type(record))
        return declared(*args, instance=record, step=step)


def plain_form(model: type[models.Model]) -> type[StepForm]:
    """A step that asks for a note alone."""
    return cast("type[StepForm]", forms.modelform_factory(model, form=StepForm, fields=[]))


@dataclass(frozen=True)
class Taken:
    """A step that was taken, in the words of its workflow."""

    label: str
    target: str
    change: StateChange


def taken(steps: Steps, record: models.Model) -> list[Taken]:
    """Every step, newest first: what, by whom, when, why."""
    states = dict(record._meta.get_field(steps.workflow.state_field).flatchoices)  # type: ignore[union-attr]
    return [
        Taken(
            str(steps.workflow.by_name[change.transition].label),
            str(states.get(change.target, change.target)),
            change,
        )
        for change in changes_of(record)
    ]


def changes_of(record: models.Model) -> QuerySet[StateChange]:
    kind = ContentType.objects.get_for_model(record)
    found = StateChange.objects.filter(content_type=kind, object_id=record.pk)
    return found.select_related("by").order_by("-at", "-pk")


def refusal_of(steps: Steps, step: Transition, record: Any) -> str:
    """Why the step cannot be taken from where the record is now; "" where it can."""
    if getattr(record, steps.workflow.state_field) in step.sources:
        return ""
    state = getattr(record, f"get_{steps.workflow.state_field}_display")()
    return _("Hồ sơ đang ở trạng thái “%(state)s”, không còn “%(step)s” được.") % {
        "state": state,
        "step": step.label,
    }
