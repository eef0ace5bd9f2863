"""Pages of an import: send a file, look at what it would do, confirm or cancel."""

from django import forms
from django.conf import settings
from django.contrib import messages
from django.core.files.uploadedfile import UploadedFile
from django.db.models.fields.files import FieldFile
from django.http import FileResponse, Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_POST
from rules.contrib.views import permission_required

from core import jobs
from core.errors import ActionError
from core.importing.batches import (
    cancel_batch,
    confirm_batch,
    receive_workbook,
)
from core.importing.template import write_template
from core.models import ImportBatch, Job
from core.spreadsheets.writing import XLSX

LISTED = 50


class WorkbookForm(forms.Form):
    file = forms.FileField(
        label=gettext_lazy("Tệp Excel (.xlsx)"),
        help_text=gettext_lazy("Tệp theo mẫu của Sở. Chưa lưu gì cho tới khi bạn xác nhận."),
        error_messages={"required": gettext_lazy("Chọn tệp cần nhập.")},
        widget=forms.FileInput(attrs={"accept": ".xlsx"}),
    )

    def clean_file(self) -> UploadedFile:
        """A file that is too large is told so before a byte of it is kept."""
        file: UploadedFile = self.cleaned_data["file"]
        if (file.size or 0) > settings.IMPORT_MAX_BYTES:
            raise forms.ValidationError(
                _("Tệp lớn hơn %(limit)d MB. Chia thành nhiều tệp nhỏ hơn rồi nhập lần lượt.")
                % {"limit": settings.IMPORT_MAX_BYTES // (1024 * 1024)}
            )
        return file


@permission_required("core.import_workbook", raise_exception=True)
def batch_list(request: HttpRequest) -> HttpResponse:
    is_sent = request.method == "POST"
    form = WorkbookForm(request.POST, request.FILES) if is_sent else WorkbookForm()
    if is_sent and form.is_valid():
        batch = receive_workbook(form.cleaned_data["file"], by=request.user)
        return redirect("importing:batch", pk=batch.pk)
    batches = ImportBatch.objects.visible_to(request.user).select_related("uploaded_by")[:LISTED]  # type: ignore[arg-type]
    return render(request, "importing/batch_list.html", {"form": form, "batches": batches})


@permission_required("core.import_workbook", raise_exception=True)
def batch_detail(request: HttpRequest, pk: int) -> HttpResponse:
    batch = _batch(request, pk)
    context = {
        "batch": batch,
        "job": batch.job,
        "is_working": batch.job is not None and not batch.job.is_finished,
        "has_failed": batch.job is not None
        and batch.job.state == Job.State.FAILED
        and batch.state != ImportBatch.State.CANCELLED,
    }
    template = "importing/batch_detail.html"
    if request.headers.get("HX-Request") and context["is_working"]:
        template = "importing/_job.html"
    response = render(request, template, context)
    if request.headers.get("HX-Request") and not context["is_working"]:
        response["HX-Refresh"] = "true"
    return response


@require_POST
@permission_required("core.import_workbook", raise_exception=True)
def batch_confirm(request: HttpRequest, pk: int) -> HttpResponse:
    batch = _batch(request, pk)
    try:
        confirm_batch(batch, partial=request.POST.get("partial") == "1", by=request.user)
    except ActionError as error:
        messages.error(request, str(error))
    return redirect("importing:batch", pk=pk)


@require_POST
@permission_required("core.import_workbook", raise_exception=True)
def batch_cancel(request: HttpRequest, pk: int) -> HttpResponse:
    batch = _batch(request, pk)
    try:
        cancel_batch(batch, by=request.user)
    except ActionError as error:
        messages.error(request, str(error))
    else:
        messages.success(request, _("Đã hủy. Danh sách không thay đổi."))
    return redirect("importing:batch", pk=pk)


@require_POST
@permission_required("core.import_workbook", raise_exception=True)
def batch_retry(request: HttpRequest, pk: int) -> HttpResponse:
    batch = _batch(request, pk)
    if batch.job is not None:
        jobs.retry(batch.job)
    return redirect("importing:batch", pk=pk)


@permission_required("core.import_workbook", raise_exception=True)
def template(request: HttpRequest) -> HttpResponse:
    """The workbook to fill in."""
    response = HttpResponse(content_type=XLSX)
    response["Content-Disposition"] = 'attachment; filename="mau-nhap-du-lieu.xlsx"'
    write_template(response)
    return response


@permission_required("core.import_workbook", raise_exception=True)
def batch_rejected(request: HttpRequest, pk: int) -> FileResponse:
    """The refused rows as a workbook of the same shape, with the reasons."""
    return _file(_batch(request, pk).rejected, f"dong-bi-tu-choi-{pk}.xlsx")


@permission_required("core.import_workbook", raise_exception=True)
def batch_findings(request: HttpRequest, pk: int) -> FileResponse:
    """Every row with what becomes of it, every error and warning."""
    return _file(_batch(request, pk).findings, f"ket-qua-tung-dong-{pk}.xlsx")


def _batch(request: HttpRequest, pk: int) -> ImportBatch:
    """The batch, through the one door."""
    batches = ImportBatch.objects.visible_to(request.user)  # type: ignore[arg-type]
    return get_object_or_404(batches.select_related("job", "uploaded_by"), pk=pk)


def _file(file: FieldFile, name: str) -> FileResponse:
    if not file:
        raise Http404
    return FileResponse(file.open("rb"), as_attachment=True, filename=name, content_type=XLSX)
