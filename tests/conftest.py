"""Fixtures for every test: the reference data and the plan are always there."""

from collections.abc import Iterator

import pgtrigger
import pytest
from django.conf import settings
from django.core.management import call_command
from django.test import TransactionTestCase


@pytest.fixture(scope="session")
def django_db_setup(django_db_setup, django_db_blocker) -> None:  # noqa: ARG001
    """Load units, catalogue, thresholds and the plan once per worker."""
    with django_db_blocker.unblock():
        load_everything()


def load_everything() -> None:
    call_command("load_reference", verbosity=0)
    for plan in settings.PLAN_FIXTURES:
        call_command("loaddata", plan, verbosity=0)


@pytest.fixture(autouse=True)
def _flush_past_the_append_only_triggers(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """Only a test database may forget its history: the flush after a transaction test."""
    flush = TransactionTestCase._fixture_teardown

    def flush_and_reload(self: TransactionTestCase) -> None:
        with pgtrigger.ignore():
            flush(self)
        load_everything()

    monkeypatch.setattr(TransactionTestCase, "_fixture_teardown", flush_and_reload)
    yield
