"""Pages of a call: the grid of units, bulk actions, announcing, late entries, abstentions."""

from typing import Any
from urllib.parse import urlencode

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST
from rules.contrib.views import permission_required

from core.errors import ActionError
from core.ui.attachments import attach
from core.ui.saving import save_record
from proposals.actions import deciding, drafting
from proposals.choices import VerdictKind
from proposals.forms.calls import (
    AbstainForm,
    AnnouncementForm,
    LateEntryForm,
    ReasonOfManyForm,
    ReturnManyForm,
)
from proposals.grid import GRID_STATES, grid_of
from proposals.invited import invited, may_begin
from proposals.models import Abstention, Call, LateEntry, Proposal, Verdict
from proposals.models.proposals import own_unit_ids
from proposals.telling import remind_the_silent, reminder_key
from proposals.views.writing import hours_words
from proposals.workflow import PROPOSAL

STEPS = ("take_up", "untake", "put_forward")
ASSIGN = "assign"
MOST_AT_ONCE = 300


def _call(request: HttpRequest, pk: int) -> Call:
    return get_object_or_404(Call.objects.visible_to(request.user), pk=pk)  # type: ignore[arg-type]


def _sent(request: HttpRequest) -> Any:
    """What was sent, though it may be empty; None while the form is only shown."""
    return request.POST if request.method == "POST" else None


@permission_required("proposals.watch_call", raise_exception=True)
def units(request: HttpRequest, pk: int) -> HttpResponse:
    """Unit × state; a row opens to its proposals."""
    call = _call(request, pk)
    grid = grid_of(
        call,
        request.user,
        text=request.GET.get("tim", ""),
        state=request.GET.get("trang_thai", ""),
        page=request.GET.get("trang", ""),
    )
    context = {
        "call": call,
        "hours": hours_words(call),
        "grid": grid,
        "states": GRID_STATES,
        "prepared": Verdict.objects.filter(proposal__call=call, announcement=None).count(),
        "may_handle": request.user.has_perm("proposals.return_proposal"),
        "may_decide": request.user.has_perm("proposals.announce_results"),
        "query": request.GET,
    }
    return render(request, "proposals/call_units.html", context)


@require_POST
@permission_required("proposals.return_proposal", raise_exception=True)
def remind(request: HttpRequest, pk: int) -> HttpResponse:
    """Remind every unit that has not answered, once a day at most."""
    call = _call(request, pk)
    if not call.is_open_at(timezone.now()):
        messages.error(request, _("Đợt đề xuất không đang nhận; không nhắc được."))
    elif told := remind_the_silent(call, key=reminder_key(call, timezone.localdate())):
        messages.success(
            request, _("Đã nhắc %(count)d người của các đơn vị chưa trả lời.") % {"count": told}
        )
    else:
        messages.info(
            request,
            _("Không có ai để nhắc: hôm nay đã nhắc, hoặc các đơn vị đó chưa có tài khoản."),
        )
    return redirect("proposals:call-units", pk=call.pk)


def _chosen(request: HttpRequest, call: Call) -> list[Proposal]:
    """The proposals whose boxes were ticked, as far as they are of this call and seen."""
    ids = [int(pk) for pk in request.POST.getlist("chon")[:MOST_AT_ONCE] if pk.isdecimal()]
    found = Proposal.objects.visible_to(request.user).filter(call=call, pk__in=ids)  # type: ignore[arg-type]
    return list(found.select_related("unit", "call").order_by("unit__sort_key", "pk"))


@require_POST
@permission_required("proposals.watch_call", raise_exception=True)
def many(request: HttpRequest, pk: int) -> HttpResponse:
    """One act for many: first what it will do to each, then, confirmed, what it did."""
    call = _call(request, pk)
    act = request.POST.get("viec", "")
    back = reverse("proposals:call-units", kwargs={"pk": call.pk})
    if act not in STEPS and act not in VerdictKind.values and act != ASSIGN:
        raise Http404
    chosen = _chosen(request, call)
    if not chosen:
        messages.error(request, _("Chưa chọn đề xuất nào. Đánh dấu các đề xuất rồi chọn việc."))
        return redirect(back)
    if act == ASSIGN:
        query = urlencode({"de_xuat": [proposal.pk for proposal in chosen]}, doseq=True)
        return redirect(f"{reverse('proposals:review-assign-many')}?{query}")
    user: Any = request.user
    is_step = act in STEPS
    ask = deciding.refusal_to_step if is_step else deciding.refusal_to_prepare
    rows = [(proposal, ask(proposal, act, user)) for proposal in chosen]
    able = [proposal for proposal, refusal in rows if not refusal]
    form = _form_of(act, request)
    if able and "chac" in request.POST and (form is None or form.is_valid()):
        if is_step:
            outcomes = deciding.step_many(able, act, by=user)
        else:
            data = form.cleaned_data if form is not None else {}
            outcomes = deciding.prepare_many(
                able,
                act,
                reason=data.get("reason", ""),
                resubmit_by=data.get("resubmit_by"),
                by=user,
            )
        _tell(request, act, outcomes, skipped=len(rows) - len(able), is_step=is_step)
        return redirect(back if is_step else reverse("proposals:call-announce", args=[call.pk]))
    context = {
        "call": call,
        "act": act,
        "label": label_of(act),
        "rows": rows,
        "able": len(able),
        "form": form,
        "is_step": is_step,
        "back": back,
        "is_sent": "chac" in request.POST,
    }
    return render(request, "proposals/many.html", context)


def label_of(act: str) -> str:
    return str(PROPOSAL.by_name[act].label)


def _form_of(act: str, request: HttpRequest) -> ReasonOfManyForm | None:
    data = request.POST if "chac" in request.POST else None
    if act == VerdictKind.RETURN:
        return ReturnManyForm(data)
    if act == VerdictKind.REFUSE:
        return ReasonOfManyForm(data)
    return None


def _tell(
    request: HttpRequest,
    act: str,
    outcomes: list[deciding.Outcome],
    *,
    skipped: int,
    is_step: bool,
) -> None:
    done = sum(not outcome.refusal for outcome in outcomes)
    words = (
        _("%(label)s: đã làm %(count)d đề xuất.")
        if is_step
        else _("%(label)s: đã chuẩn bị %(count)d đề xuất; đơn vị chưa thấy đến khi công bố.")
    )
    messages.success(request, words % {"label": label_of(act), "count": done})
    if skipped:
        messages.info(request, _("Bỏ qua %(count)d đề xuất.") % {"count": skipped})
    for outcome in outcomes:
        if outcome.refusal:
            messages.warning(request, f"{outcome.proposal}: {outcome.refusal}")


@permission_required("proposals.announce_results", raise_exception=True)
def announce(request: HttpRequest, pk: int) -> HttpResponse:
    """What is prepared, taken back one by one or announced together under one decision."""
    call = _call(request, pk)
    user: Any = request.user
    form = AnnouncementForm()
    if request.method == "POST":
        if "bo" in request.POST:
            ids = [int(v) for v in request.POST.getlist("bo") if v.isdecimal()]
            count = deciding.drop_verdicts(call, ids)
            messages.success(request, _("Đã hoàn tác %(count)d kết quả.") % {"count": count})
            return redirect("proposals:call-announce", pk=call.pk)
        form = AnnouncementForm(request.POST, request.FILES)
        if form.is_valid():
            try:
                outcomes = _announce(call, form, user)
            except ActionError as error:
                form.add_error(None, str(error))
            else:
                done = sum(not outcome.refusal for outcome in outcomes)
                messages.success(request, _("Đã công bố %(count)d kết quả.") % {"count": done})
                for outcome in outcomes:
                    if outcome.refusal:
                        messages.warning(request, f"{outcome.proposal}: {outcome.refusal}")
                return redirect("proposals:call-announce", pk=call.pk)
    prepared = Verdict.objects.filter(proposal__call=call, announcement=None)
    context = {
        "call": call,
        "hours": hours_words(call),
        "form": form,
        "prepared": prepared.select_related("proposal__unit", "by").order_by("kind", "pk"),
        "announced": call.announcements.select_related("by").prefetch_related(
            "verdicts__proposal__unit"
        ),
    }
    return render(request, "proposals/announce.html", context)


def _announce(call: Call, form: AnnouncementForm, user: Any) -> list[deciding.Outcome]:
    _made, outcomes = deciding.announce(
        call,
        decision_number=form.cleaned_data["decision_number"],
        decision_on=form.cleaned_data["decision_on"],
        by=user,
    )
    if file := form.cleaned_data["file"]:
        for outcome in outcomes:
            if not outcome.refusal:
                attach(outcome.proposal, file, description=_("Quyết định"), by=user)
    return outcomes


@permission_required("proposals.add_lateentry", raise_exception=True)
def late(request: HttpRequest, pk: int) -> HttpResponse:
    """Late entry for one unit: until when, why, who allowed it."""
    call = _call(request, pk)
    form = LateEntryForm(_sent(request), call=call)
    if request.method == "POST" and form.is_valid():
        try:
            save_record(form.instance, seen_version=None, save=form.save)
        except ActionError as error:
            form.add_error(None, str(error))
        else:
            messages.success(request, _("Đã gia hạn cho %(unit)s.") % {"unit": form.instance.unit})
            return redirect("proposals:call-units", pk=call.pk)
    context = {
        "form": form,
        "heading": _("Gia hạn nộp cho một đơn vị"),
        "lead": _("Ghi ai cho phép và lý do; đơn vị nộp được đến giờ ghi ở đây."),
        "kicker": call.title,
        "back": reverse("proposals:call-units", kwargs={"pk": call.pk}),
        "act": _("Gia hạn"),
    }
    return render(request, "ui/action.html", context)


@permission_required("proposals.change_lateentry", raise_exception=True)
def late_change(request: HttpRequest, pk: int) -> HttpResponse:
    """Another moment or reason for a late entry that is there."""
    entry = get_object_or_404(LateEntry.objects.select_related("call"), pk=pk)
    form = LateEntryForm(_sent(request), call=entry.call, instance=entry)
    if request.method == "POST" and form.is_valid():
        seen = request.POST.get("seen_version", "")
        try:
            save_record(
                form.instance,
                seen_version=int(seen) if seen.isdecimal() else None,
                save=form.save,
            )
        except ActionError as error:
            form.add_error(None, str(error))
        else:
            messages.success(request, _("Đã lưu gia hạn."))
            return redirect("proposals:call-units", pk=entry.call_id)
    context = {
        "form": form,
        "heading": _("Sửa gia hạn của %(unit)s") % {"unit": entry.unit},
        "lead": "",
        "kicker": entry.call.title,
        "back": reverse("proposals:call-units", kwargs={"pk": entry.call_id}),
        "act": _("Lưu"),
    }
    return render(request, "ui/action.html", context)


@permission_required("proposals.abstain", raise_exception=True)
def abstain(request: HttpRequest, pk: int, unit: int) -> HttpResponse:
    """“Đơn vị không đề xuất năm nay”, or that taken back."""
    call = _call(request, pk)
    user: Any = request.user
    mine = next((u for u in invited(call) if u.pk == unit and u.pk in own_unit_ids(user)), None)
    if mine is None:
        raise Http404
    if not may_begin(call, mine, timezone.now()):
        messages.error(request, _("Đợt đề xuất đã đóng; không đổi được nữa."))
        return redirect(call)
    said = Abstention.objects.filter(call=call, unit=mine).select_related("by").first()
    form = AbstainForm(_sent(request))
    if request.method == "POST" and said is not None:
        said.delete()
        messages.success(request, _("Đã bỏ báo không đề xuất."))
        return redirect(call)
    if request.method == "POST" and form.is_valid():
        try:
            drafting.abstain(call, unit=mine, note=form.cleaned_data["note"], by=user)
        except ActionError as error:
            form.add_error(None, str(error))
        else:
            messages.success(request, _("Đã báo %(unit)s không đề xuất.") % {"unit": mine})
            return redirect(call)
    context = {
        "form": form if said is None else AbstainForm(initial={"note": said.note}),
        "heading": _("Bỏ báo không đề xuất") if said else _("Báo không đề xuất"),
        "lead": _(
            "%(unit)s không đề xuất nhiệm vụ nào trong đợt này. Bỏ báo được đến khi đợt đóng."
        )
        % {"unit": mine},
        "kicker": call.title,
        "back": call.get_absolute_url(),
        "act": _("Bỏ báo") if said else _("Báo không đề xuất"),
    }
    return render(request, "ui/action.html", context)
