"""Who may see and who may freeze reports; who reports difficulties and who handles them."""

from typing import TYPE_CHECKING, Any

import rules

from agencies.choices import Role
from agencies.rules import is_administrator, is_staff_member, leads, works_with_the_figures
from reporting.choices import DifficultyState

if TYPE_CHECKING:
    from agencies.models import User

HANDLE, WITHDRAW = "reporting.handle_difficulty", "reporting.withdraw_difficulty"

rules.add_perm("reporting.view_report", works_with_the_figures)
rules.add_perm("reporting.freeze_report", is_staff_member | leads)
# Types and their outlines come from the reference data; administrators keep them.
for part, verbs in {
    "reporttype": ("view", "change"),
    "reporttypesection": ("view", "add", "change", "delete"),
}.items():
    for verb in verbs:
        rules.add_perm(f"reporting.{verb}_{part}", is_administrator)
# Who prepares the report writes its draft; leaders may as well.
for part in ("reportdraft", "draftsection", "estimate"):
    rules.add_perm(f"reporting.view_{part}", works_with_the_figures)
    for verb in ("add", "change", "delete"):
        rules.add_perm(f"reporting.{verb}_{part}", is_staff_member | leads)


@rules.predicate
def answers_for_the_unit(user: "User", record: Any = None) -> bool:
    """Of a unit in the person's area, its predecessors too (twin of `visible_to`)."""
    if record is None:
        return bool(user.area_unit_ids)
    return record.unit_id in user.covered_unit_ids


@rules.predicate
def is_unit_officer(user: "User") -> bool:
    return bool(user.has_role(Role.UNIT_OFFICER))


@rules.predicate
def is_not_taken_up(_user: "User", record: Any = None) -> bool:
    return record is None or record.state == DifficultyState.NEW


reports_for_it = is_unit_officer & answers_for_the_unit & is_not_taken_up

rules.add_perm("reporting.view_difficulty", works_with_the_figures | answers_for_the_unit)
rules.add_perm("reporting.add_difficulty", is_staff_member | is_unit_officer)
rules.add_perm("reporting.change_difficulty", is_staff_member | reports_for_it)
rules.add_perm("reporting.delete_difficulty", is_staff_member)
rules.add_perm(HANDLE, is_staff_member)
rules.add_perm(WITHDRAW, is_staff_member | reports_for_it)
