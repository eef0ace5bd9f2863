"""Records about enterprises: supports, certificates, awards; their catalogue; requests for support."""

from support.models.awards import Award
from support.models.catalogue import AwardLevel, CatalogueItem
from support.models.certificates import Certificate
from support.models.public_forms import PublicForm
from support.models.requests import SupportRequest
from support.models.supports import Support

__all__ = [
    "Award",
    "AwardLevel",
    "CatalogueItem",
    "Certificate",
    "PublicForm",
    "Support",
    "SupportRequest",
]
