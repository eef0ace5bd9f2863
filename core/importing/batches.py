"""Upload → check → a person confirms or cancels → save; each heavy step is a job.

Checking and saving run the same code over the file's stored bytes; saving checks again,
so a register that changed meanwhile is met as it is then.
"""

import io
from hashlib import sha256
from pathlib import Path
from typing import Any

import pghistory
from django.core.files.base import ContentFile
from django.core.files.uploadedfile import UploadedFile
from django.db import transaction
from django.utils.translation import gettext as _

from core.errors import ActionError, StaleState
from core.importing.importers import FieldChange, Outcome
from core.importing.rejected import write_rejected
from core.importing.run import ImportResult, run_import
from core.jobs import Run, enqueue
from core.models import ImportBatch

CHECK, SAVE = "core.check_workbook", "core.save_workbook"
# A page shows this many of each; the rejected workbook and the counts are complete.
SHOWN = 300


@transaction.atomic
def receive_workbook(file: UploadedFile, *, by: Any) -> ImportBatch:
    """Keep the file under its content's hash and have it checked."""
    content = file.read()
    digest = sha256(content).hexdigest()
    name = Path(file.name or "tep.xlsx").name[:255]
    batch = ImportBatch(name=name, sha256=digest, uploaded_by=by)
    batch.file.save(f"{digest[:16]}{Path(name).suffix.lower()}", ContentFile(content), save=False)
    batch.save()
    batch.job = enqueue(CHECK, by=by, batch_id=batch.pk)
    batch.save(update_fields=["job"])
    return batch


@transaction.atomic
def confirm_batch(batch: ImportBatch, *, partial: bool, by: Any) -> None:
    """Store the rows; asked twice, it is done once.

    Raises:
        ActionError: there are errors and the person did not choose the good rows alone.
        StaleState: somebody confirmed or cancelled meanwhile.
    """
    if batch.summary.get("errors") and not partial:
        raise ActionError(_("Tệp còn lỗi. Sửa tệp, hoặc chọn chỉ lưu các dòng đúng."))
    _move(batch, ImportBatch.State.SAVING, is_partial=partial)
    batch.job = enqueue(SAVE, by=by, key=f"{SAVE}:{batch.pk}", batch_id=batch.pk)
    batch.save(update_fields=["job"])


@transaction.atomic
def cancel_batch(batch: ImportBatch) -> None:
    """Leave the register as it is."""
    _move(batch, ImportBatch.State.CANCELLED)


def _move(batch: ImportBatch, state: str, **values: Any) -> None:
    checked = ImportBatch.objects.filter(pk=batch.pk, state=ImportBatch.State.CHECKED)
    if checked.update(state=state, **values) != 1:
        raise StaleState(batch)
    batch.refresh_from_db()


def check_workbook(run: Run, *, batch_id: int) -> dict[str, Any]:
    """Job: what would be created, changed and refused."""
    batch = ImportBatch.objects.get(pk=batch_id)
    result = _run(run, batch, save=False)
    batch.summary = summary_of(result)
    batch.state = ImportBatch.State.CHECKED
    batch.save(update_fields=["summary", "state"])
    return {}


def save_workbook(run: Run, *, batch_id: int) -> dict[str, Any]:
    """Job: store it, with the batch's end state in the same transaction."""
    batch = ImportBatch.objects.get(pk=batch_id)
    with pghistory.context(import_batch=batch.pk, file=batch.name):
        result = _run(run, batch, save=True)
    if not result.is_saved:
        raise ActionError(_("Danh sách đã thay đổi từ lúc kiểm tra; tệp nay có lỗi. Tải lại tệp."))
    batch.summary = summary_of(result)
    batch.state = ImportBatch.State.SAVED
    batch.save(update_fields=["summary", "state"])
    return {}


def _run(run: Run, batch: ImportBatch, *, save: bool) -> ImportResult:
    def tell(done: int, total: int, step: str) -> None:
        run.report(done, total, f"{step}, {done}/{total}")

    path = Path(batch.file.path)
    return run_import(path, save=save, partial=batch.is_partial, keep_outcomes=True, progress=tell)


def rejected_workbook(batch: ImportBatch) -> bytes:
    """The refused rows of the file, made anew from its stored bytes."""
    result = run_import(Path(batch.file.path), save=False)
    stream = io.BytesIO()
    write_rejected(stream, result)
    return stream.getvalue()


def summary_of(result: ImportResult) -> dict[str, Any]:
    """What the page shows, as JSON: counts in full, lists up to `SHOWN` rows."""
    return {
        # A list: the database does not keep the order of an object's keys.
        "sheets": [{"name": n, **sheet.as_dict()} for n, sheet in result.sheets.items()],
        "errors": len(result.errors),
        "warnings": len(result.warnings),
        "rejected": sum(len(sheet.rejected) for sheet in result.sheets.values()),
        "error_list": [issue.as_dict() for issue in result.errors[:SHOWN]],
        "warning_list": [issue.as_dict() for issue in result.warnings[:SHOWN]],
        "change_list": [_change(outcome) for outcome in result.outcomes[:SHOWN]],
    }


def _change(outcome: Outcome) -> dict[str, Any]:
    def pair(change: FieldChange) -> dict[str, str]:
        return {"label": str(change.label), "old": change.old, "new": change.new}

    return {
        "sheet": outcome.row.sheet,
        "row": outcome.row.number,
        "action": outcome.action,
        "identity": outcome.identity,
        "changes": [pair(change) for change in outcome.changes],
    }
