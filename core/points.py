"""Named moments between two steps, at which `make chaos` ends a process.

Where `FAULT_POINTS` names a folder, a process that reaches a moment whose name a file
there bears takes the file away and dies at once, as under kill -9. Otherwise nothing
happens; production settings never name a folder.
"""

import os
import signal

from django.conf import settings


def reach(name: str) -> None:
    """Say that the moment `name` is here."""
    if settings.FAULT_POINTS is None:
        return
    try:
        (settings.FAULT_POINTS / name).unlink()
    except FileNotFoundError:
        return
    os.kill(os.getpid(), signal.SIGKILL)
