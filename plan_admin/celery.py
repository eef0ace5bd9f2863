"""Celery: late acknowledgement, so that a dead worker's message comes back."""

import os
import signal
from typing import Any

from celery import Celery
from celery.signals import worker_process_init
from django.conf import settings

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "plan_admin.settings.dev")

app = Celery("plan_admin")
app.conf.update(
    broker_url=settings.REDIS_URL,
    result_backend=None,
    task_ignore_result=True,
    task_acks_late=True,
    task_reject_on_worker_lost=True,
    worker_prefetch_multiplier=1,
    # The longest job must end before the broker gives its message to somebody else;
    # the throttle of 1 lets a dead worker's message return after that time, not ten times later.
    task_time_limit=840,
    broker_transport_options={
        "visibility_timeout": 900,
        "unacked_restore_interval": 10,
        "unacked_restore_throttle": 1,
        "global_keyprefix": settings.BROKER_KEY_PREFIX,
    },
    broker_connection_retry_on_startup=True,
    worker_hijack_root_logger=False,
    timezone=settings.TIME_ZONE,
    beat_schedule={
        "sweep-jobs": {"task": "core.sweep_jobs", "schedule": 30.0},
    },
)
app.autodiscover_tasks()


@worker_process_init.connect
def end_with_worker(**_kwargs: Any) -> None:
    """A pool process must not outlive a worker that was killed."""
    from plan_admin.engines.children import end_with_parent  # noqa: PLC0415 - Linux only

    end_with_parent(signal.SIGKILL)
