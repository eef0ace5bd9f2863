"""Who may do what with classes."""

import rules

from agencies.rules import has_any_role, is_staff_member

rules.add_perm("trainings.view_trainingclass", has_any_role)
for verb in ("add", "change", "delete"):
    rules.add_perm(f"trainings.{verb}_trainingclass", is_staff_member)
