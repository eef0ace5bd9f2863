"""What the calendar asks for: the draft after the cut-off, the reminder until a report is frozen."""

from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from django.contrib.postgres.expressions import ArraySubquery
from django.db import IntegrityError, transaction
from django.db.models import OuterRef
from django.db.models.functions import JSONObject
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from agencies.choices import Role
from agencies.models import User
from agencies.queries import holding
from core.placeholders import filled
from core.vietnamese import format_date
from notices.actions import notify
from programs.models import Plan
from reporting.actions import assemble_draft
from reporting.difficulty_actions import remind_of_difficulties
from reporting.models import Reminder, ReportDraft, ReportType, ReportVersion

FRIDAY = 4  # as `date.weekday` counts
FIRST_HOUR = 7  # nobody is written to at night


@dataclass(frozen=True)
class DueReport:
    """The yearly report people have to think of, as of a day."""

    year: int
    cut_off: date
    due_on: date
    limit_on: date
    days_left: int
    frozen: str  # the latest frozen version's name; "" while there is none

    @property
    def days_late(self) -> int:
        return -self.days_left

    @property
    def last_working_day(self) -> date:
        """The Friday before a due day on a weekend; the due day itself otherwise."""
        return self.due_on - timedelta(days=max(0, self.due_on.weekday() - FRIDAY))


def year_to_report(declared: ReportType, today: date) -> int:
    """This year from its cut-off day on; until then the year before, whose report may be late."""
    return today.year if today >= declared.cut_off_of(today.year) else today.year - 1


def yearly_type(plan: Plan, today: date) -> Any:
    """The type due every year, with the `versions` of last year and this one, in one query."""
    versions = ReportVersion.objects.filter(
        plan=plan, kind=OuterRef("code"), year__gte=today.year - 1
    ).order_by("year", "number")
    rows = versions.values(row=JSONObject(year="year", number="number", label="label"))
    return ReportType.objects.annotate(versions=ArraySubquery(rows)).yearly()


def due_report(plan: Plan, declared: Any, today: date) -> DueReport | None:
    """The report that is late or comes next.

    Args:
        declared: `yearly_type` of that day; None where there is none.
    """
    if declared is None:
        return None
    year = year_to_report(declared, today)
    latest = {v["year"]: filled(v["label"], **v) for v in declared.versions}
    if year < today.year and (year in latest or not _has_stage(plan, year)):
        year = today.year
    if not _has_stage(plan, year):
        return None
    due_on = declared.due_on(year)
    return DueReport(
        year=year,
        cut_off=declared.cut_off_of(year),
        due_on=due_on,
        limit_on=declared.limit_on(year),
        days_left=(due_on - today).days,
        frozen=latest.get(year, ""),
    )


def _has_stage(plan: Plan, year: int) -> bool:
    return any(stage.first_year <= year <= stage.last_year for stage in plan.stages.all())


def assemble_due_draft(today: date) -> ReportDraft | None:
    """The day after the cut-off, or the first day the machine runs again, the year's draft.

    A machine that was off over New Year assembles the year before's, if it has none.

    Returns:
        The new draft; None where it is too early, or there is one.
    """
    plan = Plan.objects.filter(is_current=True).first()
    declared = ReportType.objects.yearly()
    if plan is None or declared is None:
        return None
    year = year_to_report(declared, today)
    cut_off = declared.cut_off_of(year)
    if today <= cut_off or not _has_stage(plan, year):
        return None
    if ReportDraft.objects.filter(plan=plan, type=declared, year=year).exists():
        return None
    return assemble_draft(plan, declared, year=year, cut_off=cut_off, by=None)


def remind(today: date, hour: int) -> int:
    """From the cut-off day on, once a day until a report is frozen, tell staff how many days are left.

    New Year ends nothing: a report that is late stays late.

    Returns:
        How many people were written to.
    """
    plan = Plan.objects.filter(is_current=True).first()
    if plan is None or hour < FIRST_HOUR:
        return 0
    due = due_report(plan, yearly_type(plan, today), today)
    if due is None or due.frozen or today < due.cut_off:
        return 0
    people = holding(Role.STAFF, Role.ADMINISTRATOR)
    try:
        with transaction.atomic():
            # The row first: of two machines one writes it, the other tells nobody.
            Reminder.objects.create(plan=plan, on=today, recipients=len(people))
            _tell(due, people)
    except IntegrityError:
        return 0
    return len(people)


def _tell(due: DueReport, people: list[User]) -> None:
    left = _("còn %(days)d ngày") % {"days": due.days_left}
    if due.days_left < 0:
        left = _("quá hạn %(days)d ngày") % {"days": due.days_late}
    notify(
        "reporting.report_due",
        to=people,
        about=f"reporting.report:{due.year}",
        values={
            "year": due.year,
            "left": left,
            "due": format_date(due.due_on),
            "limit": format_date(due.limit_on),
        },
        path=reverse("reporting:report-list"),
    )


def run_calendar() -> None:
    """All of it, as of now; harmless however often it is called."""
    now = timezone.localtime()
    assemble_due_draft(now.date())
    remind(now.date(), now.hour)
    remind_of_difficulties(now.date(), now.hour)
