"""An upgrade while people work with the release before (R9); `make upgrade` has 1,000,000 rows."""

import pytest
from django.db import connection
from django.db.migrations.recorder import MigrationRecorder

from chaos.upgrade.rehearsal import PEOPLE, ROUNDS, rehearse
from enterprises.models import Enterprise
from support.models import Support

ROWS = 500
pytestmark = pytest.mark.django_db(transaction=True)


def applied() -> set[tuple[str, str]]:
    return set(MigrationRecorder(connection).applied_migrations())


def test_the_old_release_reads_and_writes_through_an_upgrade():
    whole = applied()
    found = rehearse(ROWS, longest_wait="30s")
    assert found.errors == ()
    assert applied() == whole
    assert found.acts >= PEOPLE * 2 * ROUNDS * 8
    made = Enterprise.objects.count() - ROWS
    assert made >= PEOPLE * 2 * ROUNDS
    assert Support.objects.filter(status="completed").count() == made
