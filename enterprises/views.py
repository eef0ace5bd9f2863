"""What the register has beyond its generic pages: suggestions, merging, undoing a merge."""

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from rules.contrib.views import permission_required

from core.errors import ActionError
from core.ui.fields import narrow
from core.ui.forms import ReasonForm
from enterprises.actions import merge_enterprises, separate_enterprise
from enterprises.fields import OFFERED, find_enterprises, label_of
from enterprises.forms import MergeForm
from enterprises.models import Enterprise


@permission_required("enterprises.change_enterprise", raise_exception=True)
def suggest(request: HttpRequest) -> HttpResponse:
    """Options for a box in which an enterprise is chosen."""
    text = next((str(value) for value in request.GET.values() if value), "")
    among = Enterprise.objects.visible_to(request.user)  # type: ignore[arg-type]
    found = [label_of(e) for e in find_enterprises(text, among)[:OFFERED]]
    return render(request, "enterprises/_suggestions.html", {"labels": found})


@permission_required("enterprises.merge_enterprise", raise_exception=True)
def merge(request: HttpRequest, pk: int) -> HttpResponse:
    """Two registrations of one enterprise become one in every count."""
    source = _visible(request, pk)
    form = MergeForm(request.POST if request.method == "POST" else None)
    narrow(form.fields, request.user)
    if form.is_valid():
        try:
            merge_enterprises(source=source, by=request.user, **form.cleaned_data)
        except ActionError as error:
            form.add_error(error.field, str(error))
        else:
            messages.success(
                request,
                _("Đã nhập %(source)s vào %(target)s; từ nay tính là một doanh nghiệp.")
                % {"source": source.name, "target": form.cleaned_data["target"].name},
            )
            return redirect("enterprises:enterprise-detail", pk=form.cleaned_data["target"].pk)
    heading = _("Nhập %(name)s vào đăng ký khác") % {"name": source.name}
    lead = _(
        "Hồ sơ giữ nguyên ở đăng ký cũ nhưng được tính cho đăng ký được chọn, cả các năm trước."
        " Báo cáo đã ban hành không đổi."
    )
    words = {"heading": heading, "lead": lead, "act": _("Nhập vào")}
    return _ask(request, source, form, words)


@permission_required("enterprises.merge_enterprise", raise_exception=True)
def separate(request: HttpRequest, pk: int) -> HttpResponse:
    """Undo a merge."""
    enterprise = _visible(request, pk)
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


def _visible(request: HttpRequest, pk: int) -> Enterprise:
    found = Enterprise.objects.visible_to(request.user)  # type: ignore[arg-type]
    return get_object_or_404(found, pk=pk)


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
