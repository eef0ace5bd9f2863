"""Jobs of this app."""

from celery import shared_task
from django.utils import timezone

from core import jobs
from enterprises.duplicates import FIND, find_duplicates
from enterprises.merging.steps import (
    CARRY_OUT,
    PREVIEW,
    UNDO,
    carry_out_merge,
    preview_merge,
    undo_merge,
)

jobs.job(PREVIEW)(preview_merge)
jobs.job(CARRY_OUT)(carry_out_merge)
jobs.job(UNDO)(undo_merge)
jobs.job(FIND)(find_duplicates)


@shared_task(name="enterprises.nightly_duplicates")
def nightly_duplicates() -> None:
    """Once a night: records that were imported or edited meanwhile meet their neighbours."""
    jobs.enqueue(FIND, key=f"{FIND}:{timezone.localdate()}")
