"""Web servers of both sides and of the limit, all started alike; and who asks them."""

import http.client
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from plan_admin.engines import children
from plan_admin.env import BASE_DIR, VAR_DIR

WORKERS, THREADS = 2, 4  # as `make run`
START_SECONDS, ANSWER_SECONDS = 60.0, 300.0


class WrongAnswer(Exception):
    """A page that is measured did not come."""


@dataclass
class Server:
    """One web server with the cookie of who is logged in there."""

    port: int
    cookie: str = ""

    def get(self, path: str, **headers: str) -> http.client.HTTPResponse:
        """The whole answer.

        Raises:
            WrongAnswer: it is not a page.
        """
        connection = http.client.HTTPConnection("127.0.0.1", self.port, timeout=ANSWER_SECONDS)
        try:
            connection.request("GET", path, headers={"Cookie": self.cookie, **headers})
            answer = connection.getresponse()
            answer.read()
        finally:
            connection.close()
        if answer.status != http.client.OK:
            raise WrongAnswer(f"{answer.status} {path}")
        return answer

    def seconds(self, path: str) -> float:
        began = time.perf_counter()
        self.get(path)
        return time.perf_counter() - began

    def queries(self, path: str) -> int:
        return int(self.get(path, **{"X-Bench": "1"}).headers["X-Queries"])


@contextmanager
def serving(
    application: str,
    environment: dict[str, str],
    *,
    python: str = sys.executable,
    cwd: Path = BASE_DIR,
    cookie: str = "",
) -> Iterator[Server]:
    with socket.create_server(("127.0.0.1", 0)) as free:
        port = int(free.getsockname()[1])
    with (VAR_DIR / "servers.log").open("ab") as log:
        process = children.start(
            [
                *(python, "-m", "gunicorn", application, "--bind", f"127.0.0.1:{port}"),
                *("--workers", str(WORKERS), "--threads", str(THREADS), "--timeout", "300"),
                *("--no-control-socket", "--worker-tmp-dir", "/dev/shm"),  # noqa: S108
            ],
            cwd=cwd,
            env=environment,
            stdout=log,
            stderr=subprocess.STDOUT,
        )
    try:
        _wait(process, port)
        yield Server(port, cookie)
    finally:
        process.terminate()
        process.wait(30)


def _wait(process: "subprocess.Popen[bytes]", port: int) -> None:
    deadline = time.monotonic() + START_SECONDS
    while time.monotonic() < deadline and process.poll() is None:
        try:
            with socket.create_connection(("127.0.0.1", port), timeout=1):
                return
        except OSError:
            time.sleep(0.1)
    sys.exit(f"A server did not start; see {VAR_DIR / 'servers.log'}")
