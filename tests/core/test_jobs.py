import errno
import time
from collections.abc import Callable
from datetime import timedelta

import pytest
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


KINDS = (
    (AWAY, _lose_the_database),
    (DOUBLE, _double),
    (REFUSE, _refuse),
    (CRASH, _crash),
    (FULL, _fill_the_disk),
    (STOLEN, _stolen),
)
for kind, handler in KINDS:
    jobs.job(kind)(handler)


def queued(kind: str, **payload) -> Job:
    return Job.objects.create(kind=kind, payload=payload)


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
    assert "mã" in row.error
    assert not Job.objects.filter(kind="half").exists()
    with django_capture_on_commit_callbacks() as messages:
        jobs.retry(row)
        jobs.retry(row)
    row.refresh_from_db()
    assert (row.state, row.error, len(messages)) == ("queued", "", 1)


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
