import errno
import re
import time
from collections.abc import Callable
from datetime import datetime, timedelta

import pytest
import time_machine
from celery import Celery, current_app
from django.db import OperationalError, connection
from django.utils import timezone

from core import jobs
from core.errors import ActionError
from core.models import Job

DOUBLE = "tests.double"
REFUSE = "tests.refuse"
CRASH = "tests.crash"
STOLEN = "tests.stolen"
AWAY = "tests.away"
FULL = "tests.full"
WATCH = "tests.watch"
NOON = timezone.make_aware(datetime(2026, 11, 26, 12))


def _double(run: jobs.Run, *, number: int) -> dict:
    run.report(1, 2, "nửa đường")
    return {"number": number * 2, "by": run.by}


def _refuse(run: jobs.Run) -> dict:
    Job.objects.create(kind="half", payload={})
    raise ActionError("Tệp không còn.")


def _crash(run: jobs.Run) -> dict:
    Job.objects.create(kind="half", payload={})
    raise ZeroDivisionError


def _stolen(run: jobs.Run) -> dict:
    Job.objects.filter(pk=run.job.pk).update(attempt=2)
    return {"late": True}


def _fill_the_disk(run: jobs.Run) -> dict:
    Job.objects.create(kind="half", payload={})
    raise OSError(errno.ENOSPC, "No space left on device")


def _lose_the_database(run: jobs.Run) -> dict:
    raise OperationalError("server closed the connection unexpectedly")


def _watch(run: jobs.Run) -> dict:
    seen = Job.objects.get(pk=run.job.pk)
    return {
        "lease": (seen.lease_until - timezone.now()).total_seconds(),
        "progress": seen.progress,
        "step": seen.step,
    }


KINDS = (
    (AWAY, _lose_the_database),
    (DOUBLE, _double),
    (REFUSE, _refuse),
    (CRASH, _crash),
    (FULL, _fill_the_disk),
    (STOLEN, _stolen),
    (WATCH, _watch),
)
for kind, handler in KINDS:
    jobs.job(kind)(handler)


def queued(kind: str, **payload) -> Job:
    return Job.objects.create(kind=kind, payload=payload)


def told() -> list[str]:
    """The jobs of the messages that wait at the broker, taken from there."""
    found: list[str] = []
    with current_app.connection_for_read() as broker, broker.SimpleQueue("celery") as waiting:
        while True:
            try:
                message = waiting.get(block=False)
            except waiting.Empty:
                return found
            found.append(message.payload[0][0])
            message.ack()


def test_a_job_is_done_once(db):
    row = queued(DOUBLE, number=21)
    jobs.run_job(row.pk)
    jobs.run_job(row.pk)
    row.refresh_from_db()
    assert (row.state, row.result, row.progress, row.attempt) == (
        "done",
        {"number": 42, "by": None},
        100,
        1,
    )
    assert row.is_finished
    assert str(row) == f"{DOUBLE} (Đã xong)"


def test_a_refusal_is_shown_and_leaves_nothing_half(db):
    row = queued(REFUSE)
    jobs.run_job(row.pk)
    row.refresh_from_db()
    assert (row.state, row.error) == ("failed", "Tệp không còn.")
    assert not Job.objects.filter(kind="half").exists()


def test_an_unexpected_error_gives_a_code_and_can_be_tried_again(
    db, django_capture_on_commit_callbacks
):
    row = queued(CRASH)
    jobs.run_job(row.pk)
    row.refresh_from_db()
    assert row.state == "failed"
    assert re.search(r"\(mã [0-9a-f]{8}\)", row.error)
    assert not Job.objects.filter(kind="half").exists()
    Job.objects.filter(pk=row.pk).update(progress=40, step="đọc tệp")
    with django_capture_on_commit_callbacks() as messages:
        jobs.retry(row)
        jobs.retry(row)
    row.refresh_from_db()
    assert (row.state, row.error, row.progress, row.step) == ("queued", "", 0, "")
    assert (row.finished_at, len(messages)) == (None, 1)


def test_a_full_disk_is_the_reason_that_is_shown(db):
    row = queued(FULL)
    jobs.run_job(row.pk)
    row.refresh_from_db()
    assert row.state == "failed"
    assert row.error.startswith("Máy chủ hết chỗ lưu tệp (mã ")
    assert not Job.objects.filter(kind="half").exists()


def test_the_same_key_is_the_same_job(db, django_capture_on_commit_callbacks):
    with django_capture_on_commit_callbacks(execute=True) as messages:
        first = jobs.enqueue(DOUBLE, key="once", number=1)
        second = jobs.enqueue(DOUBLE, key="once", number=1)
    assert first == second
    assert len(messages) == 1
    with pytest.raises(KeyError):
        jobs.enqueue("tests.unknown")
    with pytest.raises(ValueError, match="two handlers"):
        jobs.job(DOUBLE)(_double)


def test_a_running_job_is_left_to_its_worker_until_the_lease_ends(db):
    row = queued(DOUBLE, number=1)
    Job.objects.filter(pk=row.pk).update(
        state="running", lease_until=timezone.now() + jobs.LEASE / 2, attempt=1
    )
    jobs.run_job(row.pk)
    row.refresh_from_db()
    assert row.state == "running"
    Job.objects.filter(pk=row.pk).update(lease_until=timezone.now() - timedelta(seconds=1))
    assert jobs.sweep() == 1
    jobs.run_job(row.pk)
    row.refresh_from_db()
    assert (row.state, row.attempt) == ("done", 2)


def test_a_claim_begins_anew_and_lasts_half_a_minute(db):
    """What the worker that died had told of its progress is no longer true."""
    row = queued(WATCH)
    Job.objects.filter(pk=row.pk).update(
        state="running", progress=40, step="đọc tệp", lease_until=NOON - timedelta(seconds=1)
    )
    with time_machine.travel(NOON, tick=False):
        jobs.run_job(row.pk)
    row.refresh_from_db()
    assert row.result == {"lease": 30.0, "progress": 0, "step": ""}


def test_the_sweep_tells_of_what_waits_for_half_a_minute_and_of_what_was_left(db):
    told()
    left = {"state": "running", "lease_until": NOON - timedelta(milliseconds=1)}
    rows = {
        "young": {"created_at": NOON - timedelta(seconds=30)},
        "waiting": {"created_at": NOON - timedelta(seconds=30, milliseconds=1)},
        "left": left,
        "held": left | {"lease_until": NOON},
        "done": left | {"state": "done"},
    }
    names = {}
    for name, values in rows.items():
        row = queued(DOUBLE, number=1)
        Job.objects.filter(pk=row.pk).update(**values)
        names[str(row.pk)] = name
    with time_machine.travel(NOON, tick=False):
        assert jobs.sweep() == 2
    assert {names[pk] for pk in told()} == {"waiting", "left"}


def test_a_broker_that_is_away_delays_a_job_and_loses_none(db, django_capture_on_commit_callbacks):
    told()
    away = Celery(broker="redis://127.0.0.1:1/0", set_as_current=False)
    ours = current_app._get_current_object()
    away.set_current()
    try:
        with django_capture_on_commit_callbacks(execute=True):
            row = jobs.enqueue(DOUBLE, number=1)
    finally:
        ours.set_current()
    assert told() == []
    with time_machine.travel(timezone.now() + timedelta(minutes=1)):
        jobs.sweep()
    assert told() == [str(row.pk)]


@pytest.mark.parametrize(
    ("done", "total", "percent"),
    [(0, 0, 0), (0, 3, 0), (1, 1, 99), (1, 2, 50), (2, 3, 66), (97, 98, 98), (99, 99, 99)],
)
def test_progress_is_whole_percents_and_only_the_end_gives_a_hundred(db, done, total, percent):
    row = queued(DOUBLE, number=1)
    Job.objects.filter(pk=row.pk).update(state="running", progress=7)
    run = jobs.Run(row)
    run._renew()
    row.refresh_from_db()
    assert (row.progress, row.step) == (0, "")
    run.report(done, total, "đọc" * 100)
    run.report(done, total)
    run._renew()
    row.refresh_from_db()
    assert (row.progress, row.step) == (percent, ("đọc" * 100)[:200])


def test_a_worker_that_lost_its_lease_can_neither_finish_nor_fail_the_job(db):
    row = queued(STOLEN)
    jobs.run_job(row.pk)
    row.refresh_from_db()
    assert (row.state, row.result, row.attempt) == ("running", {}, 1)  # its work is rolled back
    Job.objects.filter(pk=row.pk).update(attempt=2)
    jobs._fail(row, 1, "muộn")
    row.refresh_from_db()
    assert (row.state, row.error) == ("running", "")


def test_a_job_that_kills_its_worker_each_time_fails_and_can_be_tried_again(
    db, django_capture_on_commit_callbacks
):
    row = queued(DOUBLE, number=1)
    dead = timezone.now() - timedelta(seconds=1)
    for attempt in range(1, 5):
        Job.objects.filter(pk=row.pk).update(state="running", lease_until=dead, attempt=attempt)
        assert jobs.sweep() == 1
    Job.objects.filter(pk=row.pk).update(attempt=5)

    jobs.run_job(row.pk)  # a message that comes late starts no sixth attempt
    row.refresh_from_db()
    assert (row.state, row.attempt) == ("running", 5)
    assert jobs.sweep() == 0
    row.refresh_from_db()
    assert (row.state, row.error) == (
        "failed",
        "Máy xử lý ngừng giữa chừng 5 lần liền. Dữ liệu không thay đổi; có thể thử lại.",
    )

    with django_capture_on_commit_callbacks() as messages:
        jobs.retry(row)
    assert len(messages) == 1
    row.refresh_from_db()
    assert (row.state, row.attempt, row.attempt_limit) == ("queued", 5, 10)
    jobs.run_job(row.pk)
    row.refresh_from_db()
    assert (row.state, row.attempt, row.result["number"]) == ("done", 6, 2)


def test_the_heartbeat_renews_the_lease_and_shows_progress(transactional_db, monkeypatch):
    monkeypatch.setattr(jobs, "HEARTBEAT_SECONDS", 0.05)
    row = queued(DOUBLE, number=1)
    Job.objects.filter(pk=row.pk).update(state="running", lease_until=timezone.now())
    row.refresh_from_db()
    with jobs.Run(row) as run:
        run.report(1, 4, "đọc tệp")
        deadline = timezone.now() + timedelta(seconds=10)
        while timezone.now() < deadline:
            row.refresh_from_db()
            if row.progress:
                break
    assert (row.progress, row.step) == (25, "đọc tệp")
    assert row.lease_until > timezone.now() + jobs.LEASE / 2


@pytest.mark.django_db(transaction=True)
def test_a_job_that_lost_the_database_is_taken_up_again():
    row = queued(AWAY)
    jobs.run_job(row.pk)
    row.refresh_from_db()
    assert (row.state, row.attempt, row.error) == ("running", 1, "")
    Job.objects.filter(pk=row.pk).update(
        kind=DOUBLE, payload={"number": 1}, lease_until=timezone.now() - timedelta(seconds=1)
    )
    jobs.run_job(row.pk)
    row.refresh_from_db()
    assert (row.state, row.attempt) == ("done", 2)


@pytest.mark.django_db(transaction=True)
def test_the_lease_is_renewed_after_the_connection_was_cut(monkeypatch):
    monkeypatch.setattr(jobs, "HEARTBEAT_SECONDS", 0.05)
    row = queued(DOUBLE, number=1)
    Job.objects.filter(pk=row.pk).update(state="running", attempt=1)
    row.refresh_from_db()
    with jobs.Run(row) as run:
        run.report(1, 4, "một phần tư")
        wait_until(row, lambda: row.progress == 25)
        with connection.cursor() as cursor:
            cursor.execute(
                "SELECT pg_terminate_backend(pid) FROM pg_stat_activity"
                " WHERE datname = current_database() AND pid <> pg_backend_pid()"
            )
        run.report(2, 4, "một nửa")
        wait_until(row, lambda: row.progress == 50)
    assert row.step == "một nửa"


def wait_until(row: Job, holds: Callable[[], bool]) -> None:
    deadline = time.monotonic() + 20
    while not holds() and time.monotonic() < deadline:
        time.sleep(0.05)
        row.refresh_from_db()
    assert holds()
