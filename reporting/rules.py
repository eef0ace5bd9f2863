"""Who may see and who may freeze reports."""

import rules

from agencies.rules import is_staff_member, leads, works_with_the_figures

rules.add_perm("reporting.view_report", works_with_the_figures)
rules.add_perm("reporting.freeze_report", is_staff_member | leads)
