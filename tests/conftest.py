"""Fixtures for every test: the reference data and the plan are always there."""

import os
import signal
import subprocess
import sys
from collections.abc import Iterator
from urllib.parse import quote

import pytest
import redis
from django.conf import settings
from django.core.management import call_command
from django.db import connection
from django.test import TransactionTestCase

from core.remembered import forget
from plan_admin.engines import children
from plan_admin.env import BASE_DIR


@pytest.fixture(scope="session")
def django_db_setup(django_db_setup, django_db_blocker) -> None:
    """Load units, catalogue, thresholds and the plan once per worker."""
    with django_db_blocker.unblock():
        load_everything()
        number_records_from_a_million()


def number_records_from_a_million() -> None:
    """As in a province after years: an address that groups its thousands finds nothing."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT setval(format('%I.%I', schemaname, sequencename)::regclass, 1000000)"
            " FROM pg_sequences WHERE coalesce(last_value, 0) < 1000000"
            " AND data_type <> 'smallint'::regtype"
        )


def load_everything() -> None:
    call_command("load_reference", verbosity=0)
    for plan in settings.PLAN_FIXTURES:
        call_command("loaddata", plan, verbosity=0)


@pytest.fixture(scope="session", autouse=True)
def _flush_past_the_append_only_triggers() -> Iterator[None]:
    """Only a test database may forget its history: the flush after a transaction test.

    Triggers rest for a session that replays another one's changes; only a superuser may say so.
    """
    flush = TransactionTestCase._fixture_teardown

    def flush_and_reload(self: TransactionTestCase) -> None:
        with connection.cursor() as cursor:
            cursor.execute("SET session_replication_role = replica")
            flush(self)
            cursor.execute("SET session_replication_role = origin")
        load_everything()

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(TransactionTestCase, "_fixture_teardown", flush_and_reload)
        yield


@pytest.fixture(autouse=True)
def _begin_with_nothing_remembered() -> None:
    """Each test is a process that has just begun."""
    forget()


@pytest.fixture(scope="session", autouse=True)
def _leave_no_keys_in_the_broker() -> Iterator[None]:
    """The server may be shared; this run's keys all have its own prefix."""
    yield
    with redis.Redis.from_url(settings.REDIS_URL) as server:
        for key in server.scan_iter(f"{settings.BROKER_KEY_PREFIX}*"):
            server.delete(key)


class WorkerProcess:
    """A real Celery worker on the test's database and broker; `kill` is kill -9."""

    def __init__(self) -> None:
        self.environment = os.environ | {
            "DJANGO_SETTINGS_MODULE": "plan_admin.settings.test",
            "BROKER_KEY_PREFIX": settings.BROKER_KEY_PREFIX,
            "DATABASE_URL": database_url(),
            "REDIS_URL": settings.REDIS_URL,
        }
        self.start()

    def start(self) -> None:
        self.process = children.start(
            [
                *(sys.executable, "-m", "celery", "--app", "plan_admin", "worker"),
                *("--concurrency", "1", "--loglevel", "ERROR"),
                *("--without-gossip", "--without-mingle", "--without-heartbeat"),
            ],
            cwd=BASE_DIR,
            env=self.environment,
            stdout=subprocess.DEVNULL,
        )

    def kill(self) -> None:
        self.process.kill()
        self.process.wait()

    def stop(self) -> None:
        children.stop(self.process, signal.SIGQUIT, 10)  # Celery's cold shutdown


def database_url() -> str:
    """Address of this test process's own database, in a form for another process."""
    it = connection.settings_dict
    user = ":".join(quote(str(part), safe="") for part in (it["USER"], it["PASSWORD"]) if part)
    if str(it["HOST"]).startswith("/"):
        return f"postgresql://{user}@/{it['HOST']}/{it['NAME']}"
    return f"postgresql://{user}@{it['HOST']}:{it['PORT'] or 5432}/{it['NAME']}"


@pytest.fixture
def celery_worker(transactional_db: None) -> Iterator[WorkerProcess]:
    """A worker process that sees what the test commits."""
    worker = WorkerProcess()
    yield worker
    worker.stop()
