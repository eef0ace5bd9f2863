"""`make run`: engines, database, web, worker and beat under one process.

Ctrl-C (or SIGTERM) ends all of it; a child that dies is started again.
"""

import fcntl
import os
import shutil
import signal
import socket
import subprocess
import sys
import time
from http.client import HTTPException
from pathlib import Path
from types import FrameType
from urllib.request import urlopen

from plan_admin.engines import children
from plan_admin.engines.holders import hold, open_lock, release, revive
from plan_admin.env import (
    BASE_DIR,
    HOST,
    JOB_WORKERS,
    PORT,
    VAR_DIR,
    WEB_WORKERS,
    environment_with,
    needs_engines,
)

PYTHON = sys.executable
ADDRESS = f"{HOST}:{PORT}"
PATIENCE_SECONDS = 20.0
START_SECONDS = 180.0


def main() -> None:
    os.chdir(BASE_DIR)
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "plan_admin.settings.dev")
    lock = open_lock("run")
    try:
        fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        sys.exit("It is already running here; stop that one first (Ctrl-C in its window).")
    refuse_taken_port()
    for sign in (signal.SIGTERM, signal.SIGHUP, signal.SIGINT):
        signal.signal(sign, _interrupt)
    running: dict[str, subprocess.Popen[bytes]] = {}
    try:
        if needs_engines():
            hold()
        prepare()
        running.update({name: start(name) for name in COMMANDS})
        wait_for_web(running["web"])
        announce()
        supervise(running)
    except KeyboardInterrupt:
        print("\nStopping …", flush=True)
    finally:
        for sign in (signal.SIGTERM, signal.SIGHUP, signal.SIGINT):
            signal.signal(sign, signal.SIG_IGN)
        for child in running.values():
            if child.poll() is None:
                child.terminate()
        for child in running.values():
            children.stop(child, signal.SIGTERM, PATIENCE_SECONDS)
        release()


def _interrupt(_sign: int, _frame: FrameType | None) -> None:
    raise KeyboardInterrupt


def refuse_taken_port() -> None:
    with socket.socket() as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((HOST, PORT))
        except OSError:
            sys.exit(f"Port {PORT} is taken by another program; choose one: PORT=8001 make run")


def prepare() -> None:
    """Bring the database and the static files up to date; quick where nothing changed."""
    manage("prepare_site")


def manage(*arguments: str) -> None:
    subprocess.run([PYTHON, "manage.py", *arguments], check=True)


COMMANDS: dict[str, list[str]] = {
    "web": [
        *(PYTHON, "-m", "gunicorn", "plan_admin.wsgi:application", "--bind", ADDRESS),
        *("--config", str(BASE_DIR / "gunicorn.conf.py")),
        *(
            "--workers",
            str(WEB_WORKERS),
            "--threads",
            "4",
            "--graceful-timeout",
            "10",
            "--timeout",
            "60",
        ),
        *("--no-control-socket", "--worker-tmp-dir", "/dev/shm"),  # noqa: S108
    ],
    "worker": [
        *(
            PYTHON,
            "-m",
            "celery",
            "--app",
            "plan_admin",
            "worker",
            "--concurrency",
            str(JOB_WORKERS),
        ),
        *("--loglevel", "WARNING", "--without-gossip", "--without-mingle"),
    ],
    "beat": [
        *(PYTHON, "-m", "celery", "--app", "plan_admin", "beat", "--loglevel", "WARNING"),
        "--pidfile=",
    ],
}


def start(name: str) -> subprocess.Popen[bytes]:
    logs = VAR_DIR / "logs"
    logs.mkdir(parents=True, exist_ok=True)
    environment = environment_with(TMPDIR=str(clean_folder(name)))
    with (logs / f"{name}.log").open("ab") as log:
        return children.start(COMMANDS[name], stdout=log, stderr=subprocess.STDOUT, env=environment)


def clean_folder(name: str) -> Path:
    """A process's own folder for temporary files, without what one that was killed left."""
    folder = VAR_DIR / "tmp" / name
    shutil.rmtree(folder, ignore_errors=True)
    folder.mkdir(parents=True)
    return folder


def wait_for_web(
    web: subprocess.Popen[bytes],
    address: str = ADDRESS,
    *,
    patience: float = START_SECONDS,
    one_answer: float = 5,
) -> None:
    """Return when the site answers; a slow machine may take more than one try.

    Raises:
        SystemExit: the server ended, or never answered.
    """
    deadline = time.monotonic() + patience
    while time.monotonic() < deadline:
        try:
            with urlopen(f"http://{address}/suc-khoe/", timeout=one_answer):
                return
        except (OSError, HTTPException):  # refused, too slow, cut off, an error's code
            if web.poll() is not None:
                break
            time.sleep(0.1)
    sys.exit(f"The web server did not start; see {VAR_DIR / 'logs' / 'web.log'}")


def announce() -> None:
    accounts = Path(VAR_DIR / "demo-accounts.txt")
    if accounts.exists():
        print(accounts.read_text(encoding="utf-8"))
    print(f"http://{ADDRESS}/   (Ctrl-C: stop)", flush=True)


def supervise(running: dict[str, subprocess.Popen[bytes]]) -> None:
    while True:
        time.sleep(0.5)
        revive()
        for name, child in running.items():
            if child.poll() is not None:
                print(f"{name} ended ({child.returncode}); starting it again", flush=True)
                time.sleep(1)
                running[name] = start(name)


if __name__ == "__main__":
    main()
