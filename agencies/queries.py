"""Which units are meant on a day, where a document names a unit or a group once; who holds a role."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date

from django.db.models import Q
from django.utils import timezone

from agencies.choices import Role
from agencies.models import DutyHandover, RoleAssignment, Unit, UnitGroup, UnitLineage, User
from agencies.models.units import UnitQuerySet


@dataclass(frozen=True)
class Meant:
    """The unit that stands for each unit, and the members of each group, by primary key.

    A unit is missing where nothing certain stands for it.
    """

    units: dict[int, Unit]
    members: dict[int, list[Unit]]


def meant_on(
    day: date, *, unit_ids: Collection[int] = (), groups: Collection[UnitGroup] = ()
) -> Meant:
    """Three queries, whatever the number of units and groups.

    Members are the named units, and units of the group's kinds in the province that stands on
    `day`: its direct children only, districts while there were some and communes afterwards.
    """
    provinces = {group.province_id for group in groups if group.province_id}
    rows = UnitLineage.objects.valid_on(day).filter(
        unit__in=provinces.union(unit_ids), resolved__isnull=False
    )
    standing = {
        row.unit_id: row.resolved for row in rows.select_related("resolved") if row.resolved
    }
    named: dict[int, set[int]] = {group.pk: set() for group in groups}
    links = UnitGroup.units.through._default_manager.filter(unitgroup__in=named)
    for group_id, unit_id in links.values_list("unitgroup", "unit"):
        named[group_id].add(unit_id)
    candidates = Unit.objects.valid_on(day).filter(
        Q(
            kind__in={kind for group in groups for kind in group.kinds},
            parent__in=[standing[pk].pk for pk in provinces if pk in standing],
        )
        | Q(pk__in=set[int]().union(*named.values()))
    )
    members: dict[int, list[Unit]] = {group.pk: [] for group in groups}
    for unit in candidates:
        for group in groups:
            province = standing.get(group.province_id or 0)
            is_of_kind = province and unit.parent_id == province.pk and unit.kind in group.kinds
            if is_of_kind or unit.pk in named[group.pk]:
                members[group.pk].append(unit)
    return Meant({pk: standing[pk] for pk in unit_ids if pk in standing}, members)


def own_units(user: User) -> UnitQuerySet:
    """Units for which the person may write: all of today's for the department, else their own."""
    today = Unit.objects.valid_on(timezone.localdate()).order_by("sort_key", "pk")
    if user.has_role(Role.STAFF, Role.ADMINISTRATOR):
        return today
    held = [a.unit_id for a in user.current_assignments if a.role == Role.UNIT_OFFICER]
    return today.filter(pk__in=held)


def holding(*roles: Role) -> list[User]:
    """Accounts in use that hold one of the roles today, in the order of their addresses."""
    held = RoleAssignment.objects.valid_on(timezone.localdate()).filter(role__in=roles)
    found = User.objects.filter(pk__in=held.values("user"), is_active=True)
    return list(found.order_by("email"))


def officers_of(unit_ids: Collection[int]) -> list[User]:
    """Officers with an account in use of these units, or of those that stand for them today."""
    today = timezone.localdate()
    handed = DutyHandover.objects.filter(unit__in=unit_ids).values("successor")
    standing = UnitLineage.objects.valid_on(today).filter(
        Q(unit__in=unit_ids) | Q(unit__in=handed), resolved__isnull=False
    )
    held = RoleAssignment.objects.valid_on(today).filter(
        Q(unit__in=unit_ids) | Q(unit__in=standing.values("resolved")), role=Role.UNIT_OFFICER
    )
    found = User.objects.filter(pk__in=held.values("user"), is_active=True)
    return list(found.order_by("email"))
