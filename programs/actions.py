"""What the department decides about targets, and the work that is done for them."""

from collections.abc import Iterable
from datetime import date
from typing import Any

import pghistory
from django.db import transaction
from django.utils.translation import gettext as _

from agencies.models import Unit
from core.contradictions import Contradiction
from core.errors import ActionError, NotAllowed, StaleState
from programs.choices import TargetBasis
from programs.models import Target, Task, WorkItem
from programs.progress import raised
from programs.validators import contribution_contradictions, work_contradictions


def least_value(target: Target) -> int:
    """The smallest number the plan allows: its growth over the stage before, or one."""
    before, percent = target.previous, target.stage.minimum_growth_percent
    if before is None or percent is None or before.value is None:
        return 1
    return raised(before.value, percent)


def has_target_base(target: Target) -> bool:
    """Whether the stage before had a number for it; a qualitative target has none."""
    return target.previous is not None and target.previous.value is not None


@transaction.atomic
def confirm_target(target: Target, *, value: int, basis: str, document: str, by: Any) -> None:
    """A proposal becomes a target by a document (counting rules, "Stage 2026-2030").

    Raises:
        ActionError: the number is below what the plan asks (the clause is quoted), or the
            stage before has no number that it could be based on.
        StaleState: somebody confirmed it meanwhile.
    """
    least = least_value(target)
    if value < least:
        raise ActionError(
            _("Số kế hoạch phải từ %(least)d trở lên. Kế hoạch ghi: “%(clause)s”")
            % {"least": least, "clause": target.clause.text},
            field="value",
        )
    if basis == TargetBasis.TARGET and not has_target_base(target):
        raise ActionError(
            _("Giai đoạn trước không có chỉ tiêu bằng số. Chọn cơ sở là kết quả giai đoạn trước."),
            field="basis",
        )
    with pghistory.context(reason=document, confirmed_by=by.pk):
        changed = Target.objects.filter(pk=target.pk, is_confirmed=False).update(
            value=value, basis=basis, approving_document=document, is_confirmed=True
        )
    if changed != 1:
        raise StaleState(target)


@transaction.atomic
def open_work_item(
    *,
    task: Task,
    title: str,
    kind: str,
    first_year: int,
    last_year: int,
    lead: Unit,
    coordinators: Iterable[Unit],
    starts_on: date,
    ends_on: date,
    content: str,
    expected: str,
    contributions: Iterable[tuple[Target, int]],
    by: Any,
) -> WorkItem:
    """A piece of work under one task of the appendix, not started yet.

    Args:
        expected: outputs and results in words.
        contributions: targets, each with the number that the work is expected to bring.

    Raises:
        NotAllowed: only the department opens work.
        ActionError: years, days or targets contradict each other.
    """
    if not by.has_perm("programs.add_workitem"):
        raise NotAllowed(_("Vai trò của bạn không được thêm công việc."))
    item = WorkItem(
        task=task,
        title=title,
        kind=kind,
        first_year=first_year,
        last_year=last_year,
        lead=lead,
        starts_on=starts_on,
        ends_on=ends_on,
        content=content,
        expected=expected,
    )
    _refuse(work_contradictions(item))
    item.save()
    for unit in dict.fromkeys(coordinators):
        if unit != lead:
            item.coordination.create(unit=unit)
    for target, number in contributions:
        _refuse(contribution_contradictions(item, target))
        item.contributions.create(target=target, number=number)
    return item


def _refuse(found: Iterable[Contradiction]) -> None:
    for contradiction in found:
        raise ActionError(contradiction.message, field=contradiction.field)
