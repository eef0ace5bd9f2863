"""States change only through declared transitions, each leaving an unalterable line.

The tables stand beside their models (`core.importing.workflow`); this is the one way to
take a step of them: `advance(IMPORT, batch, "confirm", by=user)`.
"""

from collections.abc import Mapping
from typing import Any

from django.contrib.auth.models import PermissionsMixin
from django.contrib.contenttypes.models import ContentType
from django.db import models, transaction
from django.utils.translation import gettext as _

from core.errors import ActionError, NotAllowed, StaleState
from core.models import StateChange
from core.transitions import Transition, Workflow


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
    changes: Mapping[str, Any] | None = None,
) -> None:
    """Take the transition `name`; `by=None` is the system itself.

    Args:
        changes: fields that belong to the step (who handles it, an answer), stored with the
            state in one statement, so that no constraint sees one without the other.

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
    values = {**(changes or {}), workflow.state_field: step.target}
    changed = (
        type(obj)
        ._default_manager.filter(
            **{
                "pk": obj.pk,
                workflow.state_field: source,
                f"{workflow.state_field}__in": step.sources,
            }
        )
        .update(**values)
    )
    if changed != 1:
        raise StaleState(obj)
    for field, value in values.items():
        setattr(obj, field, value)
    StateChange.objects.create(
        content_type=ContentType.objects.get_for_model(obj),
        object_id=obj.pk,
        transition=name,
        source=source,
        target=step.target,
        by=by,
        reason=reason.strip(),
    )
