"""What is done to the site: kills at random and at named moments, and some bad days."""

import os
import random
import signal
import subprocess
import sys
import time
from collections import Counter
from contextlib import suppress
from pathlib import Path

import redis

from chaos.site import ROOT, Site
from plan_admin.engines import valkey

# Moments of `core.points.reach`, and which process reaches them.
POINTS = (
    "job-committed-before-message",
    "job-claimed",
    "job-handled-before-end",
    "job-ended-before-commit",
    "job-committed-before-acknowledgement",
    "sweep-before-messages",
    "upload-kept-before-row",
    "findings-kept-before-row",
    "rows-copied",
    "rows-written",
    "report-file-before-row",
    "report-files-before-commit",
)
DISK = "256m"
FULL_SECONDS = 8.0
# A target's share of the random kills; "everything" is the supervisor and all it started.
WEIGHTS = {
    "web-child": 6,
    "web": 3,
    "worker-child": 8,
    "worker": 5,
    "beat": 2,
    "broker": 4,
    "database": 4,
    "keeper": 1,
    "everything": 1,
    "point": 14,
}


class Killer:
    """Carries a plan out that depends on its seed alone; the moments depend on the machine."""

    def __init__(self, site: Site, seed: int) -> None:
        self.site = site
        self.chance = random.Random(seed)  # noqa: S311 - a plan, no secret
        # Drawn apart: how many processes there are must not change what comes next.
        self.victims = random.Random(f"{seed}:victims")  # noqa: S311 - a plan, no secret
        self.killed: Counter[str] = Counter()
        self.other: Counter[str] = Counter()
        self.reached: Counter[str] = Counter()
        self.not_run: dict[str, str] = {}
        self.starts: list[float] = []
        self._armed: set[str] = set()
        self._disk: Path | None = None

    @property
    def kills(self) -> int:
        return self.killed.total() + self.reached.total()

    def strike(self) -> None:
        """One kill, or one moment armed whose kill comes when a process reaches it."""
        self.count_reached()
        target = self.chance.choices(list(WEIGHTS), list(WEIGHTS.values()))[0]
        if target == "point":
            (self.site.points / self.chance.choice(POINTS)).touch()
        elif target == "everything":
            self.everything()
        else:
            self.one(target)

    def one(self, target: str) -> None:
        found = sorted(self.site.processes().get(target, []))
        if found and _kill(self.victims.choice(found)):
            self.killed[target] += 1

    def everything(self) -> None:
        """The machine goes off: all at once, then `make run` again."""
        found = self.site.processes()
        pids = [*found.pop("supervisor", []), *found.pop("keeper", [])]
        pids += [pid for rest in found.values() for pid in rest]
        if sum(_kill(pid) for pid in pids):
            self.killed["everything"] += 1
        if self.site.supervisor is not None:
            self.site.supervisor.wait()
        self.starts.append(self.site.start())

    def count_reached(self) -> None:
        """Moments that were armed and are taken have killed."""
        armed = {path.name for path in self.site.points.iterdir()}
        for name in self._armed - armed:
            self.reached[name] += 1
        self._armed = armed

    def disarm(self) -> None:
        self.count_reached()
        for path in self.site.points.iterdir():
            path.unlink(missing_ok=True)
        self._armed = set()

    def revive(self) -> None:
        """`make run` again, should the supervisor be gone."""
        if self.site.supervisor is None or self.site.supervisor.poll() is not None:
            self.starts.append(self.site.start())

    def empty_broker(self) -> None:
        """All messages are lost."""
        with suppress(redis.RedisError), redis.Redis.from_url(valkey.url()) as client:
            client.flushall()
            self.other["broker emptied"] += 1

    def second_beat(self) -> subprocess.Popen[bytes]:
        """A second scheduler beside the first, for the rest of the run."""
        log = (self.site.var / "second-beat.log").open("ab")
        self.other["second beat started"] += 1
        return subprocess.Popen(
            [
                *(sys.executable, "-m", "celery", "--app", "plan_admin", "beat", "--pidfile="),
                *("--schedule", str(self.site.var / "second-beat")),
            ],
            cwd=ROOT,
            env=self.site.environment(),
            stdin=subprocess.DEVNULL,
            stdout=log,
            stderr=log,
        )

    def small_disk(self, folder: Path) -> None:
        """A disk of its own for the files, small enough to be filled."""
        folder.mkdir(parents=True, exist_ok=True)
        reason = _run("mount", "-t", "tmpfs", "-o", f"size={DISK}", "chaos", str(folder))
        if reason is None:
            self._disk = folder
        else:
            self.not_run["disk full"] = reason

    def full_disk(self) -> None:
        """No byte is free for a while."""
        if self._disk is None:
            return
        self.other["disk full"] += 1
        ballast = self._disk / "ballast"
        try:
            with suppress(OSError), ballast.open("wb") as stream:
                while True:
                    stream.write(bytes(1 << 16))
            time.sleep(FULL_SECONDS)
        finally:
            ballast.unlink()

    def give_disk_back(self) -> None:
        if self._disk is not None:
            _run("umount", "-l", str(self._disk))


def _run(*command: str) -> str | None:
    """The reason why it could not be run, or nothing."""
    try:
        done = subprocess.run(command, capture_output=True, text=True, check=False)
    except OSError as error:
        return str(error)
    return None if done.returncode == 0 else done.stderr.strip() or "refused"


def _kill(pid: int) -> bool:
    try:
        os.kill(pid, signal.SIGKILL)
    except OSError:
        return False
    return True
