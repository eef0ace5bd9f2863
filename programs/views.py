"""A plan as a readable document, each clause with what the system has of it."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from rules.contrib.views import permission_required

from core.errors import ActionError
from core.ui.history import Trail, lines_of
from programs.actions import confirm_target
from programs.choosing import choices_of
from programs.document import document_of
from programs.forms import ConfirmTargetForm
from programs.indicators import proposals_for
from programs.models import Plan, Target
from programs.shell import current_plan


@permission_required("programs.view_plan", raise_exception=True)
def current(request: HttpRequest) -> HttpResponse:
    """The plan in use."""
    return redirect("programs:plan-document", slug=current_plan(request).slug)


@permission_required("programs.view_plan", raise_exception=True)
def plan_document(request: HttpRequest, slug: str) -> HttpResponse:
    """The text, clause by clause; its bodies as they are today or were on the day of issue."""
    plan = get_object_or_404(Plan.objects.select_related("issuer"), slug=slug)  # type: ignore[arg-type]
    is_then = request.GET.get("luc") == "do"
    today = timezone.localdate()
    day = plan.issued_on if is_then else today
    context = {
        "plan": plan,
        "document": document_of(plan, user=request.user, day=day, today=today),
        "day": day,
        "today": today,
        "is_then": is_then,
    }
    return render(request, "programs/plan_document.html", context)


@permission_required("programs.view_plan", raise_exception=True)
def target_history(request: HttpRequest, pk: int) -> HttpResponse:
    """How a target came to its number: proposals, the approving document, who confirmed."""
    target = get_object_or_404(Target, pk=pk)
    context = {
        "record": target,
        "lines": lines_of([Trail(Target, {"pgh_obj_id": pk})]),
        "back": reverse("programs:current-plan"),
    }
    return render(request, "ui/register_history.html", context)


@permission_required("programs.confirm_target", raise_exception=True)
def target_confirm(request: HttpRequest, pk: int) -> HttpResponse:
    """Both proposals side by side; a document makes one of them (or more) the target."""
    targets = Target.objects.select_related(
        "stage__plan", "stage__clause", "previous__stage__plan", "clause"
    )
    target = get_object_or_404(targets, pk=pk, is_confirmed=False)
    proposals = proposals_for(target)
    form = ConfirmTargetForm(
        request.POST if request.method == "POST" else None, proposals=proposals
    )
    if form.is_valid():
        try:
            confirm_target(target, by=request.user, **form.cleaned_data)
        except ActionError as error:
            form.add_error(error.field, str(error))
        else:
            messages.success(
                request, _("Đã xác nhận chỉ tiêu “%(name)s”.") % {"name": target.short_name}
            )
            return redirect("programs:current-plan")
    context = {
        "form": form,
        "heading": _("Xác nhận chỉ tiêu: %(name)s") % {"name": target.short_name},
        "lead": _("Kế hoạch: “%(clause)s”") % {"clause": target.clause.text},
        "choices": choices_of(target, proposals),
        "kicker": _("Giai đoạn %(stage)s") % {"stage": target.stage},
        "back": reverse("programs:current-plan"),
        "act": _("Xác nhận chỉ tiêu"),
    }
    return render(request, "programs/target_confirm.html", context)
