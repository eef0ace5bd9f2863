"""What the department does with records."""

from agencies.unit_names import BodyNames
from support.models import Support


def save_support(support: Support) -> Support:
    """Store a support; its lead unit is the body of that name on the day it began, if known."""
    name = support.lead_unit_name
    support.lead_unit = BodyNames().find(name, support.started_on) if name else None
    support.save()
    return support
