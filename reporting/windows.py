"""Which days a report counts: one answer for pages, jobs and the command."""

from datetime import MAXYEAR, MINYEAR, date

from django.utils import timezone
from django.utils.translation import gettext as _

from core.errors import ActionError
from programs.indicators import Window, open_window
from programs.models import Plan
from reporting.models import ReportDraft, ReportType


def window_of(
    plan: Plan,
    declared: ReportType,
    year: int,
    *,
    draft: ReportDraft | None = None,
    cut_off: date | None = None,
) -> Window:
    """The days of the draft, or those of its type where the year has no draft.

    Args:
        cut_off: overrides both.

    Raises:
        ActionError: no stage holds the year, or the cut-off lies outside it or ahead.
    """
    if not MINYEAR <= year <= MAXYEAR:
        raise ActionError(_("Không có năm %(year)d.") % {"year": year}, field="year")
    first_day = declared.first_day_of(year) if draft is None else draft.first_day
    if cut_off is None:
        cut_off = declared.cut_off_of(year) if draft is None else draft.cut_off
    today = timezone.localdate()
    if declared.looks_ahead:  # a plan of the year is drawn up before its days have come
        today = max(today, cut_off)
    return open_window(plan, year, cut_off=cut_off, today=today, first_day=first_day)


def window_of_draft(draft: ReportDraft) -> Window:
    """The days a draft counts, as they stand in it now (saved or not)."""
    return window_of(draft.plan, draft.type, draft.year, draft=draft)
