"""Celery tasks of every job: run its row, and send forgotten ones again."""

from celery import shared_task

from core import jobs, media
from core.importing.batches import CHECK, SAVE, check_workbook, save_workbook
from core.sealing import seal_trail
from core.ui.exports import EXPORT, export_register

jobs.job(CHECK)(check_workbook)
jobs.job(SAVE)(save_workbook)
jobs.job(EXPORT)(export_register)


@shared_task(name="core.run_job")
def run_job(job_id: str) -> None:
    jobs.run_job(job_id)


@shared_task(name="core.sweep_jobs")
def sweep_jobs() -> int:
    return jobs.sweep()


@shared_task(name="core.clear_media")
def clear_media() -> int:
    return media.clear_unclaimed()


@shared_task(name="core.seal_trail")
def seal_settled_lines() -> int:
    return seal_trail()
