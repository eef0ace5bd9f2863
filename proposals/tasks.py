"""Jobs of this app, and what the calendar asks for."""

from celery import shared_task
from django.utils import timezone

from core import jobs
from proposals.minutes_jobs import MINUTES, write_minutes
from proposals.telling import remind_of_calls

jobs.job(MINUTES)(write_minutes)


@shared_task(name="proposals.remind_units")
def remind_units() -> None:
    remind_of_calls(timezone.now())
