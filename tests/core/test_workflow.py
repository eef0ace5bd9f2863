from datetime import date

import pytest
import rules
from django.db import IntegrityError, ProgrammingError, connection, transaction

from agencies.models import User
from core.errors import ActionError, NotAllowed, StaleState
from core.importing.workflow import IMPORT, ImportState
from core.models import ImportBatch, StateChange
from core.transitions import Transition, Workflow
from core.workflow import advance, available
from tests.people import person
from trainings.models import TrainingClass

FLOW = Workflow(
    (
        Transition("hold", {"planned"}, "held", rule="tests.may_hold", label="Tổ chức"),
        Transition(
            "cancel", {"planned", "held"}, "cancelled", "tests.may_hold", "Hủy", needs_reason=True
        ),
    ),
    state_field="status",
)
rules.add_perm("tests.may_hold", rules.predicate(lambda user: user.full_name == "Người được phép"))


@pytest.fixture
def course(db) -> TrainingClass:
    return TrainingClass.objects.create(
        name="Lớp", starts_on=date(2024, 1, 1), ends_on=date(2024, 1, 2), status="planned"
    )


@pytest.fixture
def allowed(db) -> User:
    return User.objects.create_user("a@b.vn", "x", full_name="Người được phép")


def test_a_transition_changes_the_state_and_leaves_a_line(course, allowed):
    assert [t.name for t in available(FLOW, course, allowed)] == ["hold", "cancel"]
    advance(FLOW, course, "hold", by=allowed)
    course.refresh_from_db()
    line = StateChange.objects.get()
    assert course.status == "held"
    assert (line.transition, line.by, str(line)) == ("hold", allowed, "planned → held")
    assert FLOW.edges() == [("held", "cancelled"), ("planned", "cancelled"), ("planned", "held")]


def test_what_is_not_allowed_changes_nothing(course, allowed):
    other = User.objects.create_user("b@b.vn", "x", full_name="Người khác")
    with pytest.raises(NotAllowed):
        advance(FLOW, course, "hold", by=other)
    with pytest.raises(ActionError) as error:
        advance(FLOW, course, "cancel", by=allowed)
    assert error.value.field == "reason"
    advance(FLOW, course, "cancel", by=None, reason=" Dịch bệnh ")
    with pytest.raises(StaleState):
        advance(FLOW, course, "hold", by=allowed)
    assert StateChange.objects.get().reason == "Dịch bệnh"


@pytest.mark.parametrize(
    "statement", ["UPDATE {} SET reason = 'x'", "DELETE FROM {}", "TRUNCATE {}"]
)
def test_the_line_cannot_be_altered(course, allowed, statement):
    advance(FLOW, course, "hold", by=allowed)
    with connection.cursor() as cursor:
        cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
    with (
        pytest.raises(ProgrammingError),
        transaction.atomic(),
        connection.cursor() as cursor,
    ):
        cursor.execute(statement.format("core_statechange"))
    assert StateChange.objects.count() == 1


ALLOWED = {
    ("checking", "checked"),
    ("checked", "saving"),
    ("checking", "cancelled"),
    ("checked", "cancelled"),
    ("saving", "cancelled"),
    ("saving", "saved"),
}


@pytest.fixture
def batch(db) -> ImportBatch:
    staff = person("staff")
    return ImportBatch.objects.create(name="a.xlsx", file="imports/a.xlsx", uploaded_by=staff)


@pytest.mark.parametrize("source", ImportState.values)
@pytest.mark.parametrize("target", ImportState.values)
def test_the_database_lets_an_import_take_declared_steps_only(batch, source, target):
    """`update()` and plain SQL pass no action; the trigger is made from the same table."""
    batch = ImportBatch.objects.create(
        name="b.xlsx", file="imports/b.xlsx", uploaded_by=batch.uploaded_by, state=source
    )
    row = ImportBatch.objects.filter(pk=batch.pk)
    if source == target or (source, target) in ALLOWED:
        assert row.update(state=target) == 1
    else:
        with pytest.raises(ProgrammingError, match="Invalid transition"), transaction.atomic():
            row.update(state=target)
        assert row.get().state == source


def test_an_import_has_no_other_state(batch):
    with pytest.raises(IntegrityError), transaction.atomic():
        ImportBatch.objects.create(name="b", file="b", uploaded_by=batch.uploaded_by, state="half")


@pytest.mark.parametrize("source", ImportState.values)
@pytest.mark.parametrize("step", IMPORT.by_name)
@pytest.mark.parametrize("role", ["staff", "administrator", "leader", "viewer", "unit_officer"])
def test_every_step_of_an_import_by_every_role(db, source, step, role):
    user = person(role)
    batch = ImportBatch.objects.create(
        name="a.xlsx", file="imports/a.xlsx", uploaded_by=user, state=source
    )
    may = role in {"staff", "administrator"}
    target = IMPORT.by_name[step].target
    error = None if (source, target) in ALLOWED else StaleState
    error = error if may else NotAllowed
    if error is None:
        advance(IMPORT, batch, step, by=user)
        assert ImportBatch.objects.get(pk=batch.pk).state == batch.state == target
        line = StateChange.objects.get()
        assert (line.source, line.target, line.by, line.subject) == (source, target, user, batch)
    else:
        with pytest.raises(error):
            advance(IMPORT, batch, step, by=user)
        assert ImportBatch.objects.get(pk=batch.pk).state == source
        assert not StateChange.objects.exists()
    offered = {t.name for t in available(IMPORT, ImportBatch(state=source), user)}
    assert (step in offered) == (error is None)
