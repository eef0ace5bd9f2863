"""Close the accounts of people whose units have all ended, and say so beforehand."""

from collections.abc import Iterable
from datetime import date, timedelta

import pghistory
import structlog
from django.db import transaction
from django.db.models import Max, Q, QuerySet
from django.db.models.functions import Least
from django.urls import reverse
from django.utils.translation import gettext as _

from agencies.actions import end_sessions, keep_an_administrator
from agencies.choices import Role
from agencies.models import AccountClosing, RoleAssignment, User
from agencies.queries import holding
from core.errors import ActionError
from core.vietnamese import format_date, format_number
from notices.actions import notify

AFTER_THE_END = timedelta(days=30)  # to hand over what is left
NOTICE = timedelta(days=14)
log = structlog.get_logger(__name__)


def people_without_unit(today: date) -> QuerySet[User]:
    """Accounts in use that held roles, none of them at a unit that is still there, or will be.

    Annotated with `ended_on`, the last day of the last one. The first account of a site, which
    gives the others their roles, is none of them.
    """
    at_work = RoleAssignment.objects.filter(
        Q(valid_to=None) | Q(valid_to__gte=today),
        Q(unit__valid_to=None) | Q(unit__valid_to__gte=today),
    )
    # LEAST leaves out what is NULL: the day that ends first, of the role or of its unit.
    last = Max(Least("assignments__valid_to", "assignments__unit__valid_to"))
    found = User.objects.filter(is_active=True, is_superuser=False, assignments__isnull=False)
    ended: QuerySet[User] = found.exclude(pk__in=at_work.values("user")).annotate(ended_on=last)
    return ended


def follow_ended_units(today: date) -> tuple[int, int]:
    """Announce, then close what was announced in time; harmless when repeated.

    Returns:
        How many closings were announced, and how many accounts were closed.
    """
    ended = {user.pk: user for user in people_without_unit(today)}
    planned = AccountClosing.objects.filter(closed_on=None)
    planned.exclude(user__in=ended).delete()  # a role at a unit of today was given in time
    return _announce(ended.values(), today), _close(ended, today)


@transaction.atomic
def _announce(ended: Iterable[User], today: date) -> int:
    # Whoever was let in again by hand after that same end stays.
    known = set(AccountClosing.objects.values_list("user", "ended_on"))
    rows = [
        AccountClosing(
            user=user,
            ended_on=user.ended_on,  # type: ignore[attr-defined]
            told_on=today,
            closes_on=max(user.ended_on + AFTER_THE_END, today + NOTICE),  # type: ignore[attr-defined]
        )
        for user in ended
        if (user.pk, user.ended_on) not in known  # type: ignore[attr-defined]
    ]
    if not rows:
        return 0
    AccountClosing.objects.bulk_create(rows, ignore_conflicts=True)
    first = min(row.closes_on for row in rows)
    for row in rows:
        notify(
            "agencies.own_account_closing",
            to=[row.user],
            about=f"agencies.closing:{row.user_id}",
            values={"day": format_date(row.closes_on)},
            path=reverse("notices:inbox"),
            key=f"agencies.closing:{row.user_id}:{row.ended_on}",
        )
    _tell_administrators("agencies.accounts_closing", len(rows), first, today)
    return len(rows)


def _close(ended: dict[int, User], today: date) -> int:
    closed = 0
    due = AccountClosing.objects.filter(closed_on=None, closes_on__lte=today, user__in=ended)
    for row in due.select_related("user").order_by("pk"):
        try:
            with (
                transaction.atomic(),
                pghistory.context(reason=_("Đơn vị của tài khoản đã kết thúc hoạt động")),
            ):
                mine = AccountClosing.objects.filter(pk=row.pk, closed_on=None)
                if mine.update(closed_on=today) == 1:
                    User.objects.filter(pk=row.user_id).update(is_active=False)
                    keep_an_administrator()
                    end_sessions(row.user)
                    closed += 1
        except ActionError as error:  # the last administrator
            log.warning("account_not_closed", user=row.user_id, reason=str(error))
    if closed:
        _tell_administrators("agencies.accounts_closed", closed, today, today)
    return closed


def _tell_administrators(code: str, count: int, day: date, today: date) -> None:
    notify(
        code,
        to=holding(Role.ADMINISTRATOR),
        about="agencies.closings",
        values={"count": format_number(count), "day": format_date(day)},
        path=reverse("agencies:closing-list"),
        key=f"{code}:{today}",
    )
