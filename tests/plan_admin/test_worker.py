"""A real worker takes jobs from a real broker, also those of a worker that was killed."""

import time
from datetime import date, timedelta
from hashlib import sha256

import pytest
from django.utils import timezone

from core import jobs
from core.models import Job
from programs.models import Plan
from reporting.actions import assemble_draft, content_of, request_report
from reporting.models import ReportFile, ReportType, ReportVersion
from tests.people import person


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


def test_a_worker_killed_in_the_middle_of_a_report_leaves_exactly_one(
    celery_worker,
) -> None:
    plan = Plan.objects.get(is_current=True)
    by = person("leader")
    declared = ReportType.objects.get(code="annual")
    draft = assemble_draft(plan, declared, year=2024, cut_off=date(2024, 11, 15), by=by)
    assert wait_for_end(Job.objects.get()) == Job.State.DONE
    row = request_report(draft, change_note="", by=by, accepts_empty=True)
    deadline = time.monotonic() + 40
    while row.state == Job.State.QUEUED and time.monotonic() < deadline:
        time.sleep(0.02)
        row.refresh_from_db()
    celery_worker.kill()
    assert ReportVersion.objects.count() == ReportFile.objects.count() / 4

    # The lease runs out; the sweep tells the next worker.
    past = timezone.now() - timedelta(seconds=1)
    Job.objects.filter(pk=row.pk, state=Job.State.RUNNING).update(lease_until=past)
    celery_worker.start()
    jobs.sweep()

    assert wait_for_end(row) == Job.State.DONE
    version = ReportVersion.objects.get()
    assert version.number == 1
    assert version.files.count() == 4
    for file in version.files.all():
        assert sha256(content_of(file)).hexdigest() == file.sha256
