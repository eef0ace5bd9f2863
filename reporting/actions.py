"""Draft, preview and freeze a report; each heavy step is a job."""

from collections.abc import Mapping
from datetime import date
from hashlib import sha256
from typing import Any

from django.core.files.base import ContentFile
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from core.errors import ActionError
from core.jobs import Run, enqueue, retry
from core.models import Job
from core.points import reach
from core.vietnamese import format_date
from programs.models import Plan
from reporting.content import blocks_of, content_of_draft, empty_sections
from reporting.difficulties import words_of_units
from reporting.files.build import build_files
from reporting.freshness import mark_now
from reporting.models import DraftSection, ReportDraft, ReportFile, ReportType, ReportVersion
from reporting.models.types import OutlineSection
from reporting.snapshots.build import report_snapshot
from reporting.windows import window_of, window_of_draft

FREEZE, PREVIEW = "reporting.freeze_report", "reporting.preview_report"
SECTION_FIELDS = ("order", "level", "title", "block", "text")


@transaction.atomic
def assemble_draft(
    plan: Plan, declared: ReportType, *, year: int, by: Any, cut_off: date | None = None
) -> ReportDraft:
    """The year's draft with its own copy of the outline; made once, found ever after.

    Args:
        cut_off: the type's where it is not given.

    Raises:
        ActionError: no stage holds the year, the cut-off lies outside it or ahead, or the
            year has a draft with another cut-off.
    """
    found = ReportDraft.objects.filter(plan=plan, type=declared, year=year).first()
    if found is not None:
        if cut_off not in (None, found.cut_off):
            raise ActionError(
                _(
                    "%(draft)s đã có, chốt số liệu ngày %(day)s. Để đổi ngày, mở dự thảo và"
                    " chọn “Sửa kỳ, người ký”."
                )
                % {"draft": found, "day": format_date(found.cut_off)},
                field="cut_off",
            )
        return found
    window = window_of(plan, declared, year, cut_off=cut_off)
    draft, is_new = ReportDraft.objects.get_or_create(
        plan=plan,
        type=declared,
        year=year,
        defaults={
            "first_day": window.first_day,
            "cut_off": window.cut_off,
            "signer_form": declared.signer_forms[0],
            "made_by": by,
        },
    )
    if is_new:
        words = words_of_units(window.first_day, window.cut_off)
        DraftSection.objects.bulk_create(
            _section_of(draft, section, words) for section in declared.sections.all()
        )
        request_preview(draft, by=by)
    return draft


@transaction.atomic
def request_preview(draft: ReportDraft, *, by: Any) -> Job:
    """Compute the draft's figures anew; asked twice while it runs, it is done once."""
    locked = ReportDraft.objects.select_for_update(of=("self",)).get(pk=draft.pk)
    if locked.job is not None and not locked.job.is_finished:
        return locked.job
    job = enqueue(PREVIEW, by=by, draft_id=draft.pk)
    ReportDraft.objects.filter(pk=draft.pk).update(job=job)
    return job


def preview_report(run: Run, *, draft_id: int) -> dict[str, Any]:
    """Job: the draft's figures as they are now."""
    draft = ReportDraft.objects.select_related("plan__issuer", "type").get(pk=draft_id)
    run.report(1, 2, _("Tính số liệu"))
    mark = mark_now(blocks_of(content_of_draft(draft)))
    snapshot = _snapshot_of(draft)
    ReportDraft.objects.filter(pk=draft_id).update(
        preview=snapshot, previewed_at=timezone.now(), preview_mark=mark
    )
    return {}


def _snapshot_of(draft: ReportDraft) -> dict[str, Any]:
    return report_snapshot(draft.plan, draft.type, draft.year)


def _section_of(
    draft: ReportDraft, section: OutlineSection, words: Mapping[str, str]
) -> DraftSection:
    """A copy; one that nobody has worded yet begins with what units reported."""
    values = {name: getattr(section, name) for name in SECTION_FIELDS}
    values["text"] = values["text"] or words.get(section.block, "")
    return DraftSection(draft=draft, **values)


@transaction.atomic
def request_report(
    draft: ReportDraft, *, change_note: str, by: Any, accepts_empty: bool = False
) -> Job:
    """Ask for the next version; a double click asks once.

    Args:
        accepts_empty: the person saw that sections are empty and freezes anyhow.

    Raises:
        ActionError: the window cannot be, sections are empty, or a correction does not say
            what changed.
    """
    window_of_draft(draft)
    empty = empty_sections(content_of_draft(draft))
    if empty and not accepts_empty:
        raise ActionError(
            _("Còn %(count)d mục trống: %(titles)s. Viết các mục đó, hoặc chọn chốt dù còn trống.")
            % {"count": len(empty), "titles": "; ".join(s["title"] for s in empty)},
            field="accepts_empty",
        )
    last = last_number(draft)
    if last and not change_note.strip():
        raise ActionError(
            _("Năm %(year)d đã có bản %(number)d. Ghi nội dung thay đổi của bản mới.")
            % {"year": draft.year, "number": last},
            field="change_note",
        )
    payload = {"draft_id": draft.pk, "change_note": change_note.strip()}
    # One job makes one number, however often it is asked for.
    job = enqueue(FREEZE, by=by, key=f"{FREEZE}:{draft.pk}:{last + 1}", **payload)
    if not job.is_finished and job.payload != payload:
        raise ActionError(
            _(
                "Bản %(number)d đang được lập với nội dung thay đổi khác. Đợi xong rồi chốt bản tiếp."
            )
            % {"number": last + 1}
        )
    if job.state == Job.State.FAILED:
        Job.objects.filter(pk=job.pk, state=Job.State.FAILED).update(payload=payload)
        retry(job)
    return job


def versions_of(draft: ReportDraft) -> Any:
    return ReportVersion.objects.filter(plan=draft.plan_id, kind=draft.type.code, year=draft.year)


def last_number(draft: ReportDraft) -> int:
    return versions_of(draft).order_by("-number").values_list("number", flat=True).first() or 0


def freeze_report(run: Run, *, draft_id: int, change_note: str) -> dict[str, Any]:
    """Job: a version with all its files, or nothing."""
    draft = (
        ReportDraft.objects.select_related("plan__issuer", "type")
        .select_for_update(of=("self",))
        .get(pk=draft_id)
    )
    run.report(1, 4, _("Tính số liệu"))
    snapshot = _snapshot_of(draft)
    run.report(2, 4, _("Lập tệp PDF, Excel, Word"))
    files = build_files(snapshot)
    version = ReportVersion.objects.create(
        plan=draft.plan,
        kind=draft.type.code,
        year=draft.year,
        cut_off=draft.cut_off,
        number=last_number(draft) + 1,
        label=draft.type.version_label,
        change_note=change_note,
        snapshot=snapshot,
        made_by=run.by,
    )
    for name, content in files.items():
        digest = sha256(content).hexdigest()
        row = ReportFile(version=version, name=name, sha256=digest, size=len(content))
        row.file.save(f"{digest[:16]}-{name}", ContentFile(content), save=False)
        reach("report-file-before-row")
        row.save()
    reach("report-files-before-commit")
    return {"version": version.pk}


def content_of(file: ReportFile) -> bytes:
    """The bytes as they were frozen.

    Raises:
        ActionError: they are not what was frozen; nobody gets a changed report.
    """
    with file.file.open("rb") as stream:
        content = bytes(stream.read())
    if sha256(content).hexdigest() != file.sha256:
        raise ActionError(_("Tệp lưu trữ đã bị thay đổi so với mã SHA-256 khi chốt."))
    return content
