"""Child processes that never outlive their parent."""

import ctypes
import os
import signal
import subprocess
import time
from collections.abc import Sequence
from contextlib import suppress
from pathlib import Path
from typing import Any

_PR_SET_PDEATHSIG = 1
_libc = ctypes.CDLL(None)

Process = subprocess.Popen[bytes]


def end_with_parent(sign: int = signal.SIGTERM) -> None:
    """Ask the kernel for `sign` when this process's parent dies (Linux)."""
    _libc.prctl(_PR_SET_PDEATHSIG, sign)


def start(
    command: Sequence[str], *, when_parent_dies: int = signal.SIGTERM, **options: Any
) -> subprocess.Popen[bytes]:
    """Start a child in a process group of its own, so that Ctrl-C reaches only its parent."""
    return subprocess.Popen(
        command,
        stdin=subprocess.DEVNULL,
        process_group=0,
        preexec_fn=lambda: end_with_parent(when_parent_dies),  # noqa: PLW1509 - single thread
        **options,
    )


def end_leftover(pid_file: Path, mark: Path, sign: int, patience_seconds: float) -> None:
    """See that what an earlier, killed keeper had started is gone, and its pid file with it.

    `mark` is a path on the command line of our own engine: another process may have got the
    pid. `sign` asks, and after `patience_seconds` the process is killed.
    """
    try:
        pid = int(pid_file.read_text().split()[0])
    except (FileNotFoundError, IndexError, ValueError):
        pid = 0
    deadline = time.monotonic() + patience_seconds
    while pid and _runs(pid, mark):
        with suppress(ProcessLookupError):
            os.kill(pid, sign if time.monotonic() < deadline else signal.SIGKILL)
        time.sleep(0.1)
    pid_file.unlink(missing_ok=True)


def _runs(pid: int, mark: Path) -> bool:
    try:
        words = Path(f"/proc/{pid}/cmdline").read_bytes().split(b"\0")
    except OSError:
        return False
    return os.fsencode(mark) in words  # a process that has ended has no words


def stop(child: subprocess.Popen[bytes], sign: int, patience_seconds: float) -> None:
    """Ask with `sign`, then insist."""
    if child.poll() is None:
        child.send_signal(sign)
    try:
        child.wait(patience_seconds)
    except subprocess.TimeoutExpired:
        child.kill()
        child.wait()
