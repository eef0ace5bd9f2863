"""Lists as workbooks: small ones at once, large ones as a job with a download."""

from collections.abc import Iterator
from itertools import islice
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from django.contrib.auth import get_user_model
from django.core.files import File
from django.core.files.storage import default_storage
from django.db.models import QuerySet
from django.http import FileResponse, Http404, HttpRequest, HttpResponse, QueryDict
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from core import jobs
from core.jobs import Run, enqueue
from core.models import Job
from core.spreadsheets.writing import XLSX, write_table
from core.ui.registers import Register, registers
from core.ui.tables import values_of

EXPORT = "core.export_register"
INLINE_ROWS = 5_000
CHUNK = 5_000  # rows; what columns load may read a whole table each time


def _rows(
    register: Register, found: QuerySet[Any], user: Any, run: Run | None = None
) -> Iterator[list[Any]]:
    """Values row by row; what columns load is loaded once per chunk."""
    columns = register.columns()
    # Kept for searching and sorting alone, and longer than all the rest.
    found = found.defer(*(f.name for f in found.model._meta.concrete_fields if f.generated))
    total = found.count() if run else 0
    records, done = found.iterator(chunk_size=CHUNK), 0
    while chunk := list(islice(records, CHUNK)):
        for values in values_of(columns, chunk, user):
            yield [_in_one_cell(value) for value in values]
        done += len(chunk)
        if run:
            run.report(done, total, _("Đã ghi %(done)d dòng") % {"done": done})


def _in_one_cell(value: Any) -> Any:
    """Words of a column of tags, joined; nothing where there are none."""
    return ", ".join(map(str, value)) or None if isinstance(value, list) else value


def file_name(register: Register) -> str:
    return f"{register.name}-{timezone.localdate():%Y%m%d}.xlsx"


def export_response(register: Register, found: QuerySet[Any], user: Any) -> HttpResponse:
    response = HttpResponse(content_type=XLSX)
    response["Content-Disposition"] = f'attachment; filename="{file_name(register)}"'
    columns = [column.as_list_column() for column in register.columns()]
    write_table(response, str(register.title), columns, _rows(register, found, user))
    return response


def request_export(register: Register, query: str, *, by: Any) -> Job:
    return enqueue(EXPORT, by=by, register=register.name, query=query)


def export_register(run: Run, *, register: str, query: str) -> dict[str, Any]:
    """Job: the same rows as the page, with the rights of the person who asked."""
    declared = registers.get(register)
    data = QueryDict(query)
    user = get_user_model()._default_manager.get(pk=run.by.pk)
    filters = declared.filters_for(data, user)
    found = filters.found().order_by(*declared.sort_for(data.get("xep", "")).order())
    columns = [column.as_list_column() for column in declared.columns()]
    with TemporaryDirectory() as folder:
        path = Path(folder) / "export.xlsx"
        rows = _rows(declared, found, user, run)
        count = write_table(path, str(declared.title), columns, rows)
        with path.open("rb") as stream:
            stored = default_storage.save(f"exports/{run.job.pk}.xlsx", File(stream))
    return {"file": stored, "name": file_name(declared), "rows": count}


def job_page(request: HttpRequest, pk: str) -> HttpResponse:
    """Progress of one's own job, its result, or the reason it failed."""
    job = get_object_or_404(Job, kind=EXPORT, pk=pk, requested_by=request.user)
    is_fragment = bool(request.headers.get("HX-Request"))
    response = render(request, "ui/_job.html" if is_fragment else "ui/job.html", {"job": job})
    if is_fragment and job.is_finished:
        response["HX-Refresh"] = "true"
    return response


@require_POST
def job_retry(request: HttpRequest, pk: str) -> HttpResponse:
    job = get_object_or_404(Job, kind=EXPORT, pk=pk, requested_by=request.user)
    jobs.retry(job)
    return redirect("ui:job", pk=pk)


def job_file(request: HttpRequest, pk: str) -> FileResponse:
    """The file a job made, for the person who asked for it."""
    job = get_object_or_404(
        Job, kind=EXPORT, pk=pk, requested_by=request.user, state=Job.State.DONE
    )
    if not default_storage.exists(job.result.get("file", "-")):
        raise Http404
    response = FileResponse(default_storage.open(job.result["file"]), content_type=XLSX)
    response["Content-Disposition"] = f'attachment; filename="{job.result["name"]}"'
    return response
