"""A mark knows every change of its tables and no other, also what was not committed yet."""

from dataclasses import replace

import pytest
from django.db import connection

from agencies.actions import rebuild_lineage
from agencies.models import UnitLineage, UnitSuccession
from core.marks import look_at
from enterprises.models import Enterprise
from programs.models import Plan, Task
from tests import records

CHANGE = "UPDATE programs_task SET short_name = short_name || '.'"


@pytest.mark.django_db
def test_each_change_of_its_own_tables_alone_makes_it_old():
    mark = look_at([Enterprise]).mark
    assert list(mark.lines) == ["enterprises_enterpriseevent"]
    Task.objects.update(short_name="Việc khác")
    assert look_at([Task, Enterprise]).confirms(mark)
    firm = records.enterprise()
    assert not look_at([Task, Enterprise]).confirms(mark)
    mark = look_at([Enterprise]).mark
    with connection.cursor() as cursor:
        cursor.execute("UPDATE enterprises_enterprise SET name = 'Khác' WHERE id = %s", [firm.pk])
    assert not look_at([Enterprise]).confirms(mark)
    assert look_at([Enterprise]).confirms(look_at([Enterprise]).mark)


@pytest.mark.django_db
def test_a_part_of_a_look_tells_of_its_own_tables_alone():
    look = look_at([Task, Enterprise])
    assert look.of([Task]) == look_at([Task]).mark
    assert list(look.of([Task]).lines) == ["programs_taskevent"]


@pytest.mark.django_db
def test_a_table_without_a_trail_is_told_by_its_rows():
    """The lineage is written anew as a whole."""
    mark = look_at([UnitLineage]).mark
    assert list(mark.lines) == ["agencies_unitlineage"]
    UnitSuccession.objects.all().delete()
    assert rebuild_lineage()
    assert not look_at([UnitLineage]).confirms(mark)


def number_of(cursor) -> str:
    cursor.execute("SELECT pg_current_xact_id()::text")
    return cursor.fetchone()[0]


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize(("end", "is_true"), [("COMMIT", False), ("ROLLBACK", True)])
def test_what_was_being_written_counts_once_it_is_there(end, is_true):
    other = connection.copy()
    try:
        with other.cursor() as cursor:
            cursor.execute("BEGIN")
            cursor.execute(CHANGE)
            mark = look_at([Task]).mark
            assert mark.running == [number_of(cursor)]
            assert look_at([Task], mark.running).confirms(mark)
            cursor.execute(end)
        assert look_at([Task], mark.running).confirms(mark) is is_true
    finally:
        other.close()


@pytest.mark.django_db(transaction=True)
def test_who_writes_elsewhere_does_not_matter():
    other = connection.copy()
    try:
        with other.cursor() as cursor:
            cursor.execute("BEGIN")
            cursor.execute("UPDATE programs_plan SET title = title || '.'")
            cursor.execute("SELECT count(*) FROM programs_taskevent")
            mark = look_at([Task]).mark
            assert mark.running == []
            assert len(look_at([Plan]).mark.running) == 1
            cursor.execute("COMMIT")
        assert look_at([Task], mark.running).confirms(mark)
    finally:
        other.close()


@pytest.mark.django_db(transaction=True)
def test_a_lower_line_of_a_younger_transaction_is_not_missed():
    """It writes first and ends last; no snapshot lists it, and the last line stays the same."""
    older, younger = connection.copy(), connection.copy()
    try:
        with older.cursor() as first, younger.cursor() as second:
            first.execute("BEGIN")
            assert int(number_of(first)) > 0
            second.execute("BEGIN")
            second.execute(f"{CHANGE} WHERE number = 1")
            first.execute(f"{CHANGE} WHERE number = 2")
            first.execute("COMMIT")
            mark = look_at([Task]).mark
            second.execute("COMMIT")
        assert not look_at([Task], mark.running).confirms(mark)
    finally:
        older.close()
        younger.close()


@pytest.mark.django_db
def test_the_same_number_in_a_restored_database_is_another_line():
    records.enterprise()
    mark = look_at([Enterprise]).mark
    ((table, line),) = mark.lines.items()
    number, _space, time = line.partition(" ")
    assert int(number) > 0
    assert time > "2026"
    of_another_life = replace(mark, lines={table: f"{number} 2020-01-01 00:00:00+00"})
    assert not look_at([Enterprise]).confirms(of_another_life)


@pytest.mark.django_db
def test_a_mark_of_a_database_that_had_come_further_is_old():
    mark = look_at([Enterprise]).mark
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_snapshot_xmax(pg_current_snapshot())::text::bigint + 1000")
        (ahead,) = cursor.fetchone()
    mark = replace(mark, running=[str(ahead)])
    assert not look_at([Enterprise], mark.running).confirms(mark)
