"""A person's notices and their wishes; the administrators' log and words."""

from typing import TYPE_CHECKING, Any, cast

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_POST
from rules.contrib.views import permission_required

from core.errors import ActionError, StaleState
from core.ui.forms import PlainForm
from core.ui.paging import Sort, page_of
from core.ui.saving import save_record
from notices.actions import mark_read, save_wording, send_again
from notices.choices import SendState
from notices.forms import PreferenceForm, WordingForm
from notices.kinds import Kind, kinds
from notices.models import Notice, Preference, Wording
from notices.registers import LOG, STATES, kind_said
from notices.wording import Words, default_words, sample_of, shown_in_log

if TYPE_CHECKING:
    from agencies.models import User

NEWEST = Sort("moi", gettext_lazy("mới trước"), ("at",), is_descending=True)


def notice_list(request: HttpRequest) -> HttpResponse:
    """What the person was told, newest first."""
    page = page_of(
        Notice.objects.told_to(request.user),  # type: ignore[arg-type]
        NEWEST,
        after=request.GET.get("sau", ""),
        before=request.GET.get("truoc", ""),
    )
    rows = [(notice, kind_said(notice), shown_in_log(notice.body)) for notice in page.records]
    return render(request, "notices/notice_list.html", {"page": page, "rows": rows})


def notice_open(request: HttpRequest, pk: int) -> HttpResponse:
    """Read, and on to the place where it is done."""
    notice = get_object_or_404(Notice.objects.told_to(request.user), pk=pk)  # type: ignore[arg-type]
    mark_read(request.user, pks=[pk])
    is_ours = url_has_allowed_host_and_scheme(notice.path, allowed_hosts=None)
    return redirect(notice.path if notice.path and is_ours else "notices:inbox")


@require_POST
def all_read(request: HttpRequest) -> HttpResponse:
    mark_read(request.user)
    messages.success(request, _("Đã đánh dấu mọi thông báo là đã đọc."))
    return redirect("notices:inbox")


def preference(request: HttpRequest) -> HttpResponse:
    """How often the person is written to."""
    person = cast("User", request.user)
    own = Preference.objects.filter(user=person).first() or Preference(user=person)
    form = PreferenceForm(request.POST or None, instance=own)
    if request.method == "POST" and form.is_valid():
        chosen = {"frequency": form.cleaned_data["frequency"]}
        Preference.objects.update_or_create(user=person, defaults=chosen)
        messages.success(request, _("Đã lưu cách nhận thông báo."))
        return redirect("notices:inbox")
    context = {
        "form": form,
        "heading": _("Cách nhận thông báo"),
        "lead": "",
        "kicker": _("Thông báo"),
        "back": reverse("notices:inbox"),
        "act": _("Lưu"),
    }
    return render(request, "ui/action.html", context)


@permission_required("notices.view_notice", raise_exception=True)
def notice_detail(request: HttpRequest, pk: int) -> HttpResponse:
    """One line of the log, with the words that were sent."""
    notice = get_object_or_404(LOG.visible_to(request.user), pk=pk)
    context = {
        "notice_row": notice,
        "kind": kind_said(notice),
        "body": shown_in_log(notice.body),
        "state_kind": STATES[notice.state],
        "back": reverse("notices:notice-list"),
        "may_send_again": notice.state == SendState.FAILED,
    }
    return render(request, "notices/notice_detail.html", context)


@permission_required("notices.send_again", raise_exception=True)
def notice_again(request: HttpRequest, pk: int) -> HttpResponse:
    """Ask, then send once more what could not be sent."""
    notice = get_object_or_404(LOG.visible_to(request.user), pk=pk)
    home = reverse("notices:notice-detail", kwargs={"pk": pk})
    if request.method == "POST":
        try:
            send_again(notice)
        except ActionError as error:
            messages.error(request, str(error))
        else:
            messages.success(request, _("Thư được gửi lại trong ít phút nữa."))
        return redirect(home)
    context = {
        "form": PlainForm(),
        "heading": _("Gửi lại: %(subject)s") % {"subject": notice.subject},
        "lead": _("Gửi đến %(to)s. Kiểm tra địa chỉ trước khi gửi lại.") % {"to": notice.to},
        "kicker": notice.subject,
        "back": home,
        "act": _("Gửi lại"),
    }
    return render(request, "ui/action.html", context)


@permission_required("notices.change_wording", raise_exception=True)
def wording_list(request: HttpRequest) -> HttpResponse:
    """Every kind, with its words of now."""
    own = {wording.kind: wording for wording in Wording.objects.all()}
    rows = [
        (code, kind, own[code].subject if code in own else kind.subject, code in own)
        for code, kind in kinds.items()
    ]
    return render(request, "notices/wording_list.html", {"rows": rows})


@permission_required("notices.change_wording", raise_exception=True)
def wording_update(request: HttpRequest, kind: str) -> HttpResponse:
    """Edit a kind's words; a look at them before they are saved."""
    declared = _kind_or_404(kind)
    own = _own_words(kind, declared)
    form = WordingForm(request.POST or None, instance=own)
    words = Words(own.subject, own.body)
    if request.method == "POST" and form.is_valid():
        words = Words(form.cleaned_data["subject"], form.cleaned_data["body"])
        if "xem" not in request.POST and _is_saved(form, request):
            messages.success(request, _("Đã lưu mẫu “%(kind)s”.") % {"kind": declared.label})
            return redirect("notices:wording-list")
    context = {
        "form": form,
        "kind": declared,
        "code": kind,
        "sample": None if form.errors else sample_of(declared, words),
        "is_own": own.pk is not None,
    }
    return render(request, "notices/wording_form.html", context)


def _is_saved(form: Any, request: HttpRequest) -> bool:
    seen = request.POST.get("seen_version", "")
    try:
        save_record(
            form.instance,
            seen_version=int(seen) if seen.isdecimal() else None,
            save=lambda: save_wording(form.save(commit=False)),
        )
    except StaleState:
        form.add_error(None, _("Mẫu vừa được người khác sửa. Mở lại mẫu, xem rồi sửa tiếp."))
    except ActionError as error:
        form.add_error(error.field, str(error))
    return not form.errors


@permission_required("notices.change_wording", raise_exception=True)
def wording_reset(request: HttpRequest, kind: str) -> HttpResponse:
    """Back to the words that came with the system."""
    declared = _kind_or_404(kind)
    if request.method == "POST":
        Wording.objects.filter(kind=kind).delete()
        messages.success(request, _("Đã dùng lại mẫu gốc “%(kind)s”.") % {"kind": declared.label})
        return redirect("notices:wording-list")
    context = {
        "form": PlainForm(),
        "heading": _("Dùng lại mẫu gốc"),
        "lead": _("Mẫu đang dùng bị thay bằng mẫu gốc; lịch sử vẫn giữ mẫu đang dùng."),
        "kicker": declared.label,
        "back": reverse("notices:wording-update", kwargs={"kind": kind}),
        "act": _("Dùng lại mẫu gốc"),
    }
    return render(request, "ui/action.html", context)


def _kind_or_404(code: str) -> Kind:
    if code not in kinds:
        raise Http404
    return kinds.get(code)


def _own_words(code: str, kind: Kind) -> Wording:
    """The administrators' words, or the kind's own to begin with."""
    own = Wording.objects.filter(kind=code).first()
    return own or Wording(kind=code, **default_words(kind)._asdict())
