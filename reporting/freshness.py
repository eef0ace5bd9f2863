"""Whether figures computed earlier still tell what the records say."""

from typing import Any

from agencies.models import DocumentIdentity, Unit
from core.marks import Mark, look_at
from enterprises.models import Enterprise, Placement
from programs.models import Plan, PlanClause, Stage, Target, Task
from reporting.models import ReportDraft, ReportVersion
from support.models import Award, CatalogueItem, Certificate, Support
from trainings.models import TrainingClass

# What a snapshot reads.
READ: tuple[Any, ...] = (
    *(DocumentIdentity, Unit, Plan, PlanClause, Stage, Target, Task),
    *(Enterprise, Placement, CatalogueItem, Support, Certificate, Award, TrainingClass),
    ReportVersion,
)
MarkAsJson = dict[str, Any]


def mark_now() -> MarkAsJson:
    """The point the records have come to; take it before computing, never after."""
    return look_at(READ).mark.as_json()


def is_stale(mark: MarkAsJson | None) -> bool:
    """Whether anything a snapshot reads may have changed since the mark. One query."""
    try:
        earlier = Mark(**(mark or {}))
    except TypeError:  # none, or one of a release that marked otherwise
        return True
    return not look_at(READ, earlier.running).confirms(earlier)


def is_old(draft: ReportDraft) -> bool:
    """Whether the draft's preview counts other days than it has now, or older records."""
    if draft.preview is None:
        return False
    days = (draft.preview["first_day"], draft.preview["cut_off"])
    if days != (draft.first_day.isoformat(), draft.cut_off.isoformat()):
        return True
    return is_stale(draft.preview_mark)
