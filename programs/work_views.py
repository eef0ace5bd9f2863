"""Pages of the year's work beside its register."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from rules.contrib.views import permission_required

from programs.actions import judge_lateness
from programs.choices import UNFINISHED
from programs.models import WorkItem
from programs.rules import STEER
from programs.shell import current_plan
from programs.work_forms import VerdictForm
from programs.year_plan import BY_LEAD, BY_TASK, DAYS, day_of, quarter_marks, year_plan

YEAR_DIGITS = 4


@permission_required("programs.view_workitem", raise_exception=True)
def year_plan_page(request: HttpRequest) -> HttpResponse:
    """A year's work by quarter: by task, or by the unit that leads."""
    plan, today = current_plan(request), timezone.localdate()
    stages = [(stage.first_year, stage.last_year) for stage in plan.stages.all()]
    first, last = min(s[0] for s in stages), max(s[1] for s in stages)
    asked = request.GET.get("nam", "")
    wished = int(asked) if asked.isdecimal() and len(asked) <= YEAR_DIGITS else today.year
    year = max(first, min(wished, last))
    by = BY_LEAD if request.GET.get("theo") == BY_LEAD else BY_TASK
    items = WorkItem.objects.visible_to(request.user).of_year(year)  # type: ignore[arg-type]
    groups = year_plan(items.select_related("task", "lead"), year, by=by, today=today)
    context = {
        "year": year,
        "before": year - 1 if year > first else None,
        "after": year + 1 if year < last else None,
        "by": by,
        "is_by_lead": by == BY_LEAD,
        "year_groups": groups,
        "days": DAYS,
        "marks": quarter_marks(year),
        "today": day_of(today, year) if today.year == year else None,
        "may_add": request.user.has_perm("programs.add_workitem"),
    }
    return render(request, "programs/year_plan.html", context)


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
