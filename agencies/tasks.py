"""What the clock asks for: accounts whose units have ended."""

from celery import shared_task
from django.utils import timezone

from agencies.closing import follow_ended_units


@shared_task(name="agencies.follow_ended_units")
def follow_units() -> None:
    follow_ended_units(timezone.localdate())
