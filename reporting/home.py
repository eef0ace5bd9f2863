"""The home page as it is written, remembered as long as it is true."""

from datetime import date
from functools import partial

from django.template.loader import render_to_string

from core.remembered import Question, answers_to
from programs.indicators import indicators, told
from programs.models import Plan, PlanClause, Stage, Target
from reporting.models import ReportType, ReportVersion
from reporting.overview import Overview, overview_of

Home = tuple[Overview, str]


def home_of(
    plan: Plan, *, stage_year: int | None, at_cut_off: bool, today: date, may_confirm: bool
) -> Home:
    """What `overview_of` finds, and the page's middle as HTML."""
    read = {model for _code, found in indicators.items() for model in found.reads}
    read |= {Plan, Stage, PlanClause, Target, ReportType, ReportVersion}
    compute = partial(
        written,
        plan,
        stage_year=stage_year,
        at_cut_off=at_cut_off,
        today=today,
        may_confirm=may_confirm,
    )
    key = ("home", told(plan), stage_year, at_cut_off, today, may_confirm)
    (found,) = answers_to([Question(key, tuple(read), compute)])
    home: Home = found
    return home


def written(
    plan: Plan, *, stage_year: int | None, at_cut_off: bool, today: date, may_confirm: bool
) -> Home:
    """The same, written now."""
    overview = overview_of(plan, stage_year=stage_year, at_cut_off=at_cut_off, today=today)
    context = {"overview": overview, "may_confirm": may_confirm}
    return overview, render_to_string("reporting/_overview.html", context)
