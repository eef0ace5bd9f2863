"""Compute a snapshot: the one source of every file of a report."""

from datetime import date
from typing import Any

from django.db import connection, transaction
from django.utils import timezone

from agencies.models import DocumentIdentity
from programs.indicators import Window, progress_of
from programs.models import Plan
from reporting.choices import SectionBlock
from reporting.content import (
    Content,
    blocks_of,
    content_of_draft,
    content_of_type,
    counts_records,
)
from reporting.models import ReportDraft, ReportType, ReportVersion
from reporting.snapshots.lists import LISTS, lists_of
from reporting.snapshots.summaries import summaries_of
from reporting.snapshots.targets import target_entry
from reporting.snapshots.work import work_of
from reporting.windows import window_of

SNAPSHOT_FORMAT = 4


def report_snapshot(
    plan: Plan, declared: ReportType, year: int, *, cut_off: date | None = None
) -> dict[str, Any]:
    """The report of a year as it would be frozen now: its draft, or its type where it has none.

    Args:
        cut_off: overrides the draft's and the type's.

    Raises:
        ActionError: no stage holds the year, or the cut-off lies outside it or ahead.
    """
    draft = ReportDraft.objects.filter(plan=plan, type=declared, year=year).first()
    window = window_of(plan, declared, year, draft=draft, cut_off=cut_off)
    content = content_of_type(declared) if draft is None else content_of_draft(draft)
    return build_snapshot(window, content)


def build_snapshot(window: Window, content: Content) -> dict[str, Any]:
    """Everything the renderers need, as JSON-ready values.

    Args:
        content: outline, narrative and signer (`reporting.content`).

    Read in one moment of the database, so that a change meanwhile cannot stand in one
    table and not in another; inside a caller's transaction its moment is the caller's.
    """
    if connection.in_atomic_block:
        return _build(window, content)
    with transaction.atomic():
        with connection.cursor() as cursor:
            cursor.execute("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ")
        return _build(window, content)


def _build(window: Window, content: Content) -> dict[str, Any]:
    targets = window.stage.targets.select_related(
        "stage__plan", "clause", "previous__stage__plan"
    ).order_by("order")
    counts = counts_records(content)
    lists = lists_of(window) if counts else {name: [] for name in LISTS}
    if SectionBlock.WORK in blocks_of(content):
        lists = {**lists, "work": work_of(window)}
    return {
        "format": SNAPSHOT_FORMAT,
        "kind": content["type"],
        "plan": {
            "number": window.plan.number,
            "title": window.plan.title,
            "issued_on": window.plan.issued_on.isoformat(),
            "issuer": window.plan.issuer.name,
        },
        "year": window.year,
        "stage": str(window.stage),
        "first_day": window.first_day.isoformat(),
        "cut_off": window.cut_off.isoformat(),
        "computed_at": timezone.localtime().isoformat(timespec="seconds"),
        "identities": identities(window),
        "targets": [
            target_entry(progress)
            for progress in progress_of(list(targets) if counts else [], window)
        ],
        "lists": lists,
        "summaries": summaries_of(lists),
        "previous_issued": previous_issued(window, content["type"]),
        "content": content,
    }


def previous_issued(window: Window, kind: str) -> dict[str, Any]:
    """What last year's issued report said of its year, by indicator."""
    last = (
        ReportVersion.objects.filter(plan=window.plan, kind=kind, year=window.year - 1)
        .order_by("-number")
        .first()
    )
    if last is None:
        return {"cut_off": None, "number": None, "figures": {}}
    return {
        "cut_off": last.cut_off.isoformat(),
        "number": last.number,
        "figures": {t["code"]: t["in_year"] for t in last.snapshot["targets"]},
    }


def identities(window: Window) -> dict[str, dict[str, str]]:
    """How the bodies are named on the cut-off day."""
    found = DocumentIdentity.objects.valid_on(window.cut_off).filter(
        jurisdiction=window.plan.jurisdiction
    )
    return {
        i.role: {
            "superior": i.superior,
            "name": i.name,
            "short_name": i.short_name,
            "code_suffix": i.code_suffix,
            "place": i.place,
        }
        for i in found
    }
