"""When people are written to: not at night, daily letters in the morning."""

from datetime import datetime, time, timedelta

from django.conf import settings
from django.utils import timezone

from notices.choices import Frequency

DAY = timedelta(days=1)


def next_time(now: datetime, frequency: str) -> datetime:
    """The first moment from `now` on at which a person with that wish is written to."""
    if frequency == Frequency.DAILY:
        return _next_at(now, settings.MAIL_DIGEST_HOUR)
    return _next_at(now, settings.MAIL_QUIET_UNTIL) if is_quiet(now) else now


def tomorrow(now: datetime, frequency: str) -> datetime:
    """The first such moment of the next day, in the local calendar."""
    midnight = datetime.combine(timezone.localdate(now) + DAY, time.min)
    return next_time(timezone.make_aware(midnight), frequency)


def is_quiet(now: datetime) -> bool:
    """From the evening's hour to the morning's; none where both are the same."""
    hour, first, last = (
        timezone.localtime(now).hour,
        settings.MAIL_QUIET_FROM,
        settings.MAIL_QUIET_UNTIL,
    )
    if first <= last:
        return bool(first <= hour < last)
    return bool(hour >= first or hour < last)


def _next_at(now: datetime, hour: int) -> datetime:
    local = timezone.localtime(now)
    at = local.replace(hour=hour, minute=0, second=0, microsecond=0)
    return at if at >= local else at + DAY
