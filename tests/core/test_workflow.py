from datetime import date

import pytest
import rules
from django.db import ProgrammingError, connection, transaction

from agencies.models import User
from core.errors import ActionError, NotAllowed, StaleState
from core.models import StateChange
from core.workflow import Transition, Workflow, advance, available
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
    assert FLOW.edges()[0] == ("planned", "held")


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
