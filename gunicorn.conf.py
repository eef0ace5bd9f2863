"""What gunicorn is told beside its command line: its workers count requests together."""

import shutil
from pathlib import Path
from typing import Any

from plan_admin.env import VAR_DIR

METRICS = VAR_DIR / "metrics"
raw_env = [f"PROMETHEUS_MULTIPROC_DIR={METRICS}"]


def on_starting(_server: Any) -> None:
    """A new server counts from zero, as Prometheus expects of a counter."""
    shutil.rmtree(METRICS, ignore_errors=True)
    Path(METRICS).mkdir(parents=True)


def child_exit(_server: Any, worker: Any) -> None:
    # Imported when the variable above is set: the library asks for it as it is imported.
    from prometheus_client import multiprocess  # noqa: PLC0415

    multiprocess.mark_process_dead(worker.pid, path=METRICS)
