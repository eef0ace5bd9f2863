"""Pages for an enterprise without an account. None tells whether the register knows a tax code."""

from http import HTTPStatus

from axes.helpers import get_client_ip_address
from django.conf import settings
from django.contrib import messages
from django.contrib.auth.decorators import login_not_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from support.choices import PublicFormState
from support.codes import as_tracking_code
from support.consent import CONSENTS, CURRENT
from support.models import SupportRequest
from support.public_actions import TooMany, confirm_form, form_behind, is_open, send_form, take_back
from support.public_request_form import TRAP, PublicRequestForm
from support.request_panels import KINDS
from support.request_workflow import REQUEST

DAY_SECONDS = 86_400


@login_not_required
def register_need(request: HttpRequest) -> HttpResponse:
    """The form; whatever is refused, what was typed stays."""
    form = PublicRequestForm(request.POST if request.method == "POST" else None)
    status = HTTPStatus.OK
    if form.is_valid():
        try:
            send_form(form.cleaned_data, address=str(get_client_ip_address(request)))
        except TooMany as error:
            form.add_error(None, str(error))
            status = HTTPStatus.TOO_MANY_REQUESTS
        else:
            return redirect("support:public-sent")
    context = {"form": form, "consent": CONSENTS[CURRENT], "trap": TRAP}
    answer = render(request, "support/public_form.html", context, status=status)
    if status == HTTPStatus.TOO_MANY_REQUESTS:
        answer["Retry-After"] = str(DAY_SECONDS)
    return answer


@login_not_required
@require_safe
def sent(request: HttpRequest) -> HttpResponse:
    """Alike for everybody: it repeats nothing that was typed."""
    hours = int(settings.PUBLIC_FORM_LIFE.total_seconds() // 3600)
    return render(request, "support/public_sent.html", {"hours": hours})


@login_not_required
def confirm(request: HttpRequest, token: str) -> HttpResponse:
    """The link of the letter. A mail program that follows it confirms nothing: a button does."""
    if request.method == "POST" and (made := confirm_form(token)) is not None:
        messages.success(request, _("Đã xác nhận. Đề nghị đã tới Sở Khoa học và Công nghệ."))
        return redirect("support:public-follow", code=made.tracking_code)
    form = form_behind(token)
    context = {
        "is_open": form is not None and is_open(form),
        "was_confirmed": form is not None and form.state == PublicFormState.CONFIRMED,
    }
    status = HTTPStatus.OK if context["is_open"] else HTTPStatus.GONE
    if form is None:
        status = HTTPStatus.NOT_FOUND
    return render(request, "support/public_confirm.html", context, status=status)


@login_not_required
@require_safe
def find(request: HttpRequest) -> HttpResponse:
    """Ask for the code of a request."""
    typed = request.GET.get("ma", "")
    code = as_tracking_code(typed)
    if code and SupportRequest.objects.filter(tracking_code=code).exists():
        return redirect("support:public-follow", code=code)
    status = HTTPStatus.NOT_FOUND if typed else HTTPStatus.OK
    return render(request, "support/public_find.html", {"typed": typed}, status=status)


@login_not_required
@require_safe
def follow(request: HttpRequest, code: str) -> HttpResponse:
    """The state and the answer; whoever holds the code learns nothing else."""
    subject = _with_code(code)
    context = {
        "code": subject.tracking_code,
        "state_kind": KINDS[subject.state],
        "state_text": subject.get_state_display(),
        "answer": subject.answer,
        "may_take_back": _may_take_back(subject),
    }
    return render(request, "support/public_follow.html", context)


@login_not_required
def withdraw(request: HttpRequest, code: str) -> HttpResponse:
    """Take the request back and have the contact person erased: as easy as it was to agree."""
    subject = _with_code(code)
    if not _may_take_back(subject):
        return redirect("support:public-follow", code=subject.tracking_code)
    if request.method == "POST":
        take_back(subject)
        messages.success(
            request, _("Đã xóa thông tin liên hệ. Đề nghị chưa giải quyết thì đã rút.")
        )
        return redirect("support:public-follow", code=subject.tracking_code)
    return render(request, "support/public_withdraw.html", {"code": subject.tracking_code})


def _with_code(code: str) -> SupportRequest:
    if not (known := as_tracking_code(code)):
        raise Http404
    return get_object_or_404(SupportRequest, tracking_code=known)


def _may_take_back(subject: SupportRequest) -> bool:
    return subject.has_contact or subject.state in REQUEST.by_name["withdraw"].sources
