"""The year's work: what is opened, by whom, and what the database refuses."""

from datetime import date, timedelta

import pytest
from django.db import IntegrityError, transaction

from agencies.models import Unit
from core.errors import ActionError, NotAllowed
from programs.actions import open_work_item
from programs.choices import WorkState
from programs.models import Milestone, Target, Task, WorkItem
from tests import records
from tests.people import person

pytestmark = pytest.mark.django_db


def ward(code: str = records.WARD) -> Unit:
    return Unit.objects.get(code=code, valid_to=None)


def opened(**values: object) -> WorkItem:
    given = {
        "task": Task.objects.get(number=4),
        "title": "Hỗ trợ áp dụng 5S",
        "kind": "support",
        "first_year": 2026,
        "last_year": 2026,
        "lead": ward(),
        "coordinators": (),
        "starts_on": date(2026, 1, 5),
        "ends_on": date(2026, 11, 30),
        "content": "Tư vấn tại chỗ.",
        "expected": "05 doanh nghiệp áp dụng.",
        "contributions": (),
        **values,
    }
    by = given.pop("by", None) or person("staff")
    return open_work_item(**given, by=by)


# ---- opening ----


def test_work_is_opened_with_its_coordinators_and_its_share_in_the_targets():
    target = Target.objects.get(stage__first_year=2026, indicator="support.enterprises")
    other = ward("28435")
    made = opened(coordinators=[other, other, ward()], contributions=[(target, 5)])
    stored = WorkItem.objects.get()
    assert stored == made
    assert (stored.state, stored.percent, stored.heard_on) == (WorkState.NOT_STARTED, 0, None)
    # Each once, and the unit that leads does not coordinate itself.
    assert list(stored.coordinators.all()) == [other]
    assert [(c.target, c.number) for c in stored.contributions.all()] == [(target, 5)]


@pytest.mark.parametrize(
    ("values", "field", "words"),
    [
        ({"last_year": 2025}, "last_year", "Năm cuối phải từ năm đầu trở đi."),
        (
            {"first_year": 2020},
            "first_year",
            "Kế hoạch có các năm từ 2021 đến 2030.",
        ),
        ({"ends_on": date(2026, 1, 4)}, "ends_on", "Ngày kết thúc phải từ ngày bắt đầu trở đi."),
        ({"ends_on": date(2027, 1, 1)}, "ends_on", "Ngày phải trong các năm của công việc."),
        ({"starts_on": date(2025, 12, 31)}, "starts_on", "Ngày phải trong các năm của công việc."),
    ],
)
def test_years_and_days_that_contradict_each_other_are_refused(values, field, words):
    with pytest.raises(ActionError, match=words) as caught:
        opened(**values)
    assert caught.value.field == field
    assert not WorkItem.objects.exists()


def test_a_target_of_another_stage_is_refused_and_nothing_is_left():
    target = Target.objects.get(stage__first_year=2021, indicator="support.enterprises")
    with pytest.raises(ActionError, match="Chỉ tiêu của giai đoạn 2021-2025"):
        opened(contributions=[(target, 5)])
    assert not WorkItem.objects.exists()


@pytest.mark.parametrize("role", ["finance", "unit_officer", "viewer"])
def test_only_the_department_and_its_leaders_open_work(role):
    with pytest.raises(NotAllowed):
        opened(by=person(role))
    assert opened(by=person("leader")).pk


# ---- what the database keeps ----


@pytest.mark.parametrize(
    ("values", "constraint"),
    [
        ({"percent": 101, "state": "paused"}, "programs_work_percent"),
        ({"percent": 5}, "programs_work_not_started_without_progress"),
        ({"state": "under_way"}, "programs_work_under_way_since_a_day"),
        ({"state": "done", "percent": 100}, "programs_work_done_on_a_day"),
        (
            {"state": "done", "percent": 99, "finished_on": date(2026, 1, 6)},
            "programs_work_done_on_a_day",
        ),
        ({"finished_on": date(2026, 1, 6)}, "programs_work_done_on_a_day"),
        ({"verdict": "late"}, "programs_work_judged_wholly"),
        ({"verdict_reason": "x"}, "programs_work_judged_wholly"),
        ({"starts_on": date(2025, 12, 31)}, "programs_work_days_within_years"),
        ({"ends_on": date(2027, 1, 1)}, "programs_work_days_within_years"),
        ({"ends_on": date(2026, 1, 4)}, "programs_work_days"),
        ({"last_year": 2025}, "programs_work"),
    ],
)
def test_the_database_refuses_what_contradicts_itself(values, constraint):
    made = opened()
    fields = {
        field.attname: getattr(made, field.attname)
        for field in WorkItem._meta.concrete_fields
        if field.name not in {"id", "search"}
    }
    with pytest.raises(IntegrityError, match=constraint), transaction.atomic():
        WorkItem.objects.create(**(fields | values))


def test_the_database_refuses_undeclared_changes_of_state():
    made = opened()
    with pytest.raises(Exception, match="Invalid transition"), transaction.atomic():
        WorkItem.objects.filter(pk=made.pk).update(
            state="done", percent=100, finished_on=date(2026, 2, 1)
        )


def test_an_item_knows_its_next_milestone_and_its_version_stays():
    made = opened()
    version = WorkItem.objects.get().version

    def due() -> date | None:
        stored = WorkItem.objects.get()
        assert stored.version == version
        return stored.next_due_on

    assert due() is None
    first = Milestone.objects.create(item=made, name="Chọn", due_on=date(2026, 3, 31))
    second = Milestone.objects.create(item=made, name="Ký", due_on=date(2026, 2, 28))
    assert due() == date(2026, 2, 28)
    second.done_on = date(2026, 2, 20)
    second.save()
    assert due() == date(2026, 3, 31)
    Milestone.objects.filter(pk=first.pk).update(due_on=first.due_on + timedelta(days=1))
    assert due() == date(2026, 4, 1)
    first.delete()
    assert due() is None
