"""Locks that say who needs the engines; they vanish with the process, even under kill -9.

- `holders`: shared by everyone who needs the engines; the keeper stops them when it can
  have it alone.
- `keeper`: held by the one process whose children the engines are.
- `start`: a mutex between commands that find no keeper.
"""

import atexit
import fcntl
import os
import subprocess
import sys
import time
from contextlib import suppress
from pathlib import Path
from typing import Any

from plan_admin.engines import postgres, valkey
from plan_admin.engines.places import find_places, locks_dir, socket_dir

START_PATIENCE_SECONDS = 60
STOP_PATIENCE_SECONDS = 30
_held: list[int] = []


def settings_from_engines() -> tuple[dict[str, Any], str]:
    """(`DATABASES["default"]`, broker address) of the embedded engines."""
    return postgres.connection_settings(socket_dir()), valkey.url()


def open_lock(name: str) -> int:
    return os.open(locks_dir() / f"{name}.lock", os.O_RDWR | os.O_CREAT | os.O_CLOEXEC, 0o600)


def try_lock(descriptor: int, kind: int = fcntl.LOCK_EX) -> bool:
    with suppress(BlockingIOError):
        fcntl.flock(descriptor, kind | fcntl.LOCK_NB)
        return True
    return False


def hold() -> None:
    """Have the engines running until this process ends or `release()`s them.

    Raises:
        RuntimeError: they do not start; the message ends with the log's last lines.
    """
    if _held:
        return
    start, holders = open_lock("start"), open_lock("holders")
    fcntl.flock(start, fcntl.LOCK_EX)
    try:
        fcntl.flock(holders, fcntl.LOCK_SH)  # waits while a keeper is stopping
        _start_until_ready()
    except BaseException:
        os.close(holders)
        raise
    finally:
        os.close(start)
    _held.append(holders)
    atexit.register(release)


def revive() -> None:
    """Start the engines again if their keeper was killed; for holders that live long."""
    if _held and _is_free("keeper"):
        start = open_lock("start")
        fcntl.flock(start, fcntl.LOCK_EX)
        try:
            _start_until_ready()
        finally:
            os.close(start)


def release() -> None:
    """Give the engines up and wait until they have stopped, if nobody else needs them."""
    if not _held:
        return
    while _held:
        os.close(_held.pop())
    holders = open_lock("holders")
    deadline = time.monotonic() + STOP_PATIENCE_SECONDS
    while time.monotonic() < deadline and not _is_free("keeper"):
        # Nobody holds them: the keeper is about to see it. Only the keeper holds this lock
        # alone: it is stopping them. Anything else is another holder, who takes over.
        if not try_lock(holders) and try_lock(holders, fcntl.LOCK_SH):
            break
        fcntl.flock(holders, fcntl.LOCK_UN)
        time.sleep(0.05)
    os.close(holders)


def _is_free(name: str) -> bool:
    descriptor = open_lock(name)
    try:
        return try_lock(descriptor)
    finally:
        os.close(descriptor)


def log_file() -> Path:
    return locks_dir() / "engines.log"


def _spawn_keeper() -> "subprocess.Popen[bytes]":
    with log_file().open("ab") as log:
        return subprocess.Popen(
            [sys.executable, "-m", "plan_admin.engines.keeper"],
            stdin=subprocess.DEVNULL,
            stdout=log,
            stderr=log,
            start_new_session=True,
            cwd=Path(__file__).resolve().parents[2],
        )


def _start_until_ready() -> None:
    """Called under the `start` lock and with the engines held."""
    keeper = _spawn_keeper() if _is_free("keeper") else None
    places = find_places()
    deadline = time.monotonic() + START_PATIENCE_SECONDS
    while time.monotonic() < deadline:
        if postgres.is_ready(places) and valkey.is_ready():
            if keeper is not None:
                keeper.returncode = 0  # it may outlive this process: nobody waits for it
            return
        if _is_free("keeper"):  # it was killed, cannot start them, or is not that far yet
            if keeper is None:
                keeper = _spawn_keeper()
            elif keeper.poll() is not None:
                break
        time.sleep(0.05)
    last = log_file().read_text(errors="replace").splitlines()[-5:]
    msg = "\n".join([f"The embedded engines did not start; {log_file()} ends with:", *last])
    raise RuntimeError(msg)
