"""Files that no row names: what a job or a request had written before it was rolled back."""

import time
from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path

import structlog
from django.apps import apps
from django.conf import settings
from django.db import models

from core.models import Job

# A file is written before its row is committed; nothing runs for so long.
YOUNG = timedelta(days=1)
log = structlog.get_logger(__name__)


def unclaimed(*, older_than: timedelta = timedelta(0)) -> list[Path]:
    """Files under the media folder that neither a record, its history nor a job names."""
    claimed = set(_claims())
    root, last = Path(settings.MEDIA_ROOT), time.time() - older_than.total_seconds()
    return sorted(
        path
        for path in root.rglob("*")
        if path.is_file()
        and path.relative_to(root).as_posix() not in claimed
        and path.stat().st_mtime <= last
    )


def clear_unclaimed() -> int:
    """Delete those that are older than a day.

    Returns:
        How many were deleted.
    """
    found = unclaimed(older_than=YOUNG)
    for path in found:
        log.info("unclaimed_file_deleted", file=path.name, bytes=path.stat().st_size)
        path.unlink()
    return len(found)


def _claims() -> Iterator[str]:
    for model in apps.get_models():
        for field in model._meta.concrete_fields:
            if isinstance(field, models.FileField):
                yield from model._default_manager.values_list(field.name, flat=True).iterator()
    results = Job.objects.filter(result__has_key="file")
    yield from results.values_list("result__file", flat=True).iterator()
