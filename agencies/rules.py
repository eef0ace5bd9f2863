"""Who somebody is, as sentences; apps combine these into permissions."""

from typing import TYPE_CHECKING, Any

import rules

from agencies.choices import Role

if TYPE_CHECKING:
    from agencies.models import User


@rules.predicate
def is_administrator(user: "User") -> bool:
    return bool(user.has_role(Role.ADMINISTRATOR))


@rules.predicate
def is_staff_member(user: "User") -> bool:
    return bool(user.has_role(Role.STAFF, Role.ADMINISTRATOR))


@rules.predicate
def leads(user: "User") -> bool:
    return bool(user.has_role(Role.LEADER))


@rules.predicate
def works_with_the_figures(user: "User") -> bool:
    """The department, its leaders, finance, viewers of the province; not the places."""
    return bool(user.sees_the_province)


@rules.predicate
def has_any_role(user: "User") -> bool:
    return bool(user.roles)


# Pages of `core`, which knows nobody's role.
rules.add_perm("core.import_workbook", is_staff_member)
rules.add_perm("core.view_desk", has_any_role)
rules.add_perm("core.view_components", is_staff_member)
rules.add_perm("core.view_deleted", is_staff_member)
# Those of `notices`, which knows none either: what was sent to whom, and in which words.
for right in ("view_notice", "send_again", "change_wording"):
    rules.add_perm(f"notices.{right}", is_administrator)

for model in ("user", "roleassignment"):
    for verb in ("view", "add", "change"):
        rules.add_perm(f"agencies.{verb}_{model}", is_administrator)
rules.add_perm("agencies.delete_roleassignment", is_administrator)
rules.add_perm("core.confirm_facts", is_administrator)


@rules.predicate
def waits(_user: "User", record: Any = None) -> bool:
    """An invitation that was neither accepted nor withdrawn."""
    return record is None or record.is_open


@rules.predicate
def is_of_the_unit(user: "User", record: Any = None) -> bool:
    """Acts for the unit, or for one that stands for it; looking on is not enough."""
    if record is None or not user.has_role(Role.UNIT_OFFICER):
        return False
    return record.pk in user.covered_unit_ids


for verb in ("view", "add"):
    rules.add_perm(f"agencies.{verb}_invitation", is_administrator)
rules.add_perm("agencies.change_invitation", is_administrator & waits)
rules.add_perm("agencies.view_accountclosing", is_administrator)
rules.add_perm("agencies.view_unit", has_any_role)
rules.add_perm("agencies.hand_over_duties", is_administrator)
rules.add_perm("agencies.view_people", is_staff_member | leads | is_of_the_unit)
rules.add_perm("agencies.view_handovers", is_staff_member | leads | is_of_the_unit)
