"""Permissions of plans and their progress."""

import rules

from agencies.rules import has_any_role, is_staff_member, leads, works_with_the_figures

rules.add_perm("programs.view_plan", has_any_role)
rules.add_perm("programs.view_progress", works_with_the_figures)
rules.add_perm("programs.confirm_target", is_staff_member | leads)
