"""The register: enterprises, where they were when, their years and products."""

from enterprises.models.enterprises import Enterprise
from enterprises.models.facts import ContactPerson, EnterpriseYear, OcopProduct, SizeThreshold
from enterprises.models.placements import Placement

__all__ = [
    "ContactPerson",
    "Enterprise",
    "EnterpriseYear",
    "OcopProduct",
    "Placement",
    "SizeThreshold",
]
