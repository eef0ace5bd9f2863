"""Jobs of this app, and what the calendar asks for."""

from celery import shared_task

from core import jobs
from reporting.actions import FREEZE, PREVIEW, freeze_report, preview_report
from reporting.calendar import run_calendar

jobs.job(FREEZE)(freeze_report)
jobs.job(PREVIEW)(preview_report)


@shared_task(name="reporting.follow_calendar")
def follow_calendar() -> None:
    run_calendar()
