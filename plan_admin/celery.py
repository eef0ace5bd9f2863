"""Celery; every setting stands in `settings.base` as CELERY_…"""

import os
import signal
from typing import Any

from celery import Celery
from celery.signals import beat_init, setup_logging, worker_process_init

from plan_admin.engines.children import end_with_parent

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "plan_admin.settings.dev")

app = Celery("plan_admin")
app.config_from_object("django.conf:settings", namespace="CELERY")
app.autodiscover_tasks()


@setup_logging.connect
def keep_our_logging(**_kwargs: Any) -> None:
    """Connected so that Celery leaves the logging of the settings alone."""


@worker_process_init.connect
def end_with_worker(**_kwargs: Any) -> None:
    """A pool process must not outlive a worker that was killed."""
    end_with_parent(signal.SIGKILL)


@beat_init.connect
def follow_calendar_at_start(**_kwargs: Any) -> None:
    """Beat waits a whole interval before an entry's first run; a fresh start is not to wait.

    The task does nothing where its draft and its reminder exist already.
    """
    app.send_task("reporting.follow_calendar")
