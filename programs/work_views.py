"""Pages of the year's work beside its register."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from rules.contrib.views import permission_required

from programs.actions import judge_lateness
from programs.choices import UNFINISHED
from programs.models import WorkItem
from programs.rules import STEER
from programs.work_forms import VerdictForm


@permission_required(STEER, raise_exception=True)
def work_verdict(request: HttpRequest, pk: int) -> HttpResponse:
    """The department says for a time whether the work is late, with its reason."""
    item = get_object_or_404(WorkItem.objects.visible_to(request.user), pk=pk)  # type: ignore[arg-type]
    if item.state not in UNFINISHED:
        messages.error(request, _("Công việc đã kết thúc, không đánh giá chậm tiến độ nữa."))
        return redirect(item)
    given = {
        "verdict": item.verdict,
        "until": item.verdict_until,
        "reason": item.verdict_reason,
    }
    form = VerdictForm(request.POST if request.method == "POST" else None, initial=given)
    if form.is_valid():
        judge_lateness(item, **form.cleaned_data, by=request.user)
        messages.success(request, _("Đã lưu đánh giá: %(name)s.") % {"name": item})
        return redirect(item)
    context = {
        "form": form,
        "heading": _("Đánh giá chậm tiến độ"),
        "lead": _("Đánh giá của Sở thay cho quy tắc đến hết ngày được ghi."),
        "kicker": item.title,
        "back": item.get_absolute_url(),
        "act": _("Lưu"),
    }
    return render(request, "ui/action.html", context)
