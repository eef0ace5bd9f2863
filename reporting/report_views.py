"""Pages of reports: drafts, freezing, versions with their differences, downloads."""

import mimetypes
from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST
from rules.contrib.views import permission_required

from core import jobs
from core.errors import ActionError
from core.models import Job
from programs.shell import current_plan
from reporting.actions import (
    FREEZE,
    PREVIEW,
    assemble_draft,
    content_of,
    request_preview,
    request_report,
    versions_of,
)
from reporting.content import blocks_of, content_of_draft, empty_sections
from reporting.differences import differences
from reporting.forms import FreezeForm, NewDraftForm
from reporting.freshness import is_old
from reporting.models import ReportDraft, ReportFile, ReportType, ReportVersion
from reporting.preview import preview_of

SHOWN = 50


@permission_required("reporting.view_report", raise_exception=True)
def report_list(request: HttpRequest) -> HttpResponse:
    """Drafts of all years and types, and every frozen version with its files."""
    plan = current_plan(request)
    may_write = request.user.has_perm("reporting.add_reportdraft")
    yearly = ReportType.objects.yearly()
    code = request.GET.get("loai", "")
    wished = ReportType.objects.filter(code=code).first() if code else None
    form = NewDraftForm(
        request.POST if request.method == "POST" else None,
        initial={
            "year": request.GET.get("nam") or timezone.localdate().year,
            "type": wished or yearly,
        },
    )
    if request.method == "POST":
        if not may_write:
            raise PermissionDenied(_("Vai trò của bạn không được lập dự thảo báo cáo."))
        if form.is_valid():
            try:
                draft = assemble_draft(
                    plan,
                    form.cleaned_data["type"],
                    year=form.cleaned_data["year"],
                    cut_off=form.cleaned_data["cut_off"],
                    by=request.user,
                )
            except ActionError as error:
                form.add_error(error.field, str(error))
            else:
                return redirect(draft)
    drafts = ReportDraft.objects.filter(plan=plan).with_last_edit()
    drafts = drafts.select_related("type", "made_by")
    versions = ReportVersion.objects.filter(plan=plan).select_related("made_by").defer("snapshot")
    context = {
        "form": form,
        "is_wished": wished is not None,
        "may_write": may_write,
        "automatic_after": yearly and yearly.cut_off_of(timezone.localdate().year),
        "drafts": drafts.defer("preview")[:SHOWN],
        "versions": versions.prefetch_related("files")[:SHOWN],
    }
    return render(request, "reporting/report_list.html", context)


def _draft(request: HttpRequest, pk: int) -> ReportDraft:
    drafts = ReportDraft.objects.visible_to(request.user)  # type: ignore[arg-type]
    return get_object_or_404(drafts.select_related("type", "plan__issuer", "job"), pk=pk)


@permission_required("reporting.view_report", raise_exception=True)
def draft_detail(request: HttpRequest, pk: int) -> HttpResponse:
    """The report as it would be frozen now: figures of the last computing, words of today."""
    draft = _draft(request, pk)
    job = _latest_job(draft)
    is_fragment = bool(request.headers.get("HX-Request"))
    is_working = job is not None and not job.is_finished
    context: dict[str, Any] = {"draft": draft, "job": job, "is_working": is_working}
    if is_fragment:
        response = render(request, "reporting/_draft_job.html", context)
        if not context["is_working"]:
            response["HX-Refresh"] = "true"
        return response
    content = content_of_draft(draft)
    empty = empty_sections(content)
    context |= {
        "preview": preview_of(draft, content),
        "sections": content["sections"],
        "empty": empty,
        "estimates": _shown_estimates(draft),
        "versions": versions_of(draft)
        .select_related("made_by")
        .defer("snapshot")
        .prefetch_related("files"),
        "may_change": request.user.has_perm("reporting.change_reportdraft"),
        "may_freeze": request.user.has_perm("reporting.freeze_report"),
        "form": FreezeForm(empty=len(empty)),
        "is_stale": not is_working and is_old(draft, blocks_of(content)),
        "has_failed": job is not None and job.state == Job.State.FAILED,
    }
    return render(request, "reporting/draft_detail.html", context)


def _latest_job(draft: ReportDraft) -> Job | None:
    found = Job.objects.filter(kind__in=(FREEZE, PREVIEW), payload__draft_id=draft.pk)
    return found.order_by("-created_at").first()


def _shown_estimates(draft: ReportDraft) -> list[tuple[Any, str]]:
    names = {t["code"]: t["short_name"] for t in (draft.preview or {}).get("targets", [])}
    estimates = {e.indicator: e for e in draft.estimates.all()}
    known = [code for code in names if code in estimates]
    rest = [code for code in estimates if code not in names]
    return [(estimates[code], names.get(code, code)) for code in (*known, *rest)]


@require_POST
@permission_required("reporting.change_reportdraft", raise_exception=True)
def draft_compute(request: HttpRequest, pk: int) -> HttpResponse:
    """Compute the figures anew."""
    draft = _draft(request, pk)
    request_preview(draft, by=request.user)
    return redirect(draft)


@require_POST
@permission_required("reporting.freeze_report", raise_exception=True)
def draft_freeze(request: HttpRequest, pk: int) -> HttpResponse:
    """Chốt số liệu: one numbered version with its files, by one job."""
    draft = _draft(request, pk)
    form = FreezeForm(request.POST, empty=len(empty_sections(content_of_draft(draft))))
    if form.is_valid():
        try:
            request_report(
                draft,
                change_note=form.cleaned_data["change_note"],
                by=request.user,
                accepts_empty=form.cleaned_data.get("accepts_empty", False),
            )
        except ActionError as error:
            messages.error(request, str(error))
    return redirect(draft)


@require_POST
@permission_required("reporting.change_reportdraft", raise_exception=True)
def report_retry(request: HttpRequest, job_id: str) -> HttpResponse:
    """Try a failed job again."""
    job = get_object_or_404(Job, pk=job_id, kind__in=(FREEZE, PREVIEW))
    jobs.retry(job)
    return redirect("reporting:draft-detail", pk=job.payload["draft_id"])


@permission_required("reporting.view_report", raise_exception=True)
def version_detail(request: HttpRequest, pk: int) -> HttpResponse:
    """One frozen version, its files, and what it says otherwise than the one before."""
    versions = ReportVersion.objects.visible_to(request.user)  # type: ignore[arg-type]
    version = get_object_or_404(versions.select_related("made_by"), pk=pk)
    before = ReportVersion.objects.filter(
        plan=version.plan_id, kind=version.kind, year=version.year, number=version.number - 1
    ).first()
    context = {
        "version": version,
        "before": before,
        "differences": differences(before.snapshot, version.snapshot) if before else None,
    }
    return render(request, "reporting/version_detail.html", context)


@permission_required("reporting.view_report", raise_exception=True)
def report_file(request: HttpRequest, pk: int) -> HttpResponse:
    """A frozen file, only if it still is what was frozen."""
    file = get_object_or_404(
        ReportFile.objects.select_related("version").defer("version__snapshot"), pk=pk
    )
    try:
        content = content_of(file)
    except ActionError as error:
        messages.error(request, _("%(name)s: %(why)s") % {"name": file.web_name, "why": error})
        return redirect("reporting:report-list")
    media_type = mimetypes.guess_type(file.name)[0] or "application/octet-stream"
    response = HttpResponse(content, content_type=media_type)
    response["Content-Disposition"] = f'attachment; filename="{file.web_name}"'
    return response
