"""The nightly backup as a job, and the sign of life of the worker."""

from typing import Any

import structlog
from celery import shared_task
from celery.signals import before_task_publish
from django.core.cache import cache
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from agencies.choices import Role
from agencies.queries import holding
from core import jobs
from core.errors import ActionError
from notices.actions import notify
from plan_admin import env
from plan_admin.backup import BackupError, Shelf, check_backup, make_backup

BACKUP = "plan_admin.backup"
SIGN_OF_LIFE, BEAT_SIGN_OF_LIFE = "worker-alive", "beat-alive"
ASKED = "plan_admin.sign_of_life"
log = structlog.get_logger(__name__)


def back_up(run: jobs.Run) -> dict[str, Any]:
    """Job: a backup, restored for a trial; then what retention does not keep is deleted."""
    shelf = Shelf.of_settings()
    try:
        run.report(1, 3, "backup")
        path = make_backup(shelf, secret=env.BACKUP_KEY)
        run.report(2, 3, "check")
        found = check_backup(path, secret=env.BACKUP_KEY)
    except BackupError as error:
        raise ActionError(str(error)) from error
    return {
        "backup": path.name,
        "seconds": round(found.seconds, 1),
        "deleted": [gone.name for gone in shelf.clear()],
    }


jobs.job(BACKUP)(back_up)


@shared_task(name="plan_admin.nightly_backup")
def nightly_backup() -> None:
    """Once a night, whatever beat does: the night's date is the job's key.

    Beat asks each hour of the night: one that failed is tried again.
    """
    job = jobs.enqueue(BACKUP, key=f"{BACKUP}:{timezone.localdate()}")
    jobs.retry(job)


@shared_task(name="plan_admin.warn_of_old_backup")
def warn_of_old_backup() -> int:
    """Tell the administrators where no backup was verified for too long.

    Returns:
        To how many.
    """
    last = Shelf.of_settings().last_verified()
    if last is not None and last.is_fresh:
        return 0
    log.error("backup_too_old", last=last.name if last else None)
    said = last.name if last else _("chưa có bản nào")
    return notify(
        "system.old_backup",
        to=holding(Role.ADMINISTRATOR),
        about="system:backup",
        values={"last": said},
        path=reverse("health"),
    )


@shared_task(name=ASKED)
def sign_of_life() -> None:
    """Beat asks, the worker answers: its age tells whether the worker is there."""
    cache.set(SIGN_OF_LIFE, timezone.now().isoformat(), timeout=None)


@before_task_publish.connect
def note_beat(sender: str = "", **_kwargs: Any) -> None:
    """Nobody but beat asks for a sign of life: that it asks is its own."""
    if sender == ASKED:
        cache.set(BEAT_SIGN_OF_LIFE, timezone.now().isoformat(), timeout=None)
