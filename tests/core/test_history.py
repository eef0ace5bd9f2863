import pghistory
import pytest
from django.db import ProgrammingError, connection, transaction

from enterprises.models import Enterprise

Event = Enterprise.pgh_event_models["insert"]


def test_every_way_of_writing_leaves_a_line_with_its_context(db):
    with pghistory.context(user=7):
        one = Enterprise.objects.create(tax_code="0100233488", name="A")
        Enterprise.objects.bulk_create([Enterprise(tax_code="0314409058", name="B")])
        Enterprise.objects.filter(pk=one.pk).update(name="A mới")
        with connection.cursor() as cursor:
            cursor.execute("UPDATE enterprises_enterprise SET address = 'Ấp 1' WHERE name = 'B'")
        one.refresh_from_db()
        one.delete()
    lines = list(Event.objects.order_by("pgh_id").values_list("pgh_label", "name", "address"))
    assert lines == [
        ("insert", "A", ""),
        ("insert", "B", ""),
        ("update", "A mới", ""),
        ("update", "B", "Ấp 1"),
        ("delete", "A mới", ""),
    ]
    assert {line.pgh_context["user"] for line in Event.objects.all()} == {7}


@pytest.mark.parametrize("statement", ["UPDATE {} SET name = 'x'", "DELETE FROM {}", "TRUNCATE {}"])
def test_history_cannot_be_rewritten(db, statement):
    Enterprise.objects.create(tax_code="0100233488", name="A")
    with pytest.raises(ProgrammingError), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(statement.format(Event._meta.db_table))
    assert Event.objects.get().name == "A"


@pytest.mark.parametrize("statement", ["UPDATE {} SET {}", "DELETE FROM {}", "TRUNCATE {}"])
@pytest.mark.parametrize(
    ("table", "change"),
    [(Event._meta.db_table, "name = 'x'"), ("core_statechange", "reason = 'x'")],
)
def test_no_setting_of_a_session_opens_the_history(db, statement, table, change):
    """`pgtrigger.ignore` is a setting that every session may set."""
    Enterprise.objects.create(tax_code="0100233488", name="A")
    with connection.cursor() as cursor:
        cursor.execute("SELECT string_agg(tgname, ',') FROM pg_trigger")
        cursor.execute(
            "SELECT set_config('pgtrigger.ignore', %s, true)", [f"{{{cursor.fetchone()[0]}}}"]
        )
        with pytest.raises(ProgrammingError, match="append-only"), transaction.atomic():
            cursor.execute(statement.format(table, change))
    assert Event.objects.get().name == "A"


def test_a_write_raises_the_version(db):
    one = Enterprise.objects.create(tax_code="0100233488", name="A")
    Enterprise.objects.filter(pk=one.pk).update(name="B")
    one.refresh_from_db()
    assert one.version == 2
