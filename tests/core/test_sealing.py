# ruff: noqa: S608 - statements a tamperer would write
"""Whoever switches the triggers off and changes the trail is found, line by line (R7)."""

from collections.abc import Callable
from datetime import timedelta
from io import StringIO

import pytest
from django.core.management import CommandError, call_command
from django.db import ProgrammingError, connection, transaction
from django.utils import timezone

from core import sealing
from core.models import TrailSeal
from core.sealing import seal_trail, trail_tables, verify_trail
from enterprises.models import Enterprise
from tests.workbooks import tax_code

pytestmark = pytest.mark.django_db
Event = Enterprise.pgh_event_model
TABLE = Event._meta.db_table


def behind_the_triggers(statement: str) -> None:
    """As a superuser can: triggers rest for a session that replays another one's changes."""
    with connection.cursor() as cursor:
        cursor.execute("SET LOCAL session_replication_role = replica")
        cursor.execute(statement)
        cursor.execute("SET LOCAL session_replication_role = origin")


@pytest.fixture
def lines(monkeypatch) -> list[int]:
    """Seven sealed lines in stretches of three; an eighth is too young."""
    monkeypatch.setattr(sealing, "LINES", 3)
    monkeypatch.setattr(sealing, "trail_tables", lambda: [Event])
    for number in range(1, 8):
        Enterprise.objects.create(tax_code=tax_code(number), name=f"Công ty {number}")
    long_ago = timezone.now() - timedelta(hours=2)
    behind_the_triggers(f"UPDATE {TABLE} SET pgh_created_at = '{long_ago.isoformat()}'")
    Enterprise.objects.create(tax_code=tax_code(8), name="Công ty 8")
    assert seal_trail() == 7
    assert seal_trail() == 0
    return list(Event.objects.order_by("pgh_id").values_list("pgh_id", flat=True))


def test_a_trail_as_it_was_is_found_so(lines):
    found = verify_trail()
    assert (found.lines, found.broken) == (7, [])
    assert [(s.first_line, s.last_line) for s in TrailSeal.objects.all()] == [
        (lines[0], lines[2]),
        (lines[3], lines[5]),
        (lines[6], lines[6]),
    ]
    with connection.cursor() as cursor:
        cursor.execute("SET LOCAL TimeZone = 'Asia/Ho_Chi_Minh'")
    assert verify_trail().head == found.head
    said = StringIO()
    call_command("verify_audit", stdout=said)
    assert "7 dòng lịch sử đúng như lúc niêm phong" in said.getvalue()
    assert found.head in said.getvalue()


TAMPERING: list[tuple[Callable[[list[int]], str], int, str]] = [
    (lambda n: f"UPDATE {TABLE} SET name = 'x' WHERE pgh_id = {n[4]}", 4, "đã bị sửa"),
    (lambda n: f"UPDATE {TABLE} SET pgh_label = 'y' WHERE pgh_id IN ({n[1]},{n[6]})", 1, "bị sửa"),
    (lambda n: f"DELETE FROM {TABLE} WHERE pgh_id = {n[3]}", 4, "thiếu dòng ngay trước"),
    (lambda n: f"DELETE FROM {TABLE} WHERE pgh_id = {n[6]}", 6, "thiếu dòng ở cuối"),
]


@pytest.mark.parametrize(("statement", "place", "words"), TAMPERING)
def test_the_first_changed_line_is_named(lines, statement, place, words):
    behind_the_triggers(statement(lines))
    (broken,) = verify_trail().broken
    assert (broken.table, broken.line) == (TABLE, lines[place])
    assert words in broken.why
    with pytest.raises(CommandError, match=f"{TABLE}, dòng {lines[place]}: "):
        call_command("verify_audit")


def test_a_line_put_between_is_named(lines):
    columns = ", ".join(f.column for f in Event._meta.concrete_fields if f.column != "pgh_id")
    behind_the_triggers(f"DELETE FROM {TABLE} WHERE pgh_id = {lines[7]}")
    behind_the_triggers(
        f"INSERT INTO {TABLE} (pgh_id, {columns}) OVERRIDING SYSTEM VALUE"
        f" SELECT {lines[0] - 1}, {columns} FROM {TABLE} WHERE pgh_id = {lines[1]}"
    )
    (broken,) = verify_trail().broken
    assert (broken.line, broken.why) == (lines[0] - 1, "đã bị sửa hoặc thêm vào")


@pytest.mark.parametrize(
    "statement",
    [
        "UPDATE core_trailseal SET hashes = '\\x00' WHERE first_line = {0}",
        "DELETE FROM core_trailseal WHERE first_line = {0}",
    ],
)
def test_a_changed_or_missing_seal_is_named(lines, statement):
    with pytest.raises(ProgrammingError), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(statement.format(lines[0]))
    head = verify_trail().head
    behind_the_triggers(statement.format(lines[0]))
    found = verify_trail()
    (broken,) = found.broken
    assert "niêm phong này đã bị sửa hoặc bị bỏ bớt" in broken.why
    assert found.head != head


def test_a_column_that_a_release_took_away_is_not_compared(lines, monkeypatch):
    present = {f.column for f in Event._meta.concrete_fields} - {"name"}
    assert [broken for broken, _n, _digest in sealing._look(TABLE, present)] == [None] * 3


def test_every_table_of_the_trail_is_sealed():
    names = {model._meta.db_table for model in trail_tables()}
    assert {TABLE, "support_supportevent", "agencies_userevent"} <= names
    with connection.cursor() as cursor:
        cursor.execute("SELECT tablename FROM pg_tables WHERE tablename LIKE '%event'")
        assert {name for (name,) in cursor.fetchall()} == names
