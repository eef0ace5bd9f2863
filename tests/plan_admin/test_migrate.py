"""`migrate` waits for nobody so long that others would wait behind it."""

from collections.abc import Iterator
from contextlib import contextmanager
from threading import Timer

import pytest
from django.core.management import CommandError, call_command
from django.db import connection
from django.db.migrations.recorder import MigrationRecorder

pytestmark = pytest.mark.django_db(transaction=True)


def is_applied(app: str, name: str) -> bool:
    return (app, name) in MigrationRecorder(connection).applied_migrations()


@contextmanager
def held(table: str, *, seconds: float | None = None) -> Iterator[None]:
    """Somebody reads the table in a transaction, for so long."""
    other = connection.copy()
    other.inc_thread_sharing()
    other.set_autocommit(False)
    with other.cursor() as cursor:
        cursor.execute(f"LOCK TABLE {table} IN ACCESS SHARE MODE")
    end = Timer(seconds or 0, other.close)
    if seconds:
        end.start()
    try:
        yield
    finally:
        end.join() if seconds else other.close()


def test_where_a_table_is_held_it_stops_and_goes_on_later():
    call_command("migrate", "trainings", "0002", verbosity=0)
    try:
        with (
            held("trainings_trainingclassevent"),
            pytest.raises(CommandError, match="Một bảng đang bận"),
        ):
            call_command("migrate", verbosity=0)
        assert not is_applied("trainings", "0003_refuse_changes")
    finally:
        call_command("migrate", verbosity=0)
    assert is_applied("trainings", "0003_refuse_changes")
    with connection.cursor() as cursor:
        cursor.execute("SHOW lock_timeout")
        assert cursor.fetchone() == ("0",)


def test_an_index_that_holds_up_nobody_is_waited_for():
    call_command("migrate", "enterprises", "0006", verbosity=0)
    try:
        with held("enterprises_enterprise", seconds=2.5):
            call_command("migrate", verbosity=0)
    finally:
        call_command("migrate", verbosity=0)
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT indisvalid FROM pg_index WHERE indexrelid = 'enterprises_by_size'::regclass"
        )
        assert cursor.fetchone() == (True,)
