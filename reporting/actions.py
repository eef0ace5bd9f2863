"""Freeze a report: one job computes the snapshot, makes the files and numbers the version."""

from datetime import date
from hashlib import sha256
from typing import Any

from django.core.files.base import ContentFile
from django.db import transaction
from django.db.models import Max
from django.utils import timezone
from django.utils.translation import gettext as _

from core.errors import ActionError
from core.jobs import Run, enqueue, retry
from core.models import Job
from programs.indicators import open_window
from programs.models import Plan
from reporting.files.build import build_files
from reporting.models import ReportFile, ReportVersion
from reporting.snapshots.build import build_snapshot

FREEZE = "reporting.freeze_report"


@transaction.atomic
def request_report(plan: Plan, *, year: int, cut_off: date, change_note: str, by: Any) -> Job:
    """Ask for the next version; a double click asks once.

    Raises:
        ActionError: the window cannot be, or a correction does not say what changed.
    """
    open_window(plan, year, cut_off=cut_off, today=timezone.localdate())
    last = last_number(plan, year)
    if last and not change_note.strip():
        raise ActionError(
            _("Năm %(year)d đã có bản %(number)d. Ghi nội dung thay đổi của bản mới.")
            % {"year": year, "number": last},
            field="change_note",
        )
    payload = {
        "plan_id": plan.pk,
        "year": year,
        "cut_off": cut_off.isoformat(),
        "change_note": change_note.strip(),
    }
    # One job makes one number, however often it is asked for.
    job = enqueue(FREEZE, by=by, key=f"{FREEZE}:{plan.pk}:{year}:{last + 1}", **payload)
    if job.state == Job.State.FAILED:
        Job.objects.filter(pk=job.pk, state=Job.State.FAILED).update(payload=payload)
        retry(job)
    return job


def last_number(plan: Plan, year: int) -> int:
    numbers = ReportVersion.objects.filter(plan=plan, kind="annual", year=year)
    return numbers.aggregate(last=Max("number"))["last"] or 0


def freeze_report(
    run: Run, *, plan_id: int, year: int, cut_off: str, change_note: str
) -> dict[str, Any]:
    """Job: a version with all its files, or nothing."""
    plan = Plan.objects.select_related("issuer").select_for_update(of=("self",)).get(pk=plan_id)
    day = date.fromisoformat(cut_off)
    window = open_window(plan, year, cut_off=day, today=timezone.localdate())
    run.report(1, 4, _("Tính số liệu"))
    snapshot = build_snapshot(window)
    run.report(2, 4, _("Lập tệp PDF, Excel, Word"))
    files = build_files(snapshot)
    version = ReportVersion.objects.create(
        plan=plan,
        year=year,
        cut_off=day,
        number=last_number(plan, year) + 1,
        change_note=change_note,
        snapshot=snapshot,
        made_by=run.by,
    )
    for name, content in files.items():
        digest = sha256(content).hexdigest()
        row = ReportFile(version=version, name=name, sha256=digest, size=len(content))
        row.file.save(f"{digest[:16]}-{name}", ContentFile(content), save=False)
        row.save()
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
