"""Home page and the records behind its figures."""

from dataclasses import dataclass
from datetime import date

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from rules.contrib.views import permission_required

from agencies.models import Unit
from core.errors import ActionError
from core.spreadsheets.writing import XLSX
from core.ui.notices import notices_for
from programs.indicators import (
    CountedByUnit,
    Window,
    indicators,
    open_window,
    progress_of,
    remembered,
)
from programs.models import Plan, Target
from programs.shell import current_plan
from reporting.arithmetic import steps_of, steps_of_part
from reporting.beside import BY_SLUG, Beside, number_beside
from reporting.figure_records import (
    PERIODS,
    FigureTable,
    UnitScope,
    figure_table,
    left_out_table,
    period_label,
    write_figure,
)
from reporting.home import home_of
from reporting.overview import card_of
from reporting.task_table import task_rows
from reporting.unit_rows import written

SHOWN_ROWS = 500
SHOWN_LEFT_OUT = 100
SHOWN_UNITS = 12  # beside the map of the home page
LONGEST_NUMBER = 9


@permission_required("programs.view_plan", raise_exception=True)
def home(request: HttpRequest) -> HttpResponse:
    """Progress for those who work with the figures; the plan itself for the units."""
    plan = current_plan(request)
    if not request.user.has_perm("programs.view_progress"):
        return redirect("programs:plan-document", slug=plan.slug)
    may_confirm = request.user.has_perm("programs.confirm_target")
    overview, body = home_of(
        plan,
        stage_year=_number(request.GET.get("giai-doan", "")),
        at_cut_off=request.GET.get("ngay") == "chot",
        today=timezone.localdate(),
        may_confirm=may_confirm,
    )
    context = {"overview": overview, "body": body, "notices": notices_for(request.user)}
    return render(request, "reporting/home.html", context)


@permission_required("programs.view_progress", raise_exception=True)
def by_unit(request: HttpRequest, day: str) -> HttpResponse:
    """Figures by unit and the dot map; the units of today, or of the counted dates."""
    window = _window(current_plan(request), day)
    is_then = request.GET.get("luc") == "do"
    is_whole = not request.headers.get("HX-Request")
    found = written(
        window,
        today=None if is_then else timezone.localdate(),
        most=None if is_whole else SHOWN_UNITS,
    )
    context = {
        "table": found.table,
        "rows": found.rows,
        "body": found.body,
        "is_whole": is_whole,
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
    window = _window(current_plan(request), day)
    target = _target(window, indicator)
    asked = _selection(request)
    table = _table(indicator, window, period, asked)
    (progress,) = progress_of([target], window, evaluate=remembered)
    value = getattr(progress.figures, period)
    counted = indicators.get(indicator)
    if asked.scope is not None and isinstance(counted, CountedByUnit):
        unit_id, today = asked.scope.unit_id, asked.scope.today
        value = counted.figure_in(window, period, unit_id, today=today)
    number = (
        value.value if asked.told is None else number_beside(asked.told, progress.figures, period)
    )
    if number is None:
        raise Http404
    rows = table.shown(SHOWN_ROWS)
    context = {
        "target": target,
        "window": window,
        "period": period,
        "label": period_label(period, window),
        "days": window.periods[period],
        "table": table,
        "rows": rows,
        "value": value,
        "number": number,
        "card": card_of(progress),
        "steps": steps_of(progress, period)
        if asked.scope is None
        else steps_of_part(value, target.unit_of_measure),
        "rule": indicators.get(indicator).rule,
        "is_cut": len(rows) == SHOWN_ROWS,
        "day": day,
        "asked": asked,
    }
    if asked.is_whole:
        left_out, count = left_out_table(indicator, window, period).shown(SHOWN_LEFT_OUT)
        context |= {"left_out": left_out, "left_out_count": count}
    return render(request, "reporting/figure.html", context)


@permission_required("programs.view_progress", raise_exception=True)
def figure_export(request: HttpRequest, indicator: str, period: str, day: str) -> HttpResponse:
    """Exactly the records of the page, all of them, and all that are not counted, as XLSX."""
    window = _window(current_plan(request), day)
    _target(window, indicator)
    asked = _selection(request)
    table = _table(indicator, window, period, asked)
    response = HttpResponse(content_type=XLSX)
    response["Content-Disposition"] = f'attachment; filename="ho-so-{indicator}-{day}.xlsx"'
    left_out = left_out_table(indicator, window, period) if asked.is_whole else None
    write_figure(response, table, left_out)
    return response


@dataclass(frozen=True)
class Selection:
    """Which of a figure's records the address asks for: all, one unit's, or those told beside it."""

    scope: UnitScope | None = None
    unit: Unit | None = None
    told: Beside | None = None

    @property
    def is_whole(self) -> bool:
        return self.scope is None and self.told is None


def _selection(request: HttpRequest) -> Selection:
    """`don-vi` ("khong-ro": not certain) or `ben-canh` of the address."""
    beside = request.GET.get("ben-canh", "")
    if beside:
        if beside not in BY_SLUG:
            raise Http404
        return Selection(told=BY_SLUG[beside])
    asked = request.GET.get("don-vi", "")
    today = None if request.GET.get("luc") == "do" else timezone.localdate()
    if asked == "khong-ro":
        return Selection(UnitScope(None, today))
    number = _number(asked)
    if number is None:
        return Selection()
    unit = get_object_or_404(Unit, pk=number)
    return Selection(UnitScope(unit.pk, today), unit)


def _number(text: str) -> int | None:
    """A number of an address; None for what is none, or is longer than any of ours."""
    return int(text) if text.isdecimal() and len(text) <= LONGEST_NUMBER else None


def _target(window: Window, indicator: str) -> Target:
    """404 for an indicator nobody knows, before the database is asked about any odd text."""
    if indicator not in indicators:
        raise Http404
    targets = window.stage.targets.select_related("stage__plan", "clause", "previous__stage__plan")
    return get_object_or_404(targets, indicator=indicator)


def _table(indicator: str, window: Window, period: str, asked: Selection) -> FigureTable:
    """404 for a period or a part that the indicator does not have."""
    if period not in PERIODS:
        raise Http404
    try:
        return figure_table(indicator, window, period, scope=asked.scope, told=asked.told)
    except KeyError as error:
        raise Http404 from error


def _window(plan: Plan, day: str) -> Window:
    """The window of an address's day; 404 where the plan does not know it.

    A day has one address: Python reads 20261115 and 2026-W46-7 as well.
    """
    try:
        cut_off = date.fromisoformat(day)
        if cut_off.isoformat() != day:
            raise Http404
        return open_window(plan, cut_off.year, cut_off=cut_off, today=timezone.localdate())
    except (ValueError, ActionError) as error:
        raise Http404 from error
