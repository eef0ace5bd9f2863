"""What the department decides about targets, and the work that is done for them."""

from collections.abc import Iterable, Mapping
from datetime import date
from typing import Any

import pghistory
from django.db import transaction
from django.db.models import Value
from django.db.models.functions import Greatest
from django.utils import timezone
from django.utils.translation import gettext as _

from agencies.models import Unit
from core.contradictions import Contradiction
from core.errors import ActionError, NotAllowed, StaleState
from core.workflow import advance
from programs.choices import NoteState, TargetBasis, WorkState
from programs.models import Milestone, ProgressNote, Target, Task, WorkItem
from programs.progress import raised
from programs.rules import OPEN
from programs.validators import contribution_contradictions, work_contradictions
from programs.workflow import NOTE


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
        NotAllowed: only the department and its leaders open work.
        ActionError: years, days or targets contradict each other.
    """
    if not by.has_perm(OPEN):
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


def judge_lateness(
    item: WorkItem, *, verdict: str, until: date | None, reason: str, by: Any
) -> None:
    """Say for a time whether the work is late, whatever the rule says; `verdict=""` takes it back."""
    given = bool(verdict)
    WorkItem.objects.filter(pk=item.pk).update(
        verdict=verdict,
        verdict_until=until if given else None,
        verdict_reason=reason if given else "",
        verdict_by=by if given else None,
    )


def _heard(item: WorkItem) -> None:
    """The unit told something of its work today."""
    WorkItem.objects.filter(pk=item.pk).update(
        heard_on=Greatest("heard_on", Value(timezone.localdate()))
    )


@transaction.atomic
def save_milestone(milestone: Milestone) -> Milestone:
    """Store a milestone; that one was reached is an update of the work."""
    stored = Milestone.objects.filter(pk=milestone.pk).first()
    is_reached = milestone.done_on is not None and (stored is None or stored.done_on is None)
    milestone.save()
    if is_reached:
        _heard(milestone.item)
    return milestone


@transaction.atomic
def submit_note(note: ProgressNote, *, by: Any) -> ProgressNote:
    """Hand in a note of progress, or change one that is not judged yet.

    Raises:
        NotAllowed: the unit coordinates and does not lead.
        ActionError: the work is not under way.
    """
    if note.pk is None:
        if not by.has_perm("programs.add_progressnote", note):
            raise NotAllowed(_("Chỉ đơn vị chủ trì và Sở ghi báo cáo tiến độ."))
        item = WorkItem.objects.select_for_update().get(pk=note.item_id)
        if item.state != WorkState.UNDER_WAY:
            raise ActionError(
                _("Công việc đang “%(state)s”; chỉ báo cáo tiến độ khi đang thực hiện.")
                % {"state": item.get_state_display()}
            )
        note.author = by
    note.save()
    if note.state == NoteState.SUBMITTED:
        _heard(note.item)
    return note


def resubmit_note(note: ProgressNote, *, by: Any, reason: str, changes: Mapping[str, Any]) -> None:
    """Hand in again what was returned."""
    with transaction.atomic():
        advance(NOTE, note, "resubmit", by=by, reason=reason, changes=changes)
        _heard(note.item)


def accept_note(note: ProgressNote, *, by: Any, reason: str, changes: Mapping[str, Any]) -> None:
    """The work has come as far as its latest accepted note says."""
    with transaction.atomic():
        WorkItem.objects.select_for_update().get(pk=note.item_id)  # one note after the other
        advance(NOTE, note, "accept", by=by, reason=reason, changes=changes)
        latest = ProgressNote.objects.accepted().filter(item=note.item_id)[:1].get()
        moving = (WorkState.UNDER_WAY, WorkState.PAUSED)
        WorkItem.objects.filter(pk=note.item_id, state__in=moving).update(percent=latest.percent)
