"""The embedded engines live exactly as long as somebody needs them, whatever is killed."""

import os
import shutil
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import psycopg
import pytest
import redis

from plan_admin.engines import children
from plan_admin.env import BASE_DIR

HOLD = """
import sys
from plan_admin.engines import hold, settings_from_engines
from plan_admin.engines.places import find_places
hold()
database, broker = settings_from_engines()
print(database["HOST"], broker, find_places().postgres_data, flush=True)
sys.stdin.readline()
"""


class Holder:
    """A process that needs the engines until it is told to `end`."""

    def __init__(self, var: Path) -> None:
        clean = {k: v for k, v in os.environ.items() if k not in {"DATABASE_URL", "REDIS_URL"}}
        self.process = subprocess.Popen(
            [sys.executable, "-c", HOLD],
            cwd=BASE_DIR,
            env=clean | {"PLAN_VAR": str(var)},
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            text=True,
        )

    def wait_until_up(self) -> "Holder":
        assert self.process.stdout
        self.sockets, self.broker, self.data = self.process.stdout.readline().split()
        return self

    def sql(self, statement: str) -> list[tuple]:
        where = {"host": self.sockets, "user": "plan_admin", "dbname": "plan_admin"}
        with psycopg.connect(**where, autocommit=True) as connection:
            cursor = connection.execute(statement)
            return cursor.fetchall() if cursor.description else []

    def is_up(self) -> bool:
        try:
            return self.sql("SELECT 1") == [(1,)]
        except psycopg.OperationalError:
            return False

    def postmaster(self) -> int:
        return int((Path(self.data) / "postmaster.pid").read_text().split()[0])

    def end(self) -> None:
        if self.process.poll() is None:
            self.process.communicate("\n", timeout=40)

    def kill(self) -> None:
        self.process.kill()
        self.process.communicate()


@pytest.fixture
def hold(tmp_path: Path) -> Iterator[Callable[[], Holder]]:
    started: list[Holder] = []

    def start() -> Holder:
        started.append(
            Holder(tmp_path / "a folder whose name is long, so that no socket fits" / "v")
        )
        return started[-1]

    yield start
    for holder in started:
        holder.end()
        if os.geteuid() == 0:  # for root, the cluster lies outside a closed folder such as this
            shutil.rmtree(Path(holder.data).parent, ignore_errors=True)


def eventually(condition: Callable[[], bool], seconds: float = 20) -> bool:
    deadline = time.monotonic() + seconds
    while time.monotonic() < deadline:
        if condition():
            return True
        time.sleep(0.05)
    return False


def test_engines_stop_with_the_last_of_two_holders_that_start_at_once(hold) -> None:
    first, second = hold(), hold()
    first.wait_until_up()
    second.wait_until_up()

    first.end()
    assert second.is_up()

    second.end()
    assert not second.is_up()


def test_engines_stop_when_their_holder_is_killed(hold) -> None:
    holder = hold().wait_until_up()

    holder.kill()

    assert eventually(lambda: not holder.is_up())


def test_committed_rows_and_queued_messages_survive_the_kill_of_everything(hold) -> None:
    holder = hold().wait_until_up()
    holder.sql("CREATE TABLE kept AS SELECT 7 AS row")
    with redis.Redis.from_url(holder.broker) as broker:
        broker.lpush("queue", "message")
        time.sleep(1.1)  # the append-only file is synced every second
        server = broker.info()["process_id"]
    keeper = int(Path(f"/proc/{holder.postmaster()}/stat").read_text().split()[3])
    for pid in (keeper, holder.postmaster(), server):
        os.kill(pid, signal.SIGKILL)
    holder.kill()

    again = hold().wait_until_up()

    assert again.sql("SELECT row FROM kept") == [(7,)]
    with redis.Redis.from_url(again.broker) as broker:
        assert broker.lrange("queue", 0, -1) == [b"message"]


def test_a_killed_server_comes_back_while_it_is_held(hold) -> None:
    holder = hold().wait_until_up()
    before = holder.postmaster()

    os.kill(before, signal.SIGKILL)

    assert eventually(lambda: holder.is_up() and holder.postmaster() != before)


def test_a_pid_file_that_names_a_strangers_process_is_no_obstacle(tmp_path: Path) -> None:
    pid_file = tmp_path / "postmaster.pid"
    pid_file.write_text(f"{os.getpid()}\n")

    children.end_leftover(pid_file, tmp_path / "data", signal.SIGKILL, patience_seconds=0)

    assert not pid_file.exists()


def test_an_empty_pid_file_is_no_obstacle(tmp_path: Path) -> None:
    pid_file = tmp_path / "postmaster.pid"
    pid_file.touch()

    children.end_leftover(pid_file, tmp_path / "data", signal.SIGKILL, patience_seconds=0)

    assert not pid_file.exists()
