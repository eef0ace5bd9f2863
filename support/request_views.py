"""What the department does with a request beside the steps: attach, enter the enterprise, erase."""

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from rules.contrib.views import permission_required

from core.errors import ActionError
from core.ui.fields import narrow
from core.ui.forms import ReasonForm
from enterprises.models import Enterprise
from support.models import SupportRequest
from support.request_actions import add_enterprise, attach_enterprise, erase_contact
from support.request_forms import AttachForm, NewEnterpriseForm
from support.rules import TRIAGE


@permission_required(TRIAGE, raise_exception=True)
def link(request: HttpRequest, pk: int) -> HttpResponse:
    """The request is that of an enterprise of the register: by its tax code and nothing else."""
    subject = _visible(request, pk)
    data = request.POST if request.method == "POST" else None
    form = AttachForm(data, initial={"tax_code": subject.tax_code})
    if form.is_valid():
        among = Enterprise.objects.visible_to(request.user)  # type: ignore[arg-type]
        code = form.cleaned_data["tax_code"]
        try:
            found = attach_enterprise(subject, tax_code=code, among=among)
        except ActionError as error:
            form.add_error(error.field, str(error))
        else:
            messages.success(request, _("Đã gắn với %(name)s.") % {"name": found.name})
            return redirect(subject)
    lead = _("Tên ghi trong đề nghị: %(name)s.") % {"name": subject.name}
    words = {"heading": _("Gắn với doanh nghiệp"), "lead": lead, "act": _("Gắn")}
    return _ask(request, subject, form, words)


@permission_required("enterprises.add_enterprise", raise_exception=True)
def enterprise(request: HttpRequest, pk: int) -> HttpResponse:
    """Enter the enterprise of the request into the register; a person confirms every value."""
    subject = _visible(request, pk)
    if subject.enterprise_id:
        messages.info(request, _("Đề nghị đã gắn với một doanh nghiệp trong danh bạ."))
        return redirect(subject)
    among = Enterprise.objects.visible_to(request.user)  # type: ignore[arg-type]
    if request.method == "GET" and among.filter(tax_code=subject.tax_code).exists():
        messages.info(request, _("Danh bạ đã có doanh nghiệp mã số thuế này. Gắn đề nghị tại đây."))
        return redirect("support:request-link", pk=pk)
    initial = {"tax_code": subject.tax_code, "name": subject.name, "address": subject.address}
    data = request.POST if request.method == "POST" else None
    form = NewEnterpriseForm(data, initial=initial)
    narrow(form.fields, request.user)
    if form.is_valid():
        unit = form.cleaned_data["unit"]
        try:
            made = add_enterprise(subject, enterprise=form.instance, unit=unit)
        except ActionError as error:
            form.add_error(error.field, str(error))
        else:
            messages.success(
                request,
                _("Đã thêm %(name)s vào danh bạ và gắn đề nghị.") % {"name": made.name},
            )
            return redirect(subject)
    lead = _("Đối chiếu từng mục với giấy tờ của doanh nghiệp; sau khi thêm, đề nghị được gắn.")
    words = {"heading": _("Thêm doanh nghiệp vào danh bạ"), "lead": lead, "act": _("Thêm và gắn")}
    return _ask(request, subject, form, words)


@permission_required(TRIAGE, raise_exception=True)
def erase(request: HttpRequest, pk: int) -> HttpResponse:
    """The contact person asked for it: what was kept goes for good."""
    subject = _visible(request, pk)
    form = ReasonForm(request.POST if request.method == "POST" else None)
    if form.is_valid():
        erase_contact(subject, reason=form.cleaned_data["reason"])
        messages.success(request, _("Đã xóa thông tin liên hệ của đề nghị."))
        return redirect(subject)
    lead = _(
        "Họ tên, thư điện tử, điện thoại bị xóa hẳn, không khôi phục được. Không ghi lại vào lý do."
    )
    words = {"heading": _("Xóa thông tin liên hệ"), "lead": lead, "act": _("Xóa")}
    return _ask(request, subject, form, words)


def _visible(request: HttpRequest, pk: int) -> SupportRequest:
    found = SupportRequest.objects.visible_to(request.user)  # type: ignore[arg-type]
    return get_object_or_404(found, pk=pk)


def _ask(
    request: HttpRequest, subject: SupportRequest, form: Any, words: dict[str, str]
) -> HttpResponse:
    context = {"form": form, "kicker": subject.name, "back": subject.get_absolute_url(), **words}
    return render(request, "ui/action.html", context)
