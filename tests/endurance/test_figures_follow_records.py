"""Figures against a model that a child could count by, after every write (R11, §3 "no cache can lie").

The machine writes records in any order; after each step the figures of all targets, the page that
opens them and the count by unit must equal what the plain model below counts.
"""

from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

import pytest
from django.db import connection, transaction
from django.test import Client
from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import (
    RuleBasedStateMachine,
    initialize,
    invariant,
    precondition,
    rule,
    run_state_machine_as_test,
)

from enterprises.models import Enterprise
from programs.indicators import indicators, open_window, progress_of
from programs.models import Plan, Target
from support.models import Support
from tests import records
from tests.people import person
from tests.workbooks import tax_code

BACKEND = "allauth.account.auth_backends.AuthenticationBackend"
CUT_OFF = date(2024, 11, 15)
CODE = "support.enterprises"
ITEMS = {"5S": True, "Kaizen": True, "Chuyển đổi số": False}
DAYS = st.dates(date(2023, 6, 1), date(2025, 6, 1))
WHICH = st.integers(0, 99)  # of those that are there
has_supports = precondition(lambda self: bool(self.told))


@dataclass
class Told:
    """One support as the model remembers it."""

    firm: int
    counts: bool
    status: str
    completed_on: date | None


class FiguresFollowRecords(RuleBasedStateMachine):
    """Supports begin, are completed, stopped, corrected, deleted; registrations are merged."""

    staff: Client

    def __init__(self) -> None:
        super().__init__()
        self.savepoint = transaction.atomic()
        self.savepoint.__enter__()
        self.told: dict[int, Told] = {}
        self.merged: dict[int, int] = {}
        self.kind: dict[int, str] = {}
        self.made = 0

    def teardown(self) -> None:
        transaction.set_rollback(True)
        self.savepoint.__exit__(None, None, None)

    @initialize(days=st.lists(DAYS, min_size=3, max_size=3))
    def two_enterprises_and_a_cooperative_had_support(self, days: list[date]) -> None:
        for kind, day in zip(("enterprise", "enterprise", "cooperative"), days, strict=True):
            self.register(kind)
            self.begin(self.made - 1, "5S", day)

    @rule(kind=st.sampled_from(["enterprise", "enterprise", "cooperative"]))
    def register(self, kind: str) -> None:
        self.made += 1
        firm = records.enterprise(tax_code(self.made), f"Đơn vị {self.made}")
        type(firm).objects.filter(pk=firm.pk).update(entity_type=kind)
        self.kind[firm.pk] = kind

    @rule(firm=WHICH, item=st.sampled_from(sorted(ITEMS)), done=st.none() | DAYS)
    def begin(self, firm: int, item: str, done: date | None) -> None:
        self.made += 1
        support = Support.objects.create(
            enterprise_id=self._firm(firm),
            item=records.item("support", item),
            started_on=date(2021, 1, 1) + timedelta(days=self.made),
            completed_on=done,
            status="completed" if done else "under_way",
        )
        self.told[support.pk] = Told(self._firm(firm), ITEMS[item], support.status, done)

    @has_supports
    @rule(support=WHICH, day=DAYS)
    def complete(self, support: int, day: date) -> None:
        self._write(support, status="completed", completed_on=day)

    @has_supports
    @rule(support=WHICH, status=st.sampled_from(["under_way", "stopped"]), keeps_day=st.booleans())
    def reopen_or_stop(self, support: int, status: str, *, keeps_day: bool) -> None:
        day = self.told[self._support(support)].completed_on if keeps_day else None
        self._write(support, status=status, completed_on=day)

    def _write(self, support: int, **values: Any) -> None:
        pk = self._support(support)
        Support.objects.filter(pk=pk).update(**values)
        told = self.told[pk]
        told.status, told.completed_on = values["status"], values["completed_on"]

    @has_supports
    @rule(support=WHICH)
    def delete(self, support: int) -> None:
        Support.objects.filter(pk=self._support(support)).delete()
        del self.told[self._support(support)]

    @rule(firm=WHICH, into=WHICH)
    def merge(self, firm: int, into: int) -> None:
        """As the page does: into a registration that counts as itself."""
        one, root = self._firm(firm), self.root(self._firm(into))
        if root != self.root(one):
            Enterprise.objects.filter(pk=one).update(merged_into=root)
            self.merged[one] = root

    def root(self, firm: int) -> int:
        """Whom it counts as; what was merged into it goes with it when it is merged again."""
        while firm in self.merged:
            firm = self.merged[firm]
        return firm

    def _firm(self, number: int) -> int:
        return list(self.kind)[number % len(self.kind)]

    def _support(self, number: int) -> int:
        return list(self.told)[number % len(self.told)]

    # ---- what a child would count ----

    def counted(self, first: date, last: date, *, other: bool = False) -> list[int]:
        """The enterprise of each support that counts, once for each turn."""
        roots = (
            self.root(told.firm)
            for told in self.told.values()
            if told.counts and told.status == "completed" and first <= told.completed_on <= last
        )
        return [root for root in roots if (self.kind[root] != "enterprise") is other]

    @invariant()
    def figures_are_what_was_written(self) -> None:
        plan = Plan.objects.get(is_current=True)
        window = open_window(plan, 2024, cut_off=CUT_OFF, today=date(2026, 1, 1))
        target = Target.objects.select_related("stage__plan", "clause").get(
            indicator=CODE, stage=window.stage
        )
        (progress,) = progress_of([target], window)
        spans = {
            "in_year": (date(2024, 1, 1), CUT_OFF),
            "previous_year_final": (date(2023, 1, 1), date(2023, 12, 31)),
            "cumulative": (date(2021, 1, 1), CUT_OFF),
        }
        indicator = indicators.get(CODE)
        for period, (first, last) in spans.items():
            figure = getattr(progress.figures, period)
            turns = self.counted(first, last)
            others = self.counted(first, last, other=True)
            assert (figure.value, figure.turns, figure.others) == (
                len(set(turns)),
                len(turns),
                len(set(others)),
            )
            behind = {
                pk
                for pk, told in self.told.items()
                if told.counts
                and told.status == "completed"
                and first <= told.completed_on <= last
                and self.kind[self.root(told.firm)] == "enterprise"
            }
            assert set(indicator.records(window, period).values_list("pk", flat=True)) == behind
            left_out = set(indicator.not_counted(window, period).values_list("pk", flat=True))
            assert not left_out & behind
        parts = {count.unit_id: count.value for count in indicator.by_unit(window, today=None)}
        assert sum(parts.values()) >= progress.figures.cumulative.value

    @invariant()
    def pages_say_the_same(self) -> None:
        card = self.staff.get("/?giai-doan=2021").context["overview"].cards[1]
        turns = self.counted(date(2021, 1, 1), date(2025, 12, 31))
        assert card.progress.figures.cumulative.value == len(set(turns))
        page = self.staff.get(f"/chi-tieu/{CODE}/cumulative/{CUT_OFF}/")
        assert page.context["number"] == len(set(self.counted(date(2021, 1, 1), CUT_OFF)))
        assert len(page.context["rows"]) == len(self.counted(date(2021, 1, 1), CUT_OFF))


@pytest.mark.django_db
def test_figures_follow_records_in_any_order(client):
    client.force_login(person("staff"), backend=BACKEND)
    FiguresFollowRecords.staff = client
    run_state_machine_as_test(
        FiguresFollowRecords,
        settings=settings(
            max_examples=12,
            stateful_step_count=15,
            deadline=None,
            suppress_health_check=list(HealthCheck),
        ),
    )
    assert not connection.needs_rollback
