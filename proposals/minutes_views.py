"""The minutes of a call's appraisal: what a person tells of the sitting, the job, its files."""

import mimetypes
from typing import Any

from django.contrib import messages
from django.core.files.storage import default_storage
from django.http import FileResponse, Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from rules.contrib.views import permission_required

from core.errors import ActionError
from core.models import Job
from proposals.actions.reviewing import ASSIGN
from proposals.appraisal_forms import MinutesForm, reviewers_of
from proposals.minutes import Sitting
from proposals.minutes_jobs import (
    KINDS,
    MINUTES,
    latest_minutes,
    refusal_to_read_all,
    request_minutes,
)
from proposals.models import Call


@permission_required(ASSIGN, raise_exception=True)
def minutes(request: HttpRequest, pk: int) -> HttpResponse:
    """Ask for the minutes, follow the job, fetch the files."""
    user: Any = request.user
    calls = Call.objects.visible_to(user).select_related("plan")
    call = get_object_or_404(calls, pk=pk)
    if request.headers.get("HX-Request"):
        return _progress(request, call, latest_minutes(call, user))
    form = MinutesForm(
        request.POST if request.method == "POST" else None,
        people=reviewers_of(call),
        initial={"secretary": str(user)},
    )
    if form.is_valid():
        told = form.cleaned_data
        sitting = Sitting(
            told["held_on"], told["place"], told["chair"], told["secretary"], told["present"]
        )
        try:
            request_minutes(call, sitting, by=user)
        except ActionError as error:
            form.add_error(error.field, str(error))
        else:
            messages.info(request, _("Đang lập biên bản."))
            return redirect("proposals:minutes", pk=call.pk)
    context = {
        "call": call,
        "form": form,
        "refusal": refusal_to_read_all(call, user),
        "job": latest_minutes(call, user),
        "kinds": KINDS,
    }
    return render(request, "proposals/minutes.html", context)


def _progress(request: HttpRequest, call: Call, job: Job | None) -> HttpResponse:
    response = render(request, "proposals/_minutes_job.html", {"call": call, "job": job})
    if job is None or job.is_finished:
        response["HX-Refresh"] = "true"
    return response


@permission_required(ASSIGN, raise_exception=True)
def minutes_file(request: HttpRequest, pk: str, kind: str) -> FileResponse:
    """A file of the job, for the person who asked for it."""
    job = get_object_or_404(
        Job, kind=MINUTES, pk=pk, requested_by=request.user, state=Job.State.DONE
    )
    stored = job.result.get("files", {}).get(kind, "-")
    if kind not in KINDS or not default_storage.exists(stored):
        raise Http404
    name = f"{job.result['stem']}.{kind}"
    media_type = mimetypes.guess_type(name)[0] or "application/octet-stream"
    response = FileResponse(default_storage.open(stored), content_type=media_type)
    response["Content-Disposition"] = f'attachment; filename="{name}"'
    return response
