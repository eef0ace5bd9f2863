"""Locks that say who needs the engines; they vanish with the process, even under kill -9.

- `holders`: shared by everyone who needs the engines; the keeper stops them when it can
  have it alone.
- `keeper`: held by the one process whose children the engines are.
- `start`: a mutex between commands that find no keeper.
"""

import fcntl
import os
import subprocess
import sys
import time
from contextlib import suppress
from pathlib import Path
from typing import Any

from plan_admin.engines import postgres, valkey
from plan_admin.engines.places import find_places, locks_dir

START_PATIENCE_SECONDS = 60
_held: list[int] = []


def settings_from_engines() -> tuple[dict[str, Any], str]:
    """(`DATABASES["default"]`, broker address) of the embedded engines."""
    return postgres.connection_settings(find_places()), valkey.url()


def open_lock(name: str) -> int:
    return os.open(locks_dir() / f"{name}.lock", os.O_RDWR | os.O_CREAT | os.O_CLOEXEC, 0o600)


def try_lock(descriptor: int) -> bool:
    with suppress(BlockingIOError):
        fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
        return True
    return False


def hold() -> None:
    """Have the engines running until this process ends or `release()`s them.

    Raises:
        RuntimeError: they do not start; the message names the log to read.
    """
    if _held:
        return
    start, holders = open_lock("start"), open_lock("holders")
    fcntl.flock(start, fcntl.LOCK_EX)
    try:
        fcntl.flock(holders, fcntl.LOCK_SH)  # waits while a keeper is stopping
        if _is_free("keeper"):
            _spawn_keeper()
        _wait_until_ready()
    finally:
        os.close(start)
    _held.append(holders)


def release() -> None:
    """Give the engines up and wait until they have stopped, if nobody else needs them."""
    while _held:
        os.close(_held.pop())
    holders = open_lock("holders")
    for _ in range(300):
        if _is_free("keeper") or not try_lock(holders):
            break
        fcntl.flock(holders, fcntl.LOCK_UN)
        time.sleep(0.1)
    os.close(holders)


def _is_free(name: str) -> bool:
    descriptor = open_lock(name)
    try:
        return try_lock(descriptor)
    finally:
        os.close(descriptor)


def log_file() -> Path:
    return locks_dir() / "engines.log"


def _spawn_keeper() -> None:
    with log_file().open("ab") as log:
        subprocess.Popen(
            [sys.executable, "-m", "plan_admin.engines.keeper"],
            stdin=subprocess.DEVNULL,
            stdout=log,
            stderr=log,
            start_new_session=True,
            cwd=Path(__file__).resolve().parents[2],
        )


def _wait_until_ready() -> None:
    places = find_places()
    deadline = time.monotonic() + START_PATIENCE_SECONDS
    while time.monotonic() < deadline:
        if postgres.is_ready(places) and valkey.is_ready():
            return
        time.sleep(0.05)
    msg = f"The embedded engines did not start within a minute; see {log_file()}"
    raise RuntimeError(msg)
