"""A mark knows every change of what a snapshot reads, also one that was not committed yet."""

import pytest
from django.db import connection

from programs.models import Task
from reporting.freshness import is_stale, mark_now
from tests import records


@pytest.mark.django_db
def test_any_record_written_after_the_mark_makes_it_old():
    assert is_stale(None)
    mark = mark_now()
    assert not is_stale(mark)
    firm = records.enterprise()
    assert is_stale(mark)
    mark = mark_now()
    type(firm).objects.filter(pk=firm.pk).update(name="Công ty Khác")
    assert is_stale(mark)
    mark = mark_now()
    Task.objects.update(short_name="Việc khác")
    assert is_stale(mark)


@pytest.mark.django_db(transaction=True)
def test_what_was_being_written_at_the_mark_makes_it_old_once_it_is_there():
    other = connection.copy()
    try:
        with other.cursor() as cursor:
            cursor.execute("BEGIN")
            cursor.execute("UPDATE programs_task SET short_name = short_name || '.'")
            mark = mark_now()
            assert not is_stale(mark)
            cursor.execute("COMMIT")
        assert is_stale(mark)
    finally:
        other.close()


@pytest.mark.django_db
def test_a_mark_of_another_release_is_old():
    assert is_stale({"snapshot": "1:1:", "last": [0]})
