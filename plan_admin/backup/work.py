"""A folder on our own disk for what is half made or half read."""

import shutil
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from tempfile import TemporaryDirectory

from django.conf import settings

PREFIX = "backup-work-"
FORGOTTEN_SECONDS = 86_400


@contextmanager
def working_folder() -> Iterator[Path]:
    """A folder nobody else may read, gone afterwards; what a killed run left goes, too.

    Beside the files, not among the system's temporary files: that disk may be small.
    """
    base = Path(settings.MEDIA_ROOT).parent
    base.mkdir(parents=True, exist_ok=True)
    for left in base.glob(f"{PREFIX}*"):
        if is_forgotten(left):
            shutil.rmtree(left, ignore_errors=True)
    with TemporaryDirectory(prefix=PREFIX, dir=base) as folder:
        yield Path(folder)


def is_forgotten(path: Path) -> bool:
    """No backup takes a day: whoever wrote this is gone."""
    return time.time() - path.stat().st_mtime > FORGOTTEN_SECONDS
