"""How a sheet prints: landscape, all columns on a page, in letters that can be read."""

from collections.abc import Sequence

from django.utils.translation import gettext as _
from openpyxl.worksheet.page import PageMargins
from openpyxl.worksheet.worksheet import Worksheet

MM_PER_INCH = 25.4
# A column's width counts digits of the workbook's own face: 7 of 96 pixels, and 5 beside them.
PIXELS_PER_INCH, DIGIT, BESIDE = 96, 7, 5
SIDE = 10  # margin (mm) left and right
A4_LONG, A3_LONG = 297, 420
# Below this scale the letters of 11 points are smaller than 7: the sheet takes A3.
LEAST_ON_A4 = 0.65


def columns_width(widths: Sequence[float]) -> float:
    """Width (mm) of columns on paper in full size."""
    pixels = sum(width * DIGIT + BESIDE for width in widths)
    return pixels / PIXELS_PER_INCH * MM_PER_INCH


def printed_scale(widths: Sequence[float], paper: float) -> float:
    """The scale at which the columns fit the width of the paper (mm); they are never enlarged."""
    return min(1.0, (paper - 2 * SIDE) / columns_width(widths))


def set_print(sheet: Worksheet, header_row: int, widths: Sequence[float]) -> None:
    """A4, or A3 for a wide sheet; the header and the pages' numbers on every page."""
    is_wide = printed_scale(widths, A4_LONG) < LEAST_ON_A4
    setup = sheet.page_setup
    setup.orientation = "landscape"
    setup.paperSize = sheet.PAPERSIZE_A3 if is_wide else sheet.PAPERSIZE_A4
    setup.fitToWidth, setup.fitToHeight = 1, 0
    sheet.sheet_properties.pageSetUpPr.fitToPage = True
    side = SIDE / MM_PER_INCH
    sheet.page_margins = PageMargins(
        left=side, right=side, top=0.6, bottom=0.75, header=0.3, footer=0.35
    )
    sheet.print_title_rows = f"{header_row}:{header_row}"
    sheet.oddFooter.center.text = _("Trang %(page)s/%(pages)s") % {"page": "&P", "pages": "&N"}
