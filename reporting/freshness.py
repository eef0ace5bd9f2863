"""Whether figures computed earlier still tell what the records say."""

from typing import Any

from django.db import connection

from agencies.models import DocumentIdentity, Unit
from enterprises.models import Enterprise, Placement
from programs.models import Plan, PlanClause, Stage, Target, Task
from reporting.models import ReportDraft, ReportVersion
from support.models import Award, CatalogueItem, Certificate, Support
from trainings.models import TrainingClass

# What a snapshot reads; every change of them leaves a line in the audit trail.
READ: tuple[Any, ...] = (
    *(DocumentIdentity, Unit, Plan, PlanClause, Stage, Target, Task),
    *(Enterprise, Placement, CatalogueItem, Support, Certificate, Award, TrainingClass),
)
Mark = dict[str, Any]


def mark_now() -> Mark:
    """The point the records have come to; take it before computing, never after.

    `last` is the last line of each table's trail. A transaction that was still running has
    lines of lower numbers which nobody saw, therefore `snapshot`, which names those.
    """
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT pg_current_snapshot()::text, {_last_lines()}")
        snapshot, last = cursor.fetchone()
    return {"snapshot": snapshot, "last": last}


def is_stale(mark: Mark | None) -> bool:
    """Whether anything a snapshot reads may have changed since the mark. One query."""
    if mark is None:
        return True
    with connection.cursor() as cursor:
        # The database of a restored backup may not have come as far as the mark's one.
        cursor.execute(
            f"""
            SELECT {_last_lines()} IS DISTINCT FROM %s::bigint[] OR EXISTS (
                SELECT FROM pg_snapshot_xip(%s::pg_snapshot) AS running
                WHERE CASE WHEN running >= pg_snapshot_xmax(pg_current_snapshot()) THEN true
                    ELSE coalesce(pg_xact_status(running), 'committed') = 'committed' END
            )
            """,  # noqa: S608
            [mark["last"], mark["snapshot"]],
        )
        return bool(cursor.fetchone()[0])


def is_old(draft: ReportDraft) -> bool:
    """Whether the draft's preview counts other days than it has now, or older records."""
    if draft.preview is None:
        return False
    days = (draft.preview["first_day"], draft.preview["cut_off"])
    if days != (draft.first_day.isoformat(), draft.cut_off.isoformat()):
        return True
    return is_stale(draft.preview_mark)


def _last_lines() -> str:
    tables = [(model.pgh_event_model._meta.db_table, "pgh_id") for model in READ]
    tables.append((ReportVersion._meta.db_table, "id"))
    quote = connection.ops.quote_name
    found = [f"(SELECT coalesce(max({key}), 0) FROM {quote(table)})" for table, key in tables]  # noqa: S608
    return f"ARRAY[{', '.join(found)}]::bigint[]"
