"""The release before works on while `migrate` runs, and what was done can be undone (R9).

Every migration after those of the release before is looked at, operation by operation; what
old code could not live with, or would wait for, stands in `STOPPED` with its reason, and such
a release is installed with web, worker and beat stopped.
"""

from collections.abc import Iterator

import pytest
from django.contrib.postgres import operations as postgres
from django.db import connection, migrations
from django.db.migrations import Migration
from django.db.migrations.loader import MigrationLoader
from django.db.migrations.operations.base import Operation
from django.db.models import Field
from pgtrigger.migrations import AddTrigger, RemoveTrigger

from chaos.upgrade.old_release import BEFORE
from core.migrating import AtOnce

# (app, migration, what of it): why it is worth stopping for.
STOPPED: dict[tuple[str, str, str], str] = {}

FEW_TRIGGERS = 3
HARMLESS = (
    AddTrigger,
    RemoveTrigger,
    migrations.CreateModel,
    migrations.AlterModelOptions,
    migrations.AlterModelManagers,
    migrations.AlterConstraint,  # of what a constraint says, not of what it holds
    postgres.AddIndexConcurrently,
    postgres.RemoveIndexConcurrently,
    postgres.AddConstraintNotValid,
    postgres.ValidateConstraint,
    migrations.RunSQL,  # read by a person
    migrations.RunPython,
)


@pytest.fixture(scope="module")
def loader() -> MigrationLoader:
    return MigrationLoader(None, ignore_no_migrations=True)


def ours(loader: MigrationLoader) -> list[Migration]:
    return [m for (app, _name), m in sorted(loader.disk_migrations.items()) if app in BEFORE]


def hindrances(loader: MigrationLoader, migration: Migration) -> Iterator[str]:
    created: set[str] = set()
    for operation in migration.operations:
        if isinstance(operation, migrations.CreateModel):
            created.add(operation.name_lower)
        if getattr(operation, "model_name_lower", None) in created or is_harmless(
            loader, migration, operation
        ):
            continue
        yield operation.describe()


def is_harmless(loader: MigrationLoader, migration: Migration, operation: Operation) -> bool:
    if isinstance(operation, migrations.AddField):
        return old_rows_may_lack(operation.field)
    if isinstance(operation, migrations.AlterField):
        return not statements(loader, migration, operation)
    return isinstance(operation, HARMLESS)


def old_rows_may_lack(field: Field) -> bool:
    """Old code names no such column; a generated one rewrites the table, an index is built."""
    is_plain = not (field.generated or field.unique or field.db_index)
    return is_plain and (field.null or field.has_db_default())


def statements(loader: MigrationLoader, migration: Migration, operation: Operation) -> list[str]:
    """What the database is asked to do."""
    before = loader.project_state((migration.app_label, migration.name), at_end=False)
    after = before.clone()
    operation.state_forwards(migration.app_label, after)
    with connection.schema_editor(collect_sql=True, atomic=False) as editor:
        operation.database_forwards(migration.app_label, editor, before, after)
    return editor.collected_sql


def test_the_release_before_lives_through_every_migration_of_this_one(db, loader):
    found = {
        (migration.app_label, migration.name, words)
        for migration in ours(loader)
        if migration.name > BEFORE[migration.app_label]
        for words in hindrances(loader, migration)
    }
    assert found == STOPPED.keys()


def test_many_triggers_are_made_in_one_go(loader):
    """Else their tables are locked while Django builds its models anew between them."""
    slow = [
        str(migration)
        for migration in ours(loader)
        if migration.name > BEFORE[migration.app_label]
        and sum(isinstance(o, AddTrigger) for o in migration.operations) > FEW_TRIGGERS
        and not isinstance(migration, AtOnce)
    ]
    assert slow == []


def test_every_migration_can_be_walked_back(loader):
    assert [str(m) for m in ours(loader) if not all(o.reversible for o in m.operations)] == []


def test_what_stops_half_way_outside_a_transaction_can_be_run_again(loader):
    """An index that was left invalid is dropped first where there is more than that one step."""
    hazards = [
        str(migration)
        for migration in ours(loader)
        if not migration.atomic and len(migration.operations) > 1 and not repeats(migration)
    ]
    assert hazards == []


def repeats(migration: Migration) -> bool:
    dropped: set[str] = set()
    for operation in migration.operations:
        if isinstance(operation, postgres.RemoveIndexConcurrently):
            dropped.add(operation.name)
        elif not (
            isinstance(operation, postgres.AddIndexConcurrently) and operation.index.name in dropped
        ):
            return False
    return True


@pytest.mark.parametrize(
    ("key", "words"),
    [
        (("core", "0006_keep_findings"), "Add field findings to importbatch"),  # NOT NULL
        (("enterprises", "0005_index_branches"), "Create index enterprises_branches"),
        (("enterprises", "0006_refuse_changes"), "Remove field search from enterprise"),
        (("trainings", "0002_add_class_search"), "Add field search to trainingclass"),
        (("reporting", "0003_make_report_dates_data"), "Create constraint"),
    ],
)
def test_what_old_code_cannot_live_with_is_found(db, loader, key, words):
    found = list(hindrances(loader, loader.disk_migrations[key]))
    assert any(words in line for line in found), found
