"""Home page and the records behind its figures."""

from datetime import date
from typing import Any

from django.db.models import QuerySet
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from rules.contrib.views import permission_required

from agencies.models import Unit
from core.errors import ActionError
from core.spreadsheets.writing import XLSX, write_table
from programs.indicators import Window, indicators, open_window, progress_of
from programs.models import Plan
from programs.shell import current_plan
from reporting.figure_records import PERIODS, UnitScope, figure_table, period_label
from reporting.overview import overview_of
from reporting.task_table import task_rows
from reporting.unit_counts import unit_table
from support.models import Support
from trainings.models import TrainingClass

SHOWN_ROWS = 500
SHOWN_LEFT_OUT = 100


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
    context = {
        "overview": overview,
        "may_confirm": request.user.has_perm("programs.confirm_target"),
    }
    return render(request, "reporting/home.html", context)


@permission_required("programs.view_progress", raise_exception=True)
def by_unit(request: HttpRequest, day: str) -> HttpResponse:
    """Figures by unit and the dot map; the units of today, or of the counted dates."""
    window = _window(current_plan(request), day)
    is_then = request.GET.get("luc") == "do"
    context = {
        "table": unit_table(window, today=None if is_then else timezone.localdate()),
        "window": window,
        "is_then": is_then,
        "day": day,
    }
    return render(
        request, _whole_or("reporting/_by_unit.html", "reporting/by_unit.html", request), context
    )


@permission_required("programs.view_progress", raise_exception=True)
def tasks(request: HttpRequest, day: str) -> HttpResponse:
    """The appendix's tasks with their state and this year's work."""
    window = _window(current_plan(request), day)
    days = window.periods["in_year"]
    context = {"rows": task_rows(window), "window": window, "days": days, "day": day}
    return render(
        request, _whole_or("reporting/_tasks.html", "reporting/tasks.html", request), context
    )


def _whole_or(fragment: str, whole: str, request: HttpRequest) -> str:
    """A part of the home page is a page of its own for those without script."""
    return fragment if request.headers.get("HX-Request") else whole


@permission_required("programs.view_progress", raise_exception=True)
def figure(request: HttpRequest, indicator: str, period: str, day: str) -> HttpResponse:
    """The records behind one figure, the plan's words, the arithmetic, and what is not counted."""
    plan = current_plan(request)
    window = _window(plan, day)
    if period not in PERIODS:
        raise Http404
    target = get_object_or_404(
        window.stage.targets.select_related("stage__plan", "clause", "previous__stage__plan"),
        indicator=indicator,
    )
    scope, unit = _scope(request)
    table = figure_table(indicator, window, period, scope)
    (progress,) = progress_of([target], window)
    rows = table.shown(SHOWN_ROWS)
    counter = indicators.get(indicator)
    left_out = list(_with_names(counter.not_counted(window, period))[: SHOWN_LEFT_OUT + 1])
    context = {
        "target": target,
        "window": window,
        "period": period,
        "label": period_label(period, window),
        "days": window.periods[period],
        "table": table,
        "rows": rows,
        "value": getattr(progress.figures, period),
        "progress": progress,
        "rule": counter.rule,
        "left_out": [_left_out(r) for r in left_out[:SHOWN_LEFT_OUT]] if scope is None else [],
        "is_more_left_out": len(left_out) > SHOWN_LEFT_OUT,
        "is_cut": len(rows) == SHOWN_ROWS,
        "day": day,
        "unit": unit,
        "scope": scope,
    }
    return render(request, "reporting/figure.html", context)


def _with_names(records: QuerySet[Any]) -> QuerySet[Any]:
    if records.model is TrainingClass:
        return records
    names = ("enterprise", "item") if records.model is Support else ("enterprise",)
    return records.select_related(*names)


def _left_out(record: Any) -> dict[str, str]:
    """A record that is not counted: its reason, its name and whose it is."""
    enterprise = getattr(record, "enterprise", None)
    if isinstance(record, TrainingClass):
        enterprise = None  # a class has a number of enterprises, not one
    return {
        "reason": record.reason,
        "name": record.item.name if isinstance(record, Support) else str(record),
        "enterprise": enterprise.name if enterprise is not None else "",
        "address": record.get_absolute_url(),
    }


def _scope(request: HttpRequest) -> tuple[UnitScope | None, Unit | None]:
    """One unit's part of the figure, where the address asks for it ("khong-ro": not certain)."""
    asked = request.GET.get("don-vi", "")
    today = None if request.GET.get("luc") == "do" else timezone.localdate()
    if asked == "khong-ro":
        return UnitScope(None, today), None
    if not asked.isdecimal():
        return None, None
    unit = get_object_or_404(Unit, pk=int(asked))
    return UnitScope(unit.pk, today), unit


@permission_required("programs.view_progress", raise_exception=True)
def figure_export(request: HttpRequest, indicator: str, period: str, day: str) -> HttpResponse:
    """Exactly the records of the page, all of them, as XLSX."""
    window = _window(current_plan(request), day)
    known = window.stage.targets.filter(indicator=indicator).exists()
    if period not in PERIODS or not known:
        raise Http404
    scope, _unit = _scope(request)
    table = figure_table(indicator, window, period, scope)
    response = HttpResponse(content_type=XLSX)
    response["Content-Disposition"] = f'attachment; filename="ho-so-{indicator}-{day}.xlsx"'
    write_table(response, "Hồ sơ", table.columns, (row for row in table.rows()))
    return response


def _window(plan: Plan, day: str) -> Window:
    """The window of an address's day; 404 where the plan does not know it."""
    try:
        cut_off = date.fromisoformat(day)
        return open_window(plan, cut_off.year, cut_off=cut_off, today=timezone.localdate())
    except (ValueError, ActionError) as error:
        raise Http404 from error
