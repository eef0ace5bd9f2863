"""Units of the state through time; people and their roles."""

from agencies.models.closings import AccountClosing
from agencies.models.groups import GroupMember, UnitGroup
from agencies.models.handovers import DutyHandover
from agencies.models.identities import DocumentIdentity
from agencies.models.invitations import Invitation
from agencies.models.people import RoleAssignment, User
from agencies.models.successions import UnitLineage, UnitSuccession
from agencies.models.units import Unit

__all__ = [
    "AccountClosing",
    "DocumentIdentity",
    "DutyHandover",
    "GroupMember",
    "Invitation",
    "RoleAssignment",
    "Unit",
    "UnitGroup",
    "UnitLineage",
    "UnitSuccession",
    "User",
]
