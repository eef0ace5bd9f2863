"""Pages of a merge: choose the other record, compare, look at what it does, confirm, take back."""

from collections.abc import Callable
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST
from rules.contrib.views import permission_required

from core import jobs
from core.errors import ActionError, StaleState
from core.ui.fields import narrow
from core.ui.forms import ReasonForm
from enterprises.actions import separate_enterprise
from enterprises.forms import MergeForm
from enterprises.merging.carrying_out import refuse_pair
from enterprises.merging.comparing import GOES, STAYS, choices_from, lines_of
from enterprises.merging.conflicts import conflicts_of
from enterprises.merging.relations import demand_all_listed
from enterprises.merging.steps import (
    ask_undo,
    cancel_merge,
    confirm_merge,
    give_up_undo,
    prepare_merge,
)
from enterprises.merging.undoing import reasons_against
from enterprises.models import Enterprise, EnterpriseMerge

merging = permission_required("enterprises.merge_enterprise", raise_exception=True)


@merging
def choose(request: HttpRequest, pk: int) -> HttpResponse:
    """Which record this one becomes part of."""
    source = _enterprise(request, pk)
    form = MergeForm(request.POST if request.method == "POST" else None)
    narrow(form.fields, request.user)
    if form.is_valid():
        target = form.cleaned_data["target"]
        try:
            refuse_pair(source, target)
        except ActionError as error:
            form.add_error(error.field, str(error))
        else:
            return redirect("enterprises:enterprise-compare", pk=source.pk, target=target.pk)
    words = {
        "heading": _("Nhập %(name)s vào hồ sơ khác") % {"name": source.name},
        "lead": _("Trang sau so hai hồ sơ và cho xem trước; chưa thay đổi gì."),
        "act": _("Tiếp tục"),
    }
    return _ask(request, source, form, words)


@merging
def compare(request: HttpRequest, pk: int, target: int) -> HttpResponse:
    """Both side by side: whose values stay, how each conflict is settled."""
    source, other = _enterprise(request, pk), _enterprise(request, target)
    refusal = ""
    try:
        demand_all_listed()
        refuse_pair(source, other)
    except ActionError as error:
        refusal = str(error)
    conflicts = [] if refusal else list(conflicts_of(source.pk, other.pk))
    lines = lines_of(other, source, request.POST)
    if request.method == "POST" and not refusal:
        try:
            merge = prepare_merge(
                source=source,
                target=other,
                choices=choices_from(lines, conflicts, request.POST),
                by=request.user,
                seen=_seen(request),
            )
        except StaleState:
            refusal = _("Một hồ sơ vừa được người khác sửa. Xem lại hai hồ sơ rồi làm tiếp.")
        except ActionError as error:
            refusal = str(error)
        else:
            return redirect(merge)
    context = {
        "source": source,
        "target": other,
        "lines": lines,
        "conflicts": [
            (conflict, GOES if request.POST.get(conflict.choice) == GOES else STAYS)
            for conflict in conflicts
        ],
        "refusal": refusal,
        "STAYS": STAYS,
        "GOES": GOES,
    }
    return render(request, "enterprises/merge_compare.html", context)


def _seen(request: HttpRequest) -> tuple[int, int]:
    """Versions that the person had before their eyes; anything else fits none."""
    given = (request.POST.get(name, "") for name in ("seen_source", "seen_target"))
    source, target = (int(text) if text.isdecimal() else 0 for text in given)
    return source, target


@merging
def confirm(request: HttpRequest, pk: int) -> HttpResponse:
    """The last word before it is done."""
    merge = _merge(request, pk)
    words = {
        "heading": _("Gộp %(merge)s") % {"merge": merge},
        "lead": _(
            "%(source)s được ghi là đã nhập vào %(target)s. Mã số thuế cũ vẫn tìm được, báo cáo"
            " đã ban hành không đổi, và lần gộp hoàn tác được."
        )
        % {"source": merge.source.name, "target": merge.target.name},
        "act": _("Gộp"),
    }
    return _with_reason(request, merge, confirm_merge, words)


@merging
def take_back(request: HttpRequest, pk: int) -> HttpResponse:
    """Both records again."""
    merge = _merge(request, pk)
    reasons = reasons_against(merge) if merge.is_carried_out else []
    words = {
        "heading": _("Hoàn tác gộp %(merge)s") % {"merge": merge},
        "lead": _(
            "Hai hồ sơ trở lại như trước khi gộp. Những gì thêm hoặc sửa sau khi gộp ở lại,"
            " trang sau nói rõ."
        ),
        "act": _("Hoàn tác"),
    }
    return _with_reason(request, merge, ask_undo, words, reasons)


def _with_reason(
    request: HttpRequest,
    merge: EnterpriseMerge,
    act: Callable[..., None],
    words: dict[str, str],
    reasons: list[str] | None = None,
) -> HttpResponse:
    form = ReasonForm(request.POST if request.method == "POST" else None)
    if form.is_valid():
        try:
            act(merge, reason=form.cleaned_data["reason"], by=request.user)
        except ActionError as error:
            form.add_error(None, str(error))
        else:
            return redirect(merge)
    context = {"form": form, "kicker": str(merge), "back": merge.get_absolute_url(), **words}
    context["reasons"] = reasons or []
    return render(request, "enterprises/merge_ask.html", context)


@require_POST
@merging
def cancel(request: HttpRequest, pk: int) -> HttpResponse:
    """Leave both records as they are."""
    return _at_once(request, pk, cancel_merge, _("Đã hủy. Hai hồ sơ không thay đổi."))


@require_POST
@merging
def give_up(request: HttpRequest, pk: int) -> HttpResponse:
    """The merge stays."""
    return _at_once(request, pk, give_up_undo, _("Lần gộp được giữ nguyên."))


def _at_once(request: HttpRequest, pk: int, act: Callable[..., None], words: str) -> HttpResponse:
    merge = _merge(request, pk)
    try:
        act(merge, by=request.user)
    except ActionError as error:
        messages.error(request, str(error))
    else:
        messages.success(request, words)
    return redirect(merge)


@require_POST
@merging
def retry(request: HttpRequest, pk: int) -> HttpResponse:
    """The job again that failed."""
    merge = _merge(request, pk)
    if merge.job is not None:
        jobs.retry(merge.job)
    return redirect(merge)


@merging
def separate(request: HttpRequest, pk: int) -> HttpResponse:
    """Undo a merge: by its account, or where there is none by taking the link away."""
    enterprise = _enterprise(request, pk)
    merge = EnterpriseMerge.objects.carried_out().filter(source=enterprise).first()
    if merge is not None:
        return redirect("enterprises:merge-undo", pk=merge.pk)
    form = ReasonForm(request.POST if request.method == "POST" else None)
    if form.is_valid():
        try:
            separate_enterprise(enterprise, by=request.user, **form.cleaned_data)
        except ActionError as error:
            form.add_error(None, str(error))
        else:
            messages.success(request, _("Đã tách; từ nay tính là hai doanh nghiệp."))
            return redirect("enterprises:enterprise-detail", pk=pk)
    heading = _("Tách %(name)s khỏi đăng ký đã nhập") % {"name": enterprise.name}
    return _ask(request, enterprise, form, {"heading": heading, "act": _("Tách")})


def _enterprise(request: HttpRequest, pk: int) -> Enterprise:
    found = Enterprise.objects.visible_to(request.user)  # type: ignore[arg-type]
    return get_object_or_404(found.select_related("unit"), pk=pk)


def _merge(request: HttpRequest, pk: int) -> EnterpriseMerge:
    found = EnterpriseMerge.objects.visible_to(request.user)  # type: ignore[arg-type]
    return get_object_or_404(found.select_related("source", "target", "job"), pk=pk)


def _ask(
    request: HttpRequest, enterprise: Enterprise, form: Any, words: dict[str, str]
) -> HttpResponse:
    context = {
        "form": form,
        "kicker": enterprise.name,
        "back": enterprise.get_absolute_url(),
        **words,
    }
    return render(request, "ui/action.html", context)
