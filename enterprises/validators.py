"""Rules that a form and an import share."""

from django.utils.translation import gettext as _

from core.spreadsheets.cells import CITIZEN_LENGTH
from enterprises.choices import EntityType


def tax_code_contradiction(tax_code: str, entity_type: str) -> str:
    """What is wrong with this code for this type; "" where nothing is."""
    if (
        len(tax_code) == CITIZEN_LENGTH
        and "-" not in tax_code
        and entity_type != EntityType.HOUSEHOLD
    ):
        return _("Mã 12 chữ số chỉ dùng cho hộ kinh doanh; ghi mã số thuế 10 chữ số.")
    return ""
