"""Who may do what with the register."""

from typing import TYPE_CHECKING, Any

import rules

from agencies.rules import is_staff_member, leads, works_with_the_figures

if TYPE_CHECKING:
    from agencies.models import User

MERGE = "enterprises.merge_enterprise"
DECIDE = "enterprises.decide_duplicate"
BY_ITSELF = "enterprises.follow_data"


@rules.predicate
def answers_for_its_area(user: "User", record: Any = None) -> bool:
    """Officers and viewers of a place see the enterprises of their area (twin of `visible_to`)."""
    if record is None:
        return bool(user.area_unit_ids)
    enterprise = getattr(record, "enterprise", record)
    return enterprise.unit_id in user.placed_unit_ids


sees_the_enterprise = works_with_the_figures | answers_for_its_area

rules.add_perm("enterprises.view_enterprise", sees_the_enterprise)
for part in ("enterprise", "enterpriseyear", "placement", "ocopproduct", "contactperson"):
    for verb in ("add", "change", "delete"):
        rules.add_perm(f"enterprises.{verb}_{part}", is_staff_member)
for part in ("enterpriseyear", "placement", "ocopproduct"):
    rules.add_perm(f"enterprises.view_{part}", sees_the_enterprise)
rules.add_perm("enterprises.view_contactperson", is_staff_member)
rules.add_perm(MERGE, is_staff_member)
rules.add_perm(DECIDE, is_staff_member)
rules.add_perm(BY_ITSELF, rules.always_false)  # what the system does itself asks no rule
for model in ("duplicatepair", "enterprisemerge"):
    rules.add_perm(f"enterprises.view_{model}", is_staff_member | leads)
