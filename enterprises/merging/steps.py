"""What people do with a merge: look at it first, confirm or cancel it, take it back.

The heavy steps are jobs; each does all of its work and its end state in one transaction.
"""

from collections.abc import Mapping
from typing import Any

import pghistory
from django.contrib.contenttypes.models import ContentType
from django.db import IntegrityError, transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from core.errors import ActionError, StaleState
from core.jobs import Run, enqueue
from core.models import StateChange
from core.workflow import advance
from enterprises.choices import MergeState
from enterprises.duplicates import look_again
from enterprises.merging.carrying_out import carry_out, locked, mark_of, refuse_pair
from enterprises.merging.conflicts import conflicts_of
from enterprises.merging.relations import demand_all_listed
from enterprises.merging.telling import changes, figures, in_words
from enterprises.merging.undoing import reasons_against, undo
from enterprises.models import DuplicatePair, Enterprise, EnterpriseMerge
from enterprises.workflow import DUPLICATE, MERGES

PREVIEW, CARRY_OUT, UNDO = (
    f"enterprises.{verb}_merge" for verb in ("preview", "carry_out", "undo")
)


@transaction.atomic
def prepare_merge(
    *,
    source: Enterprise,
    target: Enterprise,
    choices: Mapping[str, Any],
    by: Any,
    seen: tuple[int, int] | None = None,
) -> EnterpriseMerge:
    """Have a merge looked at; sent twice, it is one.

    Args:
        seen: versions of the two as the person had them before their eyes.

    Raises:
        ActionError: the two cannot become one.
        StaleState: somebody changed one of them meanwhile.
    """
    demand_all_listed()
    refuse_pair(source, target)
    source, target = locked(source.pk, target.pk)
    if seen is not None and seen != (source.version, target.version):
        raise StaleState(source)
    asked = {"source": source, "target": target, "choices": dict(choices), "asked_by": by}
    waiting = (MergeState.PREPARING, MergeState.PREPARED)
    mark = mark_of(source, target)
    if same := EnterpriseMerge.objects.filter(**asked, state__in=waiting, mark=mark).first():
        return same
    merge = EnterpriseMerge.objects.create(**asked, mark=mark)
    merge.job = enqueue(PREVIEW, by=by, merge_id=merge.pk)
    merge.save(update_fields=["job"])
    return merge


def preview_merge(run: Run, *, merge_id: int) -> dict[str, Any]:
    """Job: do it, count, roll it back."""
    merge = _merge(merge_id)
    if merge.state == MergeState.PREPARING:
        _look_ahead(run, merge)
        advance(MERGES, merge, "prepare", by=None)
    return {}


def _look_ahead(run: Run, merge: EnterpriseMerge) -> None:
    run.report(1, 4, _("Đếm trước khi gộp"))
    before = figures()
    with transaction.atomic():
        source, target = locked(merge.source_id, merge.target_id)
        merge.mark = mark_of(source, target)
        conflicts = list(conflicts_of(source.pk, target.pk))
        words = in_words(merge, account := carry_out(merge), conflicts)
        words["moved"] = sum(map(len, account["moved"].values()))
        run.report(2, 4, _("Đếm sau khi gộp"))
        words["figures"] = changes(before, figures())
        transaction.set_rollback(True)
    merge.preview = {**words, "at": timezone.now().isoformat()}
    merge.save(update_fields=["mark", "preview"])


@transaction.atomic
def confirm_merge(merge: EnterpriseMerge, *, reason: str, by: Any) -> None:
    """Have the merge done that was looked at; asked twice, it is done once.

    Raises:
        ActionError: another merge of the same registration is under way or done.
        StaleState: it was confirmed or cancelled meanwhile.
    """
    try:
        with transaction.atomic():
            advance(MERGES, merge, "confirm", by=by, reason=reason)
    except IntegrityError as error:
        raise ActionError(_("Đăng ký này đang được gộp hoặc đã gộp ở một lần khác.")) from error
    _enqueue(CARRY_OUT, merge, by)


def _enqueue(kind: str, merge: EnterpriseMerge, by: Any) -> None:
    """One job for each time the merge comes to this state."""
    merge.refresh_from_db(fields=["version"])
    merge.job = enqueue(kind, by=by, key=f"{kind}:{merge.pk}:{merge.version}", merge_id=merge.pk)
    merge.save(update_fields=["job"])


def carry_out_merge(run: Run, *, merge_id: int) -> dict[str, Any]:
    """Job: do it, if everything is as it was when the person looked; else look anew."""
    merge = _merge(merge_id)
    if merge.state != MergeState.MERGING:
        return {}
    source, target = locked(merge.source_id, merge.target_id)
    if source.merged_into_id is None and mark_of(source, target) != merge.mark:
        _look_ahead(run, merge)
        advance(MERGES, merge, "renew", by=None, reason=_("Dữ liệu đã đổi từ lúc xem trước."))
        return {"renewed": True}
    _do(merge, reason=reason_of(merge, "confirm"))
    return {}


def _do(merge: EnterpriseMerge, *, reason: str) -> None:
    with pghistory.context(reason=reason, merge=merge.pk):
        merge.account = carry_out(merge)
        merge.merged_at = timezone.now()
        merge.save(update_fields=["account", "merged_at", "mark", "preview"])
        advance(MERGES, merge, "merge", by=None, reason=reason)
        _follow(merge, "merge", reason)


def _follow(merge: EnterpriseMerge, step: str, reason: str) -> None:
    """The pair that led here, and what else the two records resemble."""
    first, second = sorted((merge.source_id, merge.target_id))
    pair = DuplicatePair.objects.filter(first=first, second=second).first()
    if pair is not None and pair.state in DUPLICATE.by_name[step].sources:
        advance(DUPLICATE, pair, step, by=None, reason=reason)
    look_again([first, second])


@transaction.atomic
def cancel_merge(merge: EnterpriseMerge, *, by: Any) -> None:
    """Leave both records as they are.

    Raises:
        StaleState: it was done or cancelled meanwhile.
    """
    advance(MERGES, merge, "cancel", by=by)


@transaction.atomic
def ask_undo(merge: EnterpriseMerge, *, reason: str, by: Any) -> None:
    """Have both records restored.

    Raises:
        ActionError: they cannot be; the message says why.
        StaleState: somebody asked for it meanwhile.
    """
    if reasons := reasons_against(merge):
        raise ActionError(" ".join(reasons))
    advance(MERGES, merge, "undo", by=by, reason=reason)
    _enqueue(UNDO, merge, by)


@transaction.atomic
def give_up_undo(merge: EnterpriseMerge, *, by: Any) -> None:
    """The merge stays: its way back failed.

    Raises:
        StaleState: it was undone meanwhile.
    """
    advance(MERGES, merge, "give-up", by=by)


def undo_merge(_run: Run, *, merge_id: int) -> dict[str, Any]:
    """Job: restore both, or say why not and keep the merge."""
    merge = _merge(merge_id)
    if merge.state != MergeState.UNDOING:
        return {}
    reason = reason_of(merge, "undo")
    try:
        with transaction.atomic(), pghistory.context(reason=reason, merge=merge.pk):
            words = undo(merge)
            merge.account["undone"] = words
            merge.save(update_fields=["account"])
            advance(MERGES, merge, "restore", by=None, reason=reason)
            _follow(merge, "undo", reason)
    except ActionError as error:
        advance(MERGES, merge, "keep", by=None, reason=str(error))
    return {}


@transaction.atomic
def merge_enterprises(
    *,
    source: Enterprise,
    target: Enterprise,
    reason: str,
    by: Any,
    choices: Mapping[str, Any] | None = None,
) -> EnterpriseMerge:
    """Look, confirm and do in one go; `source` becomes part of `target`.

    Raises:
        ActionError: the two cannot become one.
    """
    merge = EnterpriseMerge.objects.create(
        source=source, target=target, choices=dict(choices or {}), asked_by=by
    )
    advance(MERGES, merge, "prepare", by=None)
    advance(MERGES, merge, "confirm", by=by, reason=reason)
    _do(merge, reason=reason)
    return merge


def reason_of(merge: EnterpriseMerge, step: str) -> str:
    """What the person wrote who asked for the step last."""
    kind = ContentType.objects.get_for_model(EnterpriseMerge)
    found = StateChange.objects.filter(content_type=kind, object_id=merge.pk, transition=step)
    return found.order_by("-at", "-pk").values_list("reason", flat=True).first() or ""


def _merge(pk: int) -> EnterpriseMerge:
    """Held until the job ends, so that no second one meets it half done."""
    found = EnterpriseMerge.objects.select_for_update(of=("self",))
    return found.select_related("source", "target").get(pk=pk)
