"""Whether figures computed earlier still tell what the records say."""

from collections.abc import Collection
from typing import Any

from agencies.models import DocumentIdentity, Unit
from core.marks import Mark, look_at
from enterprises.models import Enterprise, Placement
from programs.models import (
    Plan,
    PlanClause,
    Stage,
    Target,
    Task,
    WorkContribution,
    WorkCoordinator,
    WorkItem,
)
from reporting.choices import SectionBlock
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


# What one reads beside that prints the work of the year.
READ_OF_WORK: tuple[Any, ...] = (WorkItem, WorkCoordinator, WorkContribution)


def read_by(blocks: Collection[str]) -> tuple[Any, ...]:
    """What a snapshot with these blocks reads."""
    return (*READ, *READ_OF_WORK) if SectionBlock.WORK in blocks else READ


def mark_now(blocks: Collection[str] = ()) -> MarkAsJson:
    """The point the records have come to; take it before computing, never after."""
    return look_at(read_by(blocks)).mark.as_json()


def is_stale(mark: MarkAsJson | None, blocks: Collection[str] = ()) -> bool:
    """Whether anything a snapshot reads may have changed since the mark. One query."""
    try:
        earlier = Mark(**(mark or {}))
    except TypeError:  # none, or one of a release that marked otherwise
        return True
    return not look_at(read_by(blocks), earlier.running).confirms(earlier)


def is_old(draft: ReportDraft, blocks: Collection[str] = ()) -> bool:
    """Whether the draft's preview counts other days than it has now, or older records."""
    if draft.preview is None:
        return False
    days = (draft.preview["first_day"], draft.preview["cut_off"])
    if days != (draft.first_day.isoformat(), draft.cut_off.isoformat()):
        return True
    return is_stale(draft.preview_mark, blocks)
