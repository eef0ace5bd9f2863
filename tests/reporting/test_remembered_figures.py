"""Pages remember figures; after every kind of write they say what a recount says."""

import json
from collections.abc import Callable
from datetime import date
from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from agencies.actions import rebuild_lineage
from agencies.models import Unit, UnitLineage, UnitSuccession
from core.remembered import Question, answers_to, forget
from enterprises.models import Enterprise, Placement
from programs.indicators import (
    CountedByUnit,
    evaluated,
    indicators,
    open_window,
    progress_of,
    remembered,
)
from programs.models import Plan
from reporting import home, task_table, unit_counts, unit_rows
from reporting.home import home_of
from reporting.task_table import task_rows
from reporting.unit_counts import counted_table, unit_table
from support.models import CatalogueItem, Certificate, Support
from support.queries import supports_by_task
from tests import records
from tests.people import person
from trainings.models import TrainingClass
from trainings.queries import classes_by_task

pytestmark = pytest.mark.django_db
TODAY = date(2026, 11, 24)
CODES = [code for code, _indicator in indicators.items()]


def window(year: int = 2024):
    plan = Plan.objects.get(is_current=True)
    return open_window(plan, year, cut_off=date(year, 11, 15), today=TODAY)


def recount() -> tuple[Any, ...]:
    """Asserts that nothing remembered differs from a recount; returns the recount."""
    here = window()
    asked = [(code, here) for code in CODES]
    figures = evaluated(asked)
    assert remembered(asked) == figures
    units = [counted_table(here, today=today) for today in (None, TODAY)]
    assert [unit_table(here, today=today) for today in (None, TODAY)] == units
    days = here.periods["in_year"]
    supports, classes = supports_by_task(days), classes_by_task(days)
    shown = {row.task.pk if row.task else None: row for row in task_rows(here)}
    for task, row in shown.items():
        own = supports.get(task)
        completed = own.completed if own else 0
        assert (row.completed, row.classes) == (completed, classes.get(task, 0))
    return figures, units, supports, classes


def test_no_write_leaves_an_old_figure():
    changes = []

    def changed() -> bool:
        changes.append(recount())
        assert recount() == changes[-1]  # now from what is remembered
        return len(changes) > 1 and changes[-1] != changes[-2]

    changed()
    firm = records.enterprise()
    support = records.support(firm)
    assert changed()
    certificate = records.certificate(firm)
    assert changed()
    other = records.enterprise("0301442989", "Công ty Khác")
    records.support(other)
    assert changed()
    Enterprise.objects.filter(pk=other.pk).update(merged_into=firm)
    assert changed()
    Enterprise.objects.filter(pk=other.pk).update(merged_into=None)
    assert changed()
    Enterprise.objects.filter(pk=other.pk).update(entity_type="cooperative")
    assert changed()
    Certificate.objects.filter(pk=certificate.pk).update(
        status="cancelled", cancelled_on=date(2024, 10, 1)
    )
    assert changed()
    with connection.cursor() as cursor:
        cursor.execute("UPDATE support_support SET completed_on = '2025-05-05'")
    assert changed()
    Support.objects.filter(pk=support.pk).update(task=window().plan.tasks.earliest("number"))
    Support.objects.filter(pk=support.pk).update(completed_on=date(2024, 5, 5))
    assert changed()
    elsewhere = Unit.objects.filter(kind="ward", valid_to=None).exclude(code=records.WARD)[0]
    Placement.objects.filter(enterprise=firm).update(unit=elsewhere)
    assert changed()
    item = records.item("support", "5S")
    CatalogueItem.objects.filter(pk=item.pk).update(counts_for="")
    assert changed()
    CatalogueItem.objects.filter(pk=item.pk).update(counts_for="support.enterprises")
    assert changed()
    held = TrainingClass.objects.create(
        name="Lớp 5S", starts_on=date(2024, 3, 1), ends_on=date(2024, 3, 2), status="held"
    )
    assert changed()
    held.delete()
    assert changed()
    support.delete()
    assert changed()


def test_units_that_stand_elsewhere_today_are_counted_there():
    firm = records.enterprise()
    records.support(firm)
    before = recount()
    UnitSuccession.objects.all().delete()
    assert rebuild_lineage()
    Placement.objects.filter(enterprise=firm).update(unit=Unit.objects.get(name="Huyện Cái Bè"))
    assert recount() != before
    UnitLineage.objects.all().delete()
    recount()


def test_rules_of_the_plan_belong_to_the_question():
    records.support(records.enterprise())
    here = window()
    asked = [("support.enterprises", here)]
    assert remembered(asked)[0].cumulative.value == 1
    here.plan.counting_entity_types = ["cooperative"]
    assert remembered(asked)[0].cumulative.value == 0
    assert remembered([("support.enterprises", window(2023))])[0].cumulative.value == 0


@pytest.mark.parametrize("code", CODES)
def test_an_indicator_names_all_that_it_reads(code):
    """Or a change of what it does not name would leave an old figure."""
    indicator, here = indicators.get(code), window()

    def ask() -> None:
        indicator.evaluate(here)
        if isinstance(indicator, CountedByUnit):
            indicator.by_unit(here, today=None)
            indicator.by_unit(here, today=TODAY)

    assert tables_read(ask) <= {model._meta.db_table for model in indicator.reads}


def test_the_pages_name_all_that_they_read(monkeypatch):
    records.world(person("staff"))
    plan = Plan.objects.get(is_current=True)
    here = window()
    for module, ask in (
        (
            home,
            lambda: home_of(plan, stage_year=None, at_cut_off=True, today=TODAY, may_confirm=True),
        ),
        (unit_counts, lambda: unit_table(here, today=TODAY)),
        (unit_rows, lambda: unit_rows.written(here, today=TODAY, most=None)),
        (task_table, lambda: task_table.task_rows(here)),
    ):
        asked: list[Question] = []

        def noting(found: list[Question], to: list[Question] = asked) -> list[Any]:
            to += found
            return answers_to(found)

        with monkeypatch.context() as patch:
            patch.setattr(module, "answers_to", noting)
            ask()
        assert asked
        for question in asked:
            forget()
            named = {model._meta.db_table for model in question.reads}
            assert tables_read(question.compute) <= named


def tables_read(ask: Callable[[], Any]) -> set[str]:
    """Every table in the plans of the queries."""
    with CaptureQueriesContext(connection) as queries:
        ask()
    read = set()
    for query in queries.captured_queries:
        if "pg_current_snapshot" in query["sql"]:
            continue  # the look at the trails themselves
        with connection.cursor() as cursor:
            cursor.execute(f"EXPLAIN (FORMAT JSON) {query['sql']}")
            (plan,) = cursor.fetchone()
        read |= set(_relations(plan if isinstance(plan, list) else json.loads(plan)))
    assert read
    return read


def _relations(plan: Any) -> list[str]:
    if isinstance(plan, list):
        return [name for part in plan for name in _relations(part)]
    if not isinstance(plan, dict):
        return []
    own = [plan["Relation Name"]] if "Relation Name" in plan else []
    return own + [name for part in plan.values() for name in _relations(part)]


def test_the_home_page_asks_the_records_only_once(client, django_assert_num_queries):
    client.force_login(
        person("staff"), backend="allauth.account.auth_backends.AuthenticationBackend"
    )
    firm = records.enterprise()
    records.support(firm)
    with CaptureQueriesContext(connection) as first:
        client.get("/?giai-doan=2021")
    with CaptureQueriesContext(connection) as second:
        client.get("/?giai-doan=2021")
    # Beside the figures of the targets: stages, targets, report type, and a second look.
    assert len(first) - len(second) == len(CODES) + 4
    records.support(firm, started_on=date(2024, 2, 2))
    page = client.get("/?giai-doan=2021")
    (card,) = [
        c
        for c in page.context["overview"].cards
        if c.progress.target.indicator == "support.enterprises"
    ]
    assert card.progress.figures.cumulative.turns == 2


def test_what_is_issued_is_counted_anew():
    """`progress_of` remembers nothing unless it is told to."""
    records.support(records.enterprise())
    here = window()
    targets = list(here.stage.targets.select_related("stage__plan", "clause", "previous"))
    for _ in range(2):
        with CaptureQueriesContext(connection) as queries:
            progress_of(targets, here)
        assert len(queries) == len(CODES)
