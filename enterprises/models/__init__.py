"""The register: enterprises, where they were when, their years and products, their duplicates."""

from enterprises.models.duplicates import DuplicatePair
from enterprises.models.enterprises import Enterprise
from enterprises.models.facts import ContactPerson, EnterpriseYear, OcopProduct, SizeThreshold
from enterprises.models.merges import EnterpriseMerge
from enterprises.models.placements import Placement

__all__ = [
    "ContactPerson",
    "DuplicatePair",
    "Enterprise",
    "EnterpriseMerge",
    "EnterpriseYear",
    "OcopProduct",
    "Placement",
    "SizeThreshold",
]
