"""Background work: a row in the caller's transaction, a message after commit.

A handler runs inside one transaction together with the row's end state, so that a
job is done wholly or not at all; a worker that dies leaves a lease that runs out,
and `sweep` queues the job again, `ATTEMPTS` times at most: what kills its worker each
time fails with a reason. A worker that lost its lease cannot finish.

    @job("reporting.build_files")
    def build_files(run: Run, *, version_id: int) -> dict: ...

    enqueue("reporting.build_files", by=user, version_id=version.pk)
"""

import threading
import traceback
import uuid
from collections.abc import Callable
from datetime import datetime, timedelta
from types import TracebackType
from typing import Any, Self

import pghistory
import structlog
from celery import current_app
from django import db
from django.db import IntegrityError, connection, transaction
from django.db.models import F, Q, QuerySet
from django.utils import timezone
from django.utils.translation import gettext as _
from kombu.exceptions import OperationalError

from core.errors import DISK_FULL, ActionError
from core.models import Job
from core.models.jobs import ATTEMPTS
from core.points import reach

LEASE = timedelta(seconds=30)
HEARTBEAT_SECONDS = 1.0
DATABASE_AWAY = (db.OperationalError, db.InterfaceError)
log = structlog.get_logger(__name__)


Handler = Callable[..., dict[str, Any]]

_handlers: dict[str, Handler] = {}


def job(kind: str) -> Callable[[Handler], Handler]:
    """Register the handler of a kind of job; modules `tasks` are found at start."""

    def register(handler: Handler) -> Handler:
        if kind in _handlers:
            msg = f"two handlers for job kind {kind}"
            raise ValueError(msg)
        _handlers[kind] = handler
        return handler

    return register


def enqueue(kind: str, *, by: Any = None, key: str | None = None, **payload: Any) -> Job:
    """Write the job's row now and send its message after commit.

    Args:
        by: who asked.
        key: where given, the same key always gives the same job (a double click makes one).

    Raises:
        KeyError: nobody handles `kind`.
    """
    if kind not in _handlers:
        raise KeyError(kind)
    try:
        with transaction.atomic():
            row = Job.objects.create(
                kind=kind, key=key, payload=payload, requested_by=by, request_code=_request_code()
            )
    except IntegrityError:
        return Job.objects.get(key=key)
    transaction.on_commit(lambda: send(row.pk))
    return row


def _request_code() -> str:
    """Of the request that is being answered; a job that asks for another hands its own on."""
    return str(structlog.contextvars.get_contextvars().get("request_code", ""))


def send(job_id: uuid.UUID) -> None:
    """Tell the workers; where the broker is away the sweeper tells them later."""
    reach("job-committed-before-message")
    try:
        current_app.send_task("core.run_job", args=[str(job_id)], retry=False)
    except (OperationalError, OSError) as error:
        log.warning("job_message_not_sent", job=str(job_id), error=str(error))


def retry(row: Job) -> None:
    """Queue a failed job again with a new allowance of attempts, on a person's request."""
    changed = Job.objects.filter(pk=row.pk, state=Job.State.FAILED).update(
        state=Job.State.QUEUED,
        attempt_limit=F("attempt") + ATTEMPTS,
        error="",
        progress=0,
        step="",
        finished_at=None,
    )
    if changed:
        transaction.on_commit(lambda: send(row.pk))


def run_job(job_id: uuid.UUID | str) -> None:
    """Claim the job, run its handler, store its end; safe to call any number of times."""
    attempt = _claim(job_id)
    if attempt is None:
        return
    row = Job.objects.select_related("requested_by").get(pk=job_id)
    reach("job-claimed")
    with (
        structlog.contextvars.bound_contextvars(
            job=str(row.pk), kind=row.kind, attempt=attempt, request_code=row.request_code
        ),
        Run(row) as run,
        pghistory.context(user=row.requested_by_id, job=str(row.pk), job_kind=row.kind),
    ):
        log.info("job_started")
        try:
            with transaction.atomic():
                result = _handlers[row.kind](run, **row.payload)
                reach("job-handled-before-end")
                _finish(row, attempt, Job.State.DONE, result=result, progress=100)
                reach("job-ended-before-commit")
            log.info("job_done")
            reach("job-committed-before-acknowledgement")
        except LostLease:
            log.warning("job_lease_lost")
        except ActionError as error:
            _fail(row, attempt, str(error))
        except DATABASE_AWAY as error:
            # The row cannot be written either: its lease runs out and the sweeper sends it again.
            log.warning("job_lost_the_database", error=str(error))
            connection.close()
        except Exception as error:
            code = uuid.uuid4().hex[:8]
            log.exception("job_failed", code=code, trace=traceback.format_exc())
            _fail(row, attempt, _reason(error) % {"code": code})


def _reason(error: Exception) -> str:
    """What a person reads of an unforeseen end; `code` leads to the log."""
    if isinstance(error, OSError) and error.errno in DISK_FULL:
        return _(
            "Máy chủ hết chỗ lưu tệp (mã %(code)s). Dữ liệu không thay đổi; báo quản trị hệ thống"
            " dọn chỗ rồi thử lại."
        )
    return _("Có lỗi ngoài dự kiến (mã %(code)s). Dữ liệu không thay đổi; có thể thử lại.")


def sweep() -> int:
    """Send again the message of every job that waits or whose worker died.

    Returns:
        How many messages were sent.
    """
    now = timezone.now()
    _give_up(now)
    waiting = Q(state=Job.State.QUEUED, created_at__lt=now - timedelta(seconds=30))
    orphaned = Q(state=Job.State.RUNNING, lease_until__lt=now)
    ids = list(Job.objects.filter(waiting | orphaned).values_list("pk", flat=True))
    reach("sweep-before-messages")
    for job_id in ids:
        send(job_id)
    return len(ids)


def _give_up(now: datetime) -> None:
    """Fail the jobs whose worker died in the last attempt they were allowed."""
    exhausted = Job.objects.filter(
        state=Job.State.RUNNING, lease_until__lt=now, attempt__gte=F("attempt_limit")
    )
    for row in exhausted:
        log.error("job_given_up", job=str(row.pk), kind=row.kind, attempt=row.attempt)
        _fail(
            row,
            row.attempt,
            _(
                "Máy xử lý ngừng giữa chừng %(times)d lần liền. Dữ liệu không thay đổi; có thể"
                " thử lại."
            )
            % {"times": ATTEMPTS},
        )


class LostLease(Exception):
    """Another worker took the job over; this one's work is rolled back."""


def _claim(job_id: uuid.UUID | str) -> int | None:
    """Take the job for `LEASE`; the attempt's number fences off an earlier worker."""
    now = timezone.now()
    free = Q(state=Job.State.QUEUED) | Q(state=Job.State.RUNNING, lease_until__lt=now)
    allowed = Q(attempt__lt=F("attempt_limit"))
    claimed: QuerySet[Job] = Job.objects.filter(free & allowed, pk=job_id)
    changed = claimed.update(
        state=Job.State.RUNNING,
        attempt=F("attempt") + 1,
        lease_until=now + LEASE,
        started_at=now,
        progress=0,
        step="",
    )
    if changed != 1:
        return None
    return Job.objects.values_list("attempt", flat=True).get(pk=job_id)


def _finish(row: Job, attempt: int, state: Job.State, **values: Any) -> None:
    changed = Job.objects.filter(pk=row.pk, attempt=attempt, state=Job.State.RUNNING).update(
        state=state, finished_at=timezone.now(), lease_until=None, **values
    )
    if changed != 1:
        raise LostLease


def _fail(row: Job, attempt: int, reason: str) -> None:
    try:
        _finish(row, attempt, Job.State.FAILED, error=reason)
    except LostLease:
        log.warning("job_lease_lost", job=str(row.pk), attempt=attempt)


class Run:
    """A running job, to its handler: tell how far it is; the lease renews itself.

    Progress is written by a thread on a connection of its own, because the handler's
    transaction is not seen from outside until it commits.
    """

    def __init__(self, row: Job) -> None:
        self.job = row
        self.attempt = row.attempt
        self._done, self._step = 0, ""
        self._stop = threading.Event()
        self._thread = threading.Thread(target=self._beat, daemon=True)

    @property
    def by(self) -> Any:
        return self.job.requested_by

    def report(self, done: int, total: int, step: str = "") -> None:
        """Say that `done` of `total` parts are finished; 100 % is only given by the end."""
        self._done = min(99, done * 100 // max(total, 1))
        self._step = step or self._step

    def __enter__(self) -> Self:
        if not connection.in_atomic_block:  # a caller's open transaction hides the row from us
            self._thread.start()
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self._stop.set()
        if self._thread.is_alive():
            self._thread.join()

    def _beat(self) -> None:
        try:
            while not self._stop.wait(HEARTBEAT_SECONDS):
                try:
                    self._renew()
                except DATABASE_AWAY:
                    connection.close()  # the next beat connects anew
        finally:
            connection.close()

    def _renew(self) -> None:
        mine = Job.objects.filter(pk=self.job.pk, attempt=self.attempt, state=Job.State.RUNNING)
        mine.update(lease_until=timezone.now() + LEASE, progress=self._done, step=self._step[:200])
