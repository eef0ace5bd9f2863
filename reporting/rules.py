"""Who may see and who may freeze reports."""

import rules

from agencies.rules import is_administrator, is_staff_member, leads, works_with_the_figures

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
