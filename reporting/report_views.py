"""Pages of reports: versions, freezing the next one, downloads."""

import mimetypes
from datetime import date

from django import forms
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from rules.contrib.views import permission_required

from core import jobs
from core.errors import ActionError
from core.models import Job
from programs.shell import current_plan
from reporting.actions import FREEZE, content_of, request_report
from reporting.models import ReportFile, ReportVersion

SHOWN_VERSIONS = 50


class ReportForm(forms.Form):
    year = forms.IntegerField(label=gettext_lazy("Năm báo cáo"), localize=False)
    cut_off = forms.DateField(
        label=gettext_lazy("Ngày chốt số liệu"),
        help_text=gettext_lazy("Ngày cuối cùng được tính, ví dụ 15/11/2026."),
        error_messages={"invalid": gettext_lazy("Ghi ngày/tháng/năm, ví dụ 15/11/2026.")},
        widget=forms.DateInput(format="%d/%m/%Y"),
    )
    change_note = forms.CharField(
        label=gettext_lazy("Nội dung thay đổi so với bản trước"),
        required=False,
        max_length=1000,
        help_text=gettext_lazy("Để trống khi chốt bản đầu tiên của năm."),
    )


@permission_required("reporting.view_report", raise_exception=True)
def report_list(request: HttpRequest) -> HttpResponse:
    """Versions with their files; those who may freeze find the form here."""
    plan = current_plan(request)
    may_freeze = request.user.has_perm("reporting.freeze_report")
    today = timezone.localdate()
    default = min(today, date(today.year, 11, 15))
    form = ReportForm(initial={"year": today.year, "cut_off": default})
    if request.method == "POST" and may_freeze:
        form = ReportForm(request.POST)
        if form.is_valid():
            try:
                request_report(plan, by=request.user, **form.cleaned_data)
            except ActionError as error:
                form.add_error(error.field, str(error))
            else:
                return redirect("reporting:report-list")
    job = Job.objects.filter(kind=FREEZE, payload__plan_id=plan.pk).order_by("-created_at").first()
    versions = ReportVersion.objects.filter(plan=plan).select_related("made_by")
    context = {
        "form": form,
        "may_freeze": may_freeze,
        "versions": versions.prefetch_related("files")[:SHOWN_VERSIONS],
        "job": job,
        "is_working": job is not None and not job.is_finished,
        "has_failed": job is not None and job.state == Job.State.FAILED,
    }
    is_fragment = bool(request.headers.get("HX-Request"))
    template = "reporting/_report_job.html" if is_fragment else "reporting/report_list.html"
    response = render(request, template, context)
    if is_fragment and not context["is_working"]:
        response["HX-Refresh"] = "true"
    return response


@permission_required("reporting.freeze_report", raise_exception=True)
def report_retry(request: HttpRequest, job_id: str) -> HttpResponse:
    """Try a failed job again."""
    if request.method == "POST":
        jobs.retry(get_object_or_404(Job, pk=job_id, kind=FREEZE))
    return redirect("reporting:report-list")


@permission_required("reporting.view_report", raise_exception=True)
def report_file(request: HttpRequest, pk: int) -> HttpResponse:
    """A frozen file, only if it still is what was frozen."""
    file = get_object_or_404(ReportFile.objects.select_related("version"), pk=pk)
    try:
        content = content_of(file)
    except ActionError as error:
        messages.error(request, _("%(name)s: %(why)s") % {"name": file.name, "why": error})
        return redirect("reporting:report-list")
    media_type = mimetypes.guess_type(file.name)[0] or "application/octet-stream"
    response = HttpResponse(content, content_type=media_type)
    response["Content-Disposition"] = f'attachment; filename="{file.name}"'
    return response
