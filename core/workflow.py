"""States change only through declared transitions, each leaving an unalterable line.

REPORT = Workflow(
    Transition("freeze", {"draft"}, "frozen", rule="reporting.freeze_report", label=_("Chốt số liệu")),
)
advance(REPORT, report, "freeze", by=user)
"""

from collections.abc import Collection
from dataclasses import dataclass, field
from typing import Any

from django.contrib.auth.models import PermissionsMixin
from django.contrib.contenttypes.models import ContentType
from django.db import models, transaction
from django.utils.functional import Promise
from django.utils.translation import gettext as _

from core.errors import ActionError, NotAllowed, StaleState
from core.models import StateChange


@dataclass(frozen=True)
class Transition:
    """From any of `sources` to `target`; `rule` is the permission that allows it."""

    name: str
    sources: Collection[str]
    target: str
    rule: str
    label: str | Promise
    needs_reason: bool = False


@dataclass(frozen=True)
class Workflow:
    """The one table of transitions of a model."""

    transitions: tuple[Transition, ...]
    state_field: str = "state"
    by_name: dict[str, Transition] = field(init=False)

    def __post_init__(self) -> None:
        object.__setattr__(self, "by_name", {t.name: t for t in self.transitions})

    def edges(self) -> list[tuple[str, str]]:
        """Pairs (source, target), for the database trigger that allows no other change."""
        return [(s, t.target) for t in self.transitions for s in t.sources]


def available(workflow: Workflow, obj: models.Model, user: PermissionsMixin) -> list[Transition]:
    """Transitions that `user` may take from the object's state."""
    state = getattr(obj, workflow.state_field)
    return [t for t in workflow.transitions if state in t.sources and user.has_perm(t.rule, obj)]


@transaction.atomic
def advance(
    workflow: Workflow,
    obj: models.Model,
    name: str,
    *,
    by: Any,
    reason: str = "",
) -> None:
    """Take the transition `name`; `by=None` is the system itself.

    Raises:
        NotAllowed: the rule refuses `by`.
        ActionError: a reason is needed.
        StaleState: the object left the source states meanwhile.
    """
    step = workflow.by_name[name]
    if by is not None and not by.has_perm(step.rule, obj):
        raise NotAllowed(
            _("Bạn không có quyền thực hiện việc “%(label)s”.") % {"label": step.label}
        )
    if step.needs_reason and not reason.strip():
        raise ActionError(_("Ghi lý do."), field="reason")
    source = getattr(obj, workflow.state_field)
    changed = (
        type(obj)
        ._default_manager.filter(
            **{
                "pk": obj.pk,
                workflow.state_field: source,
                f"{workflow.state_field}__in": step.sources,
            }
        )
        .update(**{workflow.state_field: step.target})
    )
    if changed != 1:
        raise StaleState(obj)
    setattr(obj, workflow.state_field, step.target)
    StateChange.objects.create(
        content_type=ContentType.objects.get_for_model(obj),
        object_id=obj.pk,
        transition=name,
        source=source,
        target=step.target,
        by=by,
        reason=reason.strip(),
    )
