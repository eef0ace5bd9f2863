"""What administrators do with units and accounts."""

from datetime import date, timedelta
from importlib import import_module

from allauth.account.models import EmailAddress
from django.conf import settings
from django.contrib.auth import SESSION_KEY
from django.contrib.sessions.models import Session
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from agencies.choices import Role
from agencies.lineage import compute_lineage
from agencies.models import RoleAssignment, UnitLineage, User
from core.errors import ActionError
from core.vietnamese import format_date

DAY = timedelta(days=1)


@transaction.atomic
def rebuild_lineage() -> bool:
    """Compute the lineage anew; nothing is written where nothing changed.

    Returns:
        Whether it changed. Triggers then stamp the records' units again.
    """
    fields = ("unit_id", "resolved_id", "valid_from", "valid_to")
    rows = compute_lineage()
    wanted = {tuple(getattr(row, name) for name in fields) for row in rows}
    stored = set(UnitLineage.objects.values_list(*fields))
    if wanted == stored:
        return False
    UnitLineage.objects.all().delete()
    UnitLineage.objects.bulk_create(rows)
    return True


@transaction.atomic
def save_account(account: User, *, by: User) -> User:
    """Store an account; who lost the address or the account is logged out everywhere.

    Raises:
        ActionError: nobody would be left to keep the accounts.
    """
    before = User.objects.filter(pk=account.pk).first()
    account.save()
    if before is not None:
        if before.email != account.email:
            # allauth keeps addresses of its own, by which one may log in and set a password.
            EmailAddress.objects.filter(user=account).delete()
        if (before.email, before.is_active) != (account.email, account.is_active):
            if account.pk != by.pk:
                end_sessions(account)
            keep_an_administrator()
    return account


@transaction.atomic
def save_assignment(assignment: RoleAssignment) -> RoleAssignment:
    """Store a role of a person.

    Raises:
        ActionError: nobody would be left to keep the accounts, today or when the role ends.
    """
    assignment.save()
    keep_an_administrator(*([assignment.valid_to + DAY] if assignment.valid_to else []))
    return assignment


def end_sessions(account: User) -> None:
    """Log the person out of every browser."""
    store = import_module(settings.SESSION_ENGINE).SessionStore
    for session in Session.objects.filter(expire_date__gt=timezone.now()):
        if session.get_decoded().get(SESSION_KEY) == str(account.pk):
            store(session.session_key).delete()


def keep_an_administrator(*later: date) -> None:
    """Somebody with an account in use administers today and on each day of `later` to come.

    Raises:
        ActionError: nobody does.
    """
    today = timezone.localdate()
    given = RoleAssignment.objects.filter(role=Role.ADMINISTRATOR)
    list(given.select_for_update().values_list("pk"))  # two who leave at once see each other
    for day in (today, *(day for day in later if day > today)):
        if not given.valid_on(day).filter(user__is_active=True).exists():
            raise ActionError(
                _(
                    "Không lưu được: từ ngày %(day)s không còn ai quản trị hệ thống."
                    " Giao quản trị cho người khác trước."
                )
                % {"day": format_date(day)}
            )
