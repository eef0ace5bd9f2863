"""Who may do what with records, and with requests for support."""

from typing import TYPE_CHECKING, Any

import rules

from agencies.choices import Role
from agencies.rules import has_any_role, is_staff_member, works_with_the_figures
from enterprises.rules import sees_the_enterprise
from support.choices import RequestState

if TYPE_CHECKING:
    from agencies.models import User

TRIAGE, WITHDRAW = "support.triage_supportrequest", "support.withdraw_supportrequest"
CONFIRM_FORM = "support.confirm_publicform"  # nobody's: the system takes these steps

for record in ("support", "certificate", "award"):
    rules.add_perm(f"support.view_{record}", sees_the_enterprise)
    for verb in ("add", "change", "delete"):
        rules.add_perm(f"support.{verb}_{record}", is_staff_member)
rules.add_perm("support.view_catalogueitem", has_any_role)
for verb in ("add", "change", "delete"):
    rules.add_perm(f"support.{verb}_catalogueitem", is_staff_member)


@rules.predicate
def registered_by_the_area(user: "User", request: Any = None) -> bool:
    """By a unit of the person's area, its predecessors too (twin of `visible_to`)."""
    if request is None:
        return bool(user.area_unit_ids)
    return request.unit_id in user.covered_unit_ids


@rules.predicate
def is_unit_officer(user: "User") -> bool:
    return bool(user.has_role(Role.UNIT_OFFICER))


@rules.predicate
def is_not_taken_up(_user: "User", request: Any = None) -> bool:
    return request is None or request.state == RequestState.NEW


registered_it = is_unit_officer & registered_by_the_area

rules.add_perm("support.view_supportrequest", works_with_the_figures | registered_by_the_area)
rules.add_perm("support.add_supportrequest", is_staff_member | is_unit_officer)
rules.add_perm("support.change_supportrequest", is_staff_member | (registered_it & is_not_taken_up))
rules.add_perm("support.delete_supportrequest", is_staff_member)
# Whom to ask back is the business of those who decide and of those who registered the need.
rules.add_perm("support.view_requestcontact", is_staff_member | registered_it)
rules.add_perm(TRIAGE, is_staff_member)
rules.add_perm(WITHDRAW, is_staff_member | (registered_it & is_not_taken_up))
rules.add_perm(CONFIRM_FORM, rules.always_false)
