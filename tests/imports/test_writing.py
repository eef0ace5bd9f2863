"""Many records by COPY: numbered, stamped, seen by triggers and by the audit trail."""

import pghistory
import pytest
from django.db import IntegrityError, transaction

from core.importing.writing import insert_records, reserve_ids, update_records
from core.models import Job
from enterprises.models import Enterprise
from support.models import CatalogueItem

pytestmark = pytest.mark.django_db


def test_new_records_get_numbers_nobody_else_gets_and_their_trail():
    codes = ["1200100557", "0301442989"]
    records = [Enterprise(tax_code=code, name="Công ty \t\\N “Ổi”\n2") for code in codes]
    with pghistory.context(command="thử"):
        insert_records(Enterprise, records)
    assert [r.pk for r in records] == list(
        Enterprise.objects.order_by("id").values_list("pk", flat=True)
    )
    assert reserve_ids(Enterprise, 1) == [records[-1].pk + 1]
    stored = Enterprise.objects.get(tax_code=codes[1])
    assert (stored.name, stored.version) == ("Công ty \t\\N “Ổi”\n2", 1)
    lines = Enterprise.pgh_event_models["insert"].objects.order_by("pgh_id")
    assert [(line.tax_code, line.pgh_context["command"]) for line in lines] == [
        (code, "thử") for code in codes
    ]
    insert_records(Enterprise, [])
    assert Enterprise.objects.count() == 2


def test_changed_fields_alone_are_written_and_raise_the_version():
    kept = Enterprise.objects.create(tax_code="1200100557", name="Cũ", address="Ấp 1")
    other = Enterprise.objects.create(tax_code="0301442989", name="Khác")
    stale = Enterprise.objects.get(pk=kept.pk)
    Enterprise.objects.filter(pk=kept.pk).update(address="Ấp 2")
    stale.name = "Mới"
    update_records(Enterprise, [stale], ["name"])
    update_records(Enterprise, [], ["name"])
    kept.refresh_from_db()
    assert (kept.name, kept.address, kept.version) == ("Mới", "Ấp 2", 3)
    assert kept.updated_at > kept.created_at
    other.refresh_from_db()
    assert (other.name, other.version) == ("Khác", 1)


def test_lists_are_written_as_the_field_stores_them():
    item = CatalogueItem(use="support", code="a", name="A", aliases=["x, y", 'z"'], kind="tool")
    insert_records(CatalogueItem, [item])
    assert CatalogueItem.objects.get(pk=item.pk).aliases == ["x, y", 'z"']


def test_what_a_field_stores_otherwise_than_it_is_read_is_stored_so():
    job = Job(kind="thử", payload={"năm": [2024]})
    insert_records(Job, [job])
    assert Job.objects.get(payload={"năm": [2024]}).pk == job.pk


def test_a_record_that_was_inserted_is_a_stored_one():
    record = Enterprise(tax_code="1200100557", name="A")
    assert record._state.adding
    insert_records(Enterprise, [record])
    assert (record._state.adding, record._state.db) == (False, "default")
    record.full_clean()  # its own tax code is not taken by another


def test_constraints_hold_and_nothing_is_left_behind():
    with pytest.raises(IntegrityError), transaction.atomic():
        insert_records(Enterprise, [Enterprise(tax_code="1", name="A")])
    insert_records(Enterprise, [Enterprise(tax_code="1200100557", name="A")])
    assert Enterprise.objects.get().name == "A"
