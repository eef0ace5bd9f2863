"""Every model is tracked by triggers, or stands here with the reason why it is not."""

import pytest
from django.apps import apps
from django.db import ProgrammingError, connection, transaction

from agencies.models import GroupMember, UnitGroup
from programs.models import PlanClause, Task, TaskSolution
from tests.people import person

OURS = [
    "core",
    "notices",
    "agencies",
    "programs",
    "enterprises",
    "support",
    "trainings",
    "reporting",
]
UNTRACKED = {
    # The database refuses any change or removal: each row is its own trail.
    "core.StateChange": "append-only",
    "core.TrailSeal": "append-only",
    "agencies.DutyHandover": "append-only",
    "reporting.ReportVersion": "append-only",
    "reporting.ReportFile": "append-only",
    # Bookkeeping: nobody edits it, and it states no fact of the province.
    "core.Job": "its row tells who asked, when, each end and the attempts; progress is written every second",
    "reporting.Reminder": "one row for a day's e-mails, written once by the calendar",
    "support.PublicForm": "what strangers typed and nobody confirmed must go without a trace",
    "notices.Notice": "its words never change and no row goes (triggers); only what became of it does",
    "agencies.UnitLineage": "computed from units and successions, which are tracked",
    # Django's own tables that this system leaves empty: rights come from role assignments.
    "agencies.User_groups": "unused",
    "agencies.User_user_permissions": "unused",
}


def models_of_ours() -> dict[str, type]:
    found = [
        m for app in OURS for m in apps.get_app_config(app).get_models(include_auto_created=True)
    ]
    return {model._meta.label: model for model in found}


def is_tracked(model: type) -> bool:
    return hasattr(model, "pgh_event_models")


def test_every_model_is_tracked_or_excused():
    models = models_of_ours()
    events = {label for label, model in models.items() if hasattr(model, "pgh_tracked_model")}
    tables = {m._meta.db_table for m in models.values() if is_tracked(m)}
    untracked = {
        label
        for label, model in models.items()
        if label not in events and model._meta.db_table not in tables
    }
    assert untracked == set(UNTRACKED)
    assert len(tables) >= 25


@pytest.mark.parametrize("label", [k for k, why in UNTRACKED.items() if why == "append-only"])
def test_what_is_excused_as_append_only_is(label):
    names = {trigger.name for trigger in apps.get_model(label)._meta.triggers}
    assert names in ({"append_only", "truncate_forbidden"}, {"frozen", "truncate_forbidden"})


@pytest.mark.django_db
@pytest.mark.parametrize("action", ["TRUNCATE {} CASCADE", "DELETE FROM {}"])
def test_no_trail_can_be_removed(action):
    for model in models_of_ours().values():
        if (
            not is_tracked(model)
            or not next(iter(model.pgh_event_models.values())).objects.exists()
        ):
            continue
        table = next(iter(model.pgh_event_models.values()))._meta.db_table
        with (
            pytest.raises(ProgrammingError),
            transaction.atomic(),
            connection.cursor() as cursor,
        ):
            cursor.execute(action.format(table))


@pytest.mark.django_db
def test_links_between_records_leave_lines_too():
    task = Task.objects.get(number=2)
    clause = PlanClause.objects.get(code="III.1.4")
    task.solutions.add(clause)
    task.solutions.remove(clause)
    lines = TaskSolution.pgh_event_models["insert"].objects.filter(task=task, planclause=clause)
    assert list(lines.order_by("pgh_id").values_list("pgh_label", flat=True)) == [
        "insert",
        "delete",
    ]
    group = UnitGroup.objects.get(code="hoi-doanh-nghiep")
    unit = group.units.first()
    group.units.remove(unit)
    line = GroupMember.pgh_event_models["delete"].objects.latest("pgh_id")
    assert (line.pgh_label, line.unit_id, line.unitgroup_id) == ("delete", unit.pk, group.pk)


@pytest.mark.django_db
def test_the_excused_tables_of_django_are_empty():
    user = person("administrator")
    assert not user.groups.exists()
    assert not user.user_permissions.exists()
