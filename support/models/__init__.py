"""Records about enterprises: supports, certificates, awards; and their catalogue."""

from support.models.awards import Award
from support.models.catalogue import AwardLevel, CatalogueItem
from support.models.certificates import Certificate
from support.models.supports import Support

__all__ = ["Award", "AwardLevel", "CatalogueItem", "Certificate", "Support"]
