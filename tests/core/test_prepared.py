"""A prepared query answers as the queryset it is made of, whatever the values."""

from datetime import date

import pytest
from django.db import connection
from django.db.models import Count, Q
from django.test.utils import CaptureQueriesContext

from agencies.models import RoleAssignment, Unit
from core.among import among
from core.prepared import numbers, prepared
from tests.people import person

pytestmark = pytest.mark.django_db
DAYS = (date(2024, 1, 1), date(2025, 6, 30), date(2025, 7, 1), date(2026, 1, 1))


def test_rows_with_what_they_are_joined_with_cost_one_query_as_ever():
    person("staff")
    person("unit_officer")

    def given(day, role):
        found = RoleAssignment.objects.valid_on(day).filter(role=role)
        return found.select_related("unit", "user").order_by("pk")

    ask = prepared(given)
    for day in DAYS:
        for role in ("staff", "unit_officer", "leader"):
            plain = list(given(day, role))
            with CaptureQueriesContext(connection) as queries:
                rows = ask(day, role)
                assert [(r.unit.name, r.user.email) for r in rows] == [
                    (r.unit.name, r.user.email) for r in plain
                ]
            assert rows == plain
            assert len(queries) == 1
            assert not any(row._state.adding for row in rows)


def test_counts_by_group_and_rows_among_many():
    def children(parents, day):
        found = Unit.objects.valid_on(day).filter(Q(among("parent", parents)) | Q(kind="province"))
        return found.order_by("parent").values_list("parent").annotate(count=Count("pk"))

    ask = prepared(children)
    districts = list(Unit.objects.filter(kind="district").values_list("pk", flat=True))
    for chosen in (districts, districts[:1], []):
        for day in DAYS:
            plain = Unit.objects.valid_on(day).filter(Q(parent__in=chosen) | Q(kind="province"))
            counts = plain.order_by("parent").values_list("parent").annotate(count=Count("pk"))
            assert ask(numbers(chosen), day) == list(counts)
            assert list(children(numbers(chosen), day)) == list(counts)


def test_a_query_without_values_sees_what_changed_since():
    places = prepared(lambda: Unit.objects.filter(kind="province").order_by("pk")[:3])
    first = places()[0]
    Unit.objects.filter(pk=first.pk).update(name="Tỉnh Mới")
    assert places()[0].name == "Tỉnh Mới"
