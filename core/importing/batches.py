"""Upload → check → a person confirms or cancels → save; each heavy step is a job.

Checking and saving run the same code over the file's stored bytes; saving checks again,
so a register that changed meanwhile is met as it is then.
"""

from hashlib import sha256
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import pghistory
from django.core.files import File
from django.core.files.uploadedfile import UploadedFile
from django.db import transaction
from django.db.models.fields.files import FieldFile
from django.utils.translation import gettext as _

from core.errors import ActionError
from core.importing.findings import Findings, change_as_dict
from core.importing.rejected import write_rejected
from core.importing.run import ImportResult, run_import
from core.importing.workflow import IMPORT
from core.jobs import Run, enqueue
from core.models import ImportBatch
from core.personal_numbers import mask_personal_numbers
from core.points import reach
from core.spreadsheets.schemas import Issue
from core.vietnamese import normalise
from core.workflow import advance

CHECK, SAVE = "core.check_workbook", "core.save_workbook"
# A page shows this many of each and says so; the workbooks and the counts are complete.
SHOWN = 300


@transaction.atomic
def receive_workbook(file: UploadedFile, *, by: Any) -> ImportBatch:
    """Keep the file under its content's hash and have it checked."""
    digest = sha256()
    for chunk in file.chunks():
        digest.update(chunk)
    name = normalise(Path(file.name or "tep.xlsx").name)[-255:]
    batch = ImportBatch(name=name, sha256=digest.hexdigest(), uploaded_by=by)
    stem = digest.hexdigest()[:16]
    batch.file.save(f"{stem}{Path(name).suffix.lower()[:8]}", file, save=False)
    reach("upload-kept-before-row")
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
    if not batch.rows_to_save:
        raise ActionError(_("Tệp không có dòng nào để lưu."))
    if batch.summary.get("errors") and not partial:
        raise ActionError(_("Tệp còn lỗi. Sửa tệp, hoặc chọn chỉ lưu các dòng đúng."))
    advance(IMPORT, batch, "confirm", by=by)
    batch.is_partial = partial
    batch.job = enqueue(SAVE, by=by, key=f"{SAVE}:{batch.pk}", batch_id=batch.pk)
    batch.save(update_fields=["is_partial", "job"])


@transaction.atomic
def cancel_batch(batch: ImportBatch, *, by: Any) -> None:
    """Leave the register as it is.

    Raises:
        StaleState: it was saved or cancelled meanwhile.
    """
    advance(IMPORT, batch, "cancel", by=by)


def check_workbook(run: Run, *, batch_id: int) -> dict[str, Any]:
    """Job: what would be created, changed and refused."""
    batch = ImportBatch.objects.get(pk=batch_id)
    _import(run, batch, "check", save=False)
    return {}


def save_workbook(run: Run, *, batch_id: int) -> dict[str, Any]:
    """Job: store it, with the batch's end state in the same transaction."""
    batch = ImportBatch.objects.get(pk=batch_id)
    with pghistory.context(import_batch=batch.pk, file=batch.name):
        _import(run, batch, "save", save=True)
    return {}


def _import(run: Run, batch: ImportBatch, step: str, *, save: bool) -> None:
    """Run the file and keep what was found with the batch, in the transaction of the job."""

    def tell(done: int, total: int, step: str) -> None:
        run.report(done, total, f"{step}, {done}/{total}")

    with Findings(SHOWN) as findings, TemporaryDirectory() as folder:
        result = run_import(
            Path(batch.file.path),
            save=save,
            partial=batch.is_partial,
            name=batch.name,
            observe=findings.observe,
            progress=tell,
        )
        if save and not result.is_saved:
            raise ActionError(
                _("Danh sách đã thay đổi từ lúc kiểm tra; tệp nay có lỗi. Tải lại tệp.")
            )
        found, rejected = Path(folder) / "found.xlsx", Path(folder) / "rejected.xlsx"
        findings.save(found, result.errors, result.warnings)
        _keep(batch.findings, found, f"{run.job.pk}.xlsx")
        if result.has_rejected_rows:
            write_rejected(rejected, result)
            _keep(batch.rejected, rejected, f"{run.job.pk}-tu-choi.xlsx")
        batch.summary = summary_of(result, findings)
    reach("findings-kept-before-row")
    batch.save(update_fields=["summary", "findings", "rejected"])
    advance(IMPORT, batch, step, by=None)


def _keep(field: FieldFile, path: Path, name: str) -> None:
    with path.open("rb") as stream:
        field.save(name, File(stream), save=False)


def summary_of(result: ImportResult, findings: Findings) -> dict[str, Any]:
    """What the page shows, as JSON: counts in full, lists up to `SHOWN` rows."""
    changed = sum(s.counts["created"] + s.counts["updated"] for s in result.sheets.values())
    return {
        # A list: the database does not keep the order of an object's keys.
        "sheets": [{"name": n, **sheet.as_dict()} for n, sheet in result.sheets.items()],
        "errors": len(result.errors),
        "warnings": len(result.warnings),
        "changes": changed,
        "rejected": sum(len(sheet.rejected) for sheet in result.sheets.values()),
        "error_list": [_shown(issue) for issue in result.errors[:SHOWN]],
        "warning_list": [_shown(issue) for issue in result.warnings[:SHOWN]],
        "change_list": [change_as_dict(outcome) for outcome in findings.shown],
    }


def _shown(issue: Issue) -> dict[str, Any]:
    """An issue for the page; whose file it is sees the whole number in the file itself."""
    said = issue.as_dict()
    return said | {name: mask_personal_numbers(said[name]) for name in ("value", "message")}
