"""Units of the state through time; people and their roles."""

from agencies.models.groups import GroupMember, UnitGroup
from agencies.models.identities import DocumentIdentity
from agencies.models.people import RoleAssignment, User
from agencies.models.successions import UnitLineage, UnitSuccession
from agencies.models.units import Unit

__all__ = [
    "DocumentIdentity",
    "GroupMember",
    "RoleAssignment",
    "Unit",
    "UnitGroup",
    "UnitLineage",
    "UnitSuccession",
    "User",
]
