"""Child processes that never outlive their parent."""

import ctypes
import signal
import subprocess
from collections.abc import Sequence
from typing import Any

_PR_SET_PDEATHSIG = 1
_libc = ctypes.CDLL(None)


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


def stop(child: subprocess.Popen[bytes], sign: int, patience_seconds: float) -> None:
    """Ask with `sign`, then insist."""
    if child.poll() is None:
        child.send_signal(sign)
    try:
        child.wait(patience_seconds)
    except subprocess.TimeoutExpired:
        child.kill()
        child.wait()
