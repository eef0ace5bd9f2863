"""Accounts whose units have all ended: told of beforehand, closed in time, kept where a role was given."""

from datetime import date, timedelta

import pytest
import time_machine
from django.contrib.sessions.models import Session

from agencies.closing import follow_ended_units, people_without_unit
from agencies.models import AccountClosing, RoleAssignment, Unit, User
from core.ui.desk import waiting_for
from notices.models import Notice
from tests import records
from tests.people import person

pytestmark = pytest.mark.django_db
BACKEND = "allauth.account.auth_backends.AuthenticationBackend"
TODAY = date(2026, 11, 30)


@pytest.fixture(autouse=True)
def clock():
    with time_machine.travel("2026-11-30 09:00:00+07:00", tick=False) as moved:
        yield moved


@pytest.fixture
def admin():
    return person("administrator")


def district() -> Unit:
    return Unit.objects.get(name="Huyện Cái Bè")


def at(unit: Unit, email: str, **days: date) -> User:
    user = User.objects.create_user(email, "x", full_name=email.partition("@")[0])
    RoleAssignment.objects.create(user=user, role="unit_officer", unit=unit, **days)
    return user


def test_whose_units_have_all_ended(admin):
    ward = Unit.objects.get(code=records.WARD, valid_to=None)
    ended = at(district(), "huyen@tinh.vn")
    role_ended = at(ward, "cu@tinh.vn", valid_to=date(2026, 10, 1))
    earlier = at(district(), "som@tinh.vn", valid_to=date(2024, 1, 1))
    at(ward, "xa@tinh.vn")
    at(ward, "mai@tinh.vn", valid_from=TODAY + timedelta(days=5))
    at(ward, "nay@tinh.vn", valid_to=TODAY)
    both = at(district(), "haidon@tinh.vn")
    RoleAssignment.objects.create(user=both, role="viewer", unit=ward)
    person(None)
    assert {user: user.ended_on for user in people_without_unit(TODAY)} == {
        ended: date(2025, 6, 30),
        role_ended: date(2026, 10, 1),
        earlier: date(2024, 1, 1),
    }


def test_administrators_and_the_person_are_told_two_weeks_before(client, admin):
    user = at(district(), "huyen@tinh.vn")
    client.force_login(user, backend=BACKEND)
    assert follow_ended_units(TODAY) == (1, 0)
    assert follow_ended_units(TODAY) == (0, 0)
    row = AccountClosing.objects.get()
    assert (row.ended_on, row.closes_on) == (date(2025, 6, 30), date(2026, 12, 14))
    told = dict(Notice.objects.values_list("user", "subject"))
    assert told == {
        admin.pk: "1 tài khoản sắp đóng vì đơn vị đã kết thúc",
        user.pk: "Tài khoản của bạn đóng ngày 14/12/2026",
    }
    assert [item.title for item in waiting_for(admin).items] == ["huyen"]

    assert follow_ended_units(date(2026, 12, 13)) == (0, 0)
    assert User.objects.get(pk=user.pk).is_active
    assert Session.objects.count() == 1
    assert follow_ended_units(date(2026, 12, 14)) == (0, 1)
    assert follow_ended_units(date(2026, 12, 14)) == (0, 0)
    assert not User.objects.get(pk=user.pk).is_active
    assert Session.objects.count() == 0
    line = User.pgh_event_model.objects.filter(pgh_obj_id=user.pk).latest("pgh_id")
    assert line.pgh_context["reason"] == "Đơn vị của tài khoản đã kết thúc hoạt động"
    client.force_login(admin, backend=BACKEND)
    page = client.get("/quan-tri/het-don-vi/").content.decode()
    assert page.index("Đã đóng") < page.index("huyen@tinh.vn")
    assert waiting_for(admin).items == []


def test_a_unit_that_ends_now_leaves_a_month_to_hand_over(admin):
    unit = Unit.objects.get(code=records.WARD, valid_to=None)
    at(unit, "xa@tinh.vn", valid_to=date(2026, 11, 29))
    follow_ended_units(TODAY)
    assert AccountClosing.objects.get().closes_on == date(2026, 12, 29)


def test_a_role_at_a_unit_of_today_keeps_the_account(admin):
    user = at(district(), "huyen@tinh.vn")
    follow_ended_units(TODAY)
    ward = Unit.objects.get(code=records.WARD, valid_to=None)
    RoleAssignment.objects.create(user=user, role="unit_officer", unit=ward)
    assert follow_ended_units(date(2026, 12, 20)) == (0, 0)
    assert not AccountClosing.objects.exists()
    assert User.objects.get(pk=user.pk).is_active


def test_whoever_is_let_in_again_by_hand_stays(admin):
    user = at(district(), "huyen@tinh.vn")
    follow_ended_units(TODAY)
    follow_ended_units(date(2026, 12, 14))
    User.objects.filter(pk=user.pk).update(is_active=True)
    assert follow_ended_units(date(2026, 12, 20)) == (0, 0)
    assert User.objects.get(pk=user.pk).is_active


def test_the_last_administrator_is_never_closed():
    user = User.objects.create_user("cuoi@tinh.vn", "x", full_name="cuối")
    RoleAssignment.objects.create(user=user, role="administrator", unit=district())
    follow_ended_units(TODAY)
    assert follow_ended_units(date(2026, 12, 14)) == (0, 0)
    assert User.objects.get(pk=user.pk).is_active
    assert AccountClosing.objects.get().closed_on is None
