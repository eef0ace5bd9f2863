"""A real worker takes jobs from a real broker, also those of a worker that was killed."""

import time

import pytest

from core import jobs
from core.models import Job


def wait_for_end(row: Job, seconds: float = 40) -> str:
    deadline = time.monotonic() + seconds
    while time.monotonic() < deadline:
        row.refresh_from_db()
        if row.is_finished:
            return row.state
        time.sleep(0.1)
    return row.state


@pytest.mark.usefixtures("celery_worker")
def test_worker_ends_a_job_nobody_handles_with_a_reason() -> None:
    row = Job.objects.create(kind="nobody.handles.this")

    jobs.send(row.pk)

    assert wait_for_end(row) == Job.State.FAILED
    assert "mã " in row.error


def test_job_queued_while_no_worker_lives_is_done_by_the_next(celery_worker) -> None:
    celery_worker.kill()
    row = Job.objects.create(kind="nobody.handles.this")
    jobs.send(row.pk)

    celery_worker.start()

    assert wait_for_end(row) == Job.State.FAILED
    assert row.attempt == 1
