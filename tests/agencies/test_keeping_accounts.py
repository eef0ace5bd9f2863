"""What storing an account or a role must not do."""

from datetime import date, timedelta

import pytest
from allauth.account.models import EmailAddress
from django.utils import timezone

from agencies.actions import save_account, save_assignment
from agencies.choices import Role
from agencies.models import RoleAssignment, User
from core.errors import ActionError
from tests.people import person

pytestmark = pytest.mark.django_db


@pytest.fixture
def admin() -> User:
    return person("administrator")


def test_a_change_that_would_leave_nobody_to_administer_is_not_kept(admin):
    admin.is_active = False
    with pytest.raises(ActionError, match="không còn ai quản trị"):
        save_account(admin, by=admin)
    assert User.objects.get(pk=admin.pk).is_active


def test_a_role_that_ended_long_ago_asks_for_no_administrator_of_that_time(admin):
    RoleAssignment.objects.update(valid_from=date(2020, 1, 1))
    first = User.objects.create_user("cu@tinh.vn", "x", full_name="Cũ")
    unit = RoleAssignment.objects.get().unit
    old = RoleAssignment(user=first, role=Role.ADMINISTRATOR, unit=unit)
    old.valid_from, old.valid_to = date(2010, 1, 1), date(2012, 12, 31)
    assert save_assignment(old).pk
    old.valid_to = timezone.localdate() - timedelta(days=1)
    assert save_assignment(old).pk


def test_an_account_that_keeps_its_address_stays_confirmed(admin):
    someone = User.objects.create_user("ai@tinh.vn", "x", full_name="Ai")
    EmailAddress.objects.create(user=someone, email=someone.email, verified=True, primary=True)
    someone.full_name = "Ai Đó"
    save_account(someone, by=admin)
    assert EmailAddress.objects.get(user=someone).verified
