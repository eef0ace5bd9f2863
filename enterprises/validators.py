"""Rules that a form and an import share."""

from django.utils.translation import gettext as _

from core.spreadsheets import cells
from core.spreadsheets.cells import CITIZEN_LENGTH, CellError, Noted, has_wrong_check_digit
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


def wrong_tax_code(text: str) -> str:
    """Why nothing can be attached by this code: blank, of another length, a check digit that fails.

    Says nothing about whether the register knows the code.
    """
    if not text.strip():
        return _("Ghi mã số thuế.")
    try:
        read = cells.tax_code(text)
    except CellError as error:
        return str(error)
    code = str(read.value if isinstance(read, Noted) else read)
    if has_wrong_check_digit(code):
        return _(
            "Chữ số kiểm tra của mã số thuế không đúng. Đối chiếu với giấy chứng nhận đăng ký"
            " doanh nghiệp rồi ghi lại."
        )
    return ""
