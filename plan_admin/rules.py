"""Who may see how the system itself is."""

import rules

from agencies.rules import is_administrator

rules.add_perm("plan_admin.view_health", is_administrator)
