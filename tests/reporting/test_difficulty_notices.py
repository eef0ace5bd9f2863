"""Who hears of a difficulty, in the transaction of the step that it tells of."""

from datetime import date

import pytest
import time_machine

from agencies.models import RoleAssignment, Unit, User
from notices.models import Notice
from reporting.difficulty_actions import remind_of_difficulties
from reporting.models import Difficulty
from tests import records
from tests.people import person

pytestmark = pytest.mark.django_db
BACKEND = "allauth.account.auth_backends.AuthenticationBackend"


@pytest.fixture(autouse=True)
def _day():
    with time_machine.travel("2026-11-20 09:00:00+07:00", tick=False):
        yield


def told() -> list[tuple[str, str]]:
    rows = Notice.objects.order_by("pk").values_list("user__full_name", "subject")
    return list(rows)


def take(client, user: User, difficulty: Difficulty, step: str, **data: object):
    client.force_login(user, backend=BACKEND)
    difficulty.refresh_from_db()
    data |= {"seen_version": difficulty.version}
    return client.post(f"/kho-khan/{difficulty.pk}/buoc/{step}/", data)


def test_the_department_hears_of_a_new_one_and_not_of_a_correction(client):
    officer = person("unit_officer")
    person("staff"), person("administrator"), person("leader")
    client.force_login(officer, backend=BACKEND)
    unit = Unit.objects.get(code=records.WARD, valid_to=None)
    data = {
        "unit": unit.pk,
        "raised_on": "19/11/2026",
        "title": "Thiếu vốn",
        "category": "money",
        "text": "x",
    }
    assert client.post("/kho-khan/them/", data).status_code == 302
    words = f"{unit.name} phản ánh: Thiếu vốn"
    assert told() == [("administrator", words), ("staff", words)]
    one = Difficulty.objects.get()
    data |= {"title": "Thiếu vốn đối ứng", "seen_version": one.version}
    assert client.post(f"/kho-khan/{one.pk}/sua/", data).status_code == 302
    assert len(told()) == 2
    assert Notice.objects.first().path == f"/kho-khan/{one.pk}/"


def test_the_unit_hears_what_becomes_of_it_and_the_handler_that_it_is_theirs(client):
    staff, other, officer = person("staff"), person("administrator"), person("unit_officer")
    one = records.difficulty(title="Vốn")
    assert take(client, staff, one, "receive").status_code == 302
    assert told() == [("unit_officer", "Vốn: Đã tiếp nhận")]
    take(client, staff, one, "assign", assignee=other.pk, due_on="30/11/2026")
    assert told()[1:] == [("administrator", "Được giao xử lý: Vốn")]
    take(client, other, one, "assign", assignee=other.pk, due_on="29/11/2026")
    assert len(told()) == 2  # who gives it to themselves knows
    take(client, other, one, "resolve", answer="Đã bổ sung")
    assert told()[2:] == [("unit_officer", "Vốn: Đã giải quyết")]
    assert Notice.objects.told_to(officer).count() == 2


def test_a_step_that_is_refused_tells_nobody(client):
    staff = person("staff")
    person("unit_officer")
    one = records.difficulty()
    Difficulty.objects.filter(pk=one.pk).update(title="khác")  # the version is another one now
    client.force_login(staff, backend=BACKEND)
    answer = client.post(f"/kho-khan/{one.pk}/buoc/receive/", {"seen_version": 1})
    assert "Hồ sơ vừa được người khác sửa." in answer.content.decode()
    assert told() == []


def test_whoever_succeeded_the_unit_hears_of_it(client):
    staff, officer = person("staff"), person("unit_officer")
    today = RoleAssignment.objects.get(user=officer).unit
    former = Unit.objects.filter(lineage__resolved=today, valid_to__isnull=False).first()
    one = records.difficulty(unit=former)
    take(client, staff, one, "receive")
    assert [name for name, _subject in told()] == ["unit_officer"]


def test_the_handler_is_reminded_before_it_is_due_and_when_it_is_late_once_each():
    staff = person("staff")
    records.difficulty(title="mai", state="handling", assignee=staff, due_on=date(2026, 11, 21))
    records.difficulty(title="sau", state="handling", assignee=staff, due_on=date(2026, 11, 22))
    records.difficulty(title="trễ", state="handling", assignee=staff, due_on=date(2026, 11, 19))
    records.difficulty(title="xong", state="resolved", answer="x", due_on=date(2026, 11, 1))
    assert remind_of_difficulties(date(2026, 11, 20), 6) == 0
    assert remind_of_difficulties(date(2026, 11, 20), 7) == 2
    assert remind_of_difficulties(date(2026, 11, 20), 8) == 0
    assert sorted(subject for _name, subject in told()) == ["Quá hạn: trễ", "Sắp đến hạn: mai"]
    assert remind_of_difficulties(date(2026, 11, 22), 9) == 2  # "mai" is late now, "sau" is due
