"""The site under attack: `make run` in a folder of its own, and its processes by name."""

import os
import signal
import socket
import subprocess
import sys
import time
from contextlib import suppress
from dataclasses import dataclass, field
from pathlib import Path
from urllib.request import urlopen

from plan_admin.engines.places import find_places

ROOT = Path(__file__).resolve().parent.parent
START_SECONDS = 300.0


def free_port() -> int:
    with socket.create_server(("127.0.0.1", 0)) as server:
        return int(server.getsockname()[1])


@dataclass
class Site:
    """One supervisor with all it starts, under `var`."""

    var: Path
    port: int = field(default_factory=free_port)
    supervisor: subprocess.Popen[bytes] | None = None

    @property
    def base(self) -> str:
        return f"http://127.0.0.1:{self.port}"

    @property
    def points(self) -> Path:
        return self.var / "points"

    def environment(self) -> dict[str, str]:
        rest = {k: v for k, v in os.environ.items() if k not in {"DATABASE_URL", "REDIS_URL"}}
        return rest | {
            "PLAN_VAR": str(self.var),
            "PORT": str(self.port),
            "FAULT_POINTS": str(self.points),
            "DJANGO_SETTINGS_MODULE": "plan_admin.settings.dev",
        }

    def start(self) -> float:
        """Start and wait until it answers.

        Returns:
            Seconds until the first answer.
        """
        self.points.mkdir(parents=True, exist_ok=True)
        began = time.monotonic()
        with (self.var / "supervisor.log").open("ab") as log:
            self.supervisor = subprocess.Popen(
                [sys.executable, "-m", "plan_admin.supervisor"],
                cwd=ROOT,
                env=self.environment(),
                stdin=subprocess.DEVNULL,
                stdout=log,
                stderr=subprocess.STDOUT,
                process_group=0,
            )
        while not self.answers():
            if self.supervisor.poll() is not None or time.monotonic() - began > START_SECONDS:
                sys.exit(f"The site did not start; see {self.var / 'supervisor.log'}")
            time.sleep(0.1)
        return time.monotonic() - began

    def answers(self) -> bool:
        with suppress(OSError), urlopen(f"{self.base}/suc-khoe/", timeout=5):
            return True
        return False

    def stop(self) -> None:
        if self.supervisor is not None and self.supervisor.poll() is None:
            self.supervisor.send_signal(signal.SIGINT)
            self.supervisor.wait(90)

    def processes(self) -> dict[str, list[int]]:
        """Process numbers by what they are."""
        found: dict[str, list[int]] = {}
        for pid, parent, words in _running(self.var):
            found.setdefault(_kind_of(words, parent == self._supervisor_pid()), []).append(pid)
        database = self._pid_of_database()
        if database:
            found["database"] = [database]
        return found

    def _supervisor_pid(self) -> int:
        return self.supervisor.pid if self.supervisor else 0

    def _pid_of_database(self) -> int:
        with suppress(OSError, ValueError, IndexError):
            text = (find_places().postgres_data / "postmaster.pid").read_text()
            pid = int(text.split()[0])
            if b"postgres" in Path(f"/proc/{pid}/cmdline").read_bytes():
                return pid
        return 0


def _running(var: Path) -> list[tuple[int, int, list[str]]]:
    """(process, parent, command line) of every process that was started for `var`."""
    mark, found = f"PLAN_VAR={var}\0".encode(), []
    for folder in Path("/proc").iterdir():
        if not folder.name.isdigit() or int(folder.name) == os.getpid():
            continue
        with suppress(OSError, ValueError, IndexError):
            if mark not in (folder / "environ").read_bytes():
                continue
            words = (folder / "cmdline").read_bytes().decode(errors="replace").split("\0")
            status = (folder / "stat").read_text().rpartition(")")[2].split()
            if words[0] and status[0] != "Z":
                found.append((int(folder.name), int(status[1]), words))
    return found


# Words of a command line, first match wins; (its first process, its children).
KINDS = (
    ("plan_admin.supervisor", "supervisor", "supervisor"),
    ("plan_admin.engines.keeper", "keeper", "keeper"),
    ("gunicorn", "web", "web-child"),
    (" beat ", "beat", "beat"),
    ("celery", "worker", "worker-child"),
    ("valkey", "broker", "broker"),
)


def _kind_of(words: list[str], is_first: bool) -> str:
    line = " ".join(words)
    for mark, first, child in KINDS:
        if mark in line:
            return first if is_first else child
    return "other"
