"""Home page and the records behind its figures."""

from datetime import date

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from rules.contrib.views import permission_required

from core.errors import ActionError
from core.spreadsheets.writing import write_table
from programs.indicators import Window, open_window, progress_of
from programs.models import Plan
from programs.shell import current_plan
from reporting.figure_records import PERIODS, figure_table, period_label
from reporting.overview import overview_of

XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
SHOWN_ROWS = 500


@permission_required("programs.view_plan", raise_exception=True)
def home(request: HttpRequest) -> HttpResponse:
    """Progress for those who work with the figures; the plan itself for the units."""
    plan = current_plan(request)
    if not request.user.has_perm("programs.view_progress"):
        return redirect("programs:plan-document", slug=plan.slug)
    asked = request.GET.get("giai-doan", "")
    overview = overview_of(
        plan,
        stage_year=int(asked) if asked.isdecimal() else None,
        at_cut_off=request.GET.get("ngay") == "chot",
        today=timezone.localdate(),
    )
    return render(request, "reporting/home.html", {"overview": overview})


@permission_required("programs.view_progress", raise_exception=True)
def figure(request: HttpRequest, indicator: str, period: str, day: str) -> HttpResponse:
    """The records behind one figure, the plan's words, and the arithmetic."""
    plan = current_plan(request)
    window = _window(plan, day)
    if period not in PERIODS:
        raise Http404
    target = get_object_or_404(
        window.stage.targets.select_related("stage__plan", "clause", "previous__stage__plan"),
        indicator=indicator,
    )
    table = figure_table(indicator, window, period)
    (progress,) = progress_of([target], window)
    value = getattr(progress.figures, period)
    headers = [column.header for column in table.columns]
    rows = [list(zip(headers, row, strict=True)) for row in table.rows(SHOWN_ROWS)]
    context = {
        "target": target,
        "window": window,
        "period": period,
        "label": period_label(period, window),
        "days": window.periods[period],
        "table": table,
        "rows": rows,
        "value": value,
        "progress": progress,
        "is_cut": len(rows) == SHOWN_ROWS,
        "day": day,
    }
    return render(request, "reporting/figure.html", context)


@permission_required("programs.view_progress", raise_exception=True)
def figure_export(request: HttpRequest, indicator: str, period: str, day: str) -> HttpResponse:
    """Exactly the records of the page, all of them, as XLSX."""
    window = _window(current_plan(request), day)
    known = window.stage.targets.filter(indicator=indicator).exists()
    if period not in PERIODS or not known:
        raise Http404
    table = figure_table(indicator, window, period)
    response = HttpResponse(content_type=XLSX)
    response["Content-Disposition"] = f'attachment; filename="ho-so-{indicator}-{day}.xlsx"'
    write_table(response, "Hồ sơ", table.columns, (row for row in table.rows()))  # type: ignore[arg-type]
    return response


def _window(plan: Plan, day: str) -> Window:
    """The window of an address's day; 404 where the plan does not know it."""
    try:
        cut_off = date.fromisoformat(day)
        return open_window(plan, cut_off.year, cut_off=cut_off, today=timezone.localdate())
    except (ValueError, ActionError) as error:
        raise Http404 from error
