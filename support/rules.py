"""Who may do what with records."""

import rules

from agencies.rules import has_any_role, is_staff_member
from enterprises.rules import sees_the_enterprise

for record in ("support", "certificate", "award"):
    rules.add_perm(f"support.view_{record}", sees_the_enterprise)
    for verb in ("add", "change", "delete"):
        rules.add_perm(f"support.{verb}_{record}", is_staff_member)
rules.add_perm("support.view_catalogueitem", has_any_role)
for verb in ("add", "change", "delete"):
    rules.add_perm(f"support.{verb}_catalogueitem", is_staff_member)
