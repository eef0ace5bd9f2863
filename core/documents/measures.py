"""How wide words are and how wide a table's columns must be: one answer for PDF and DOCX."""

import math
import re
import unicodedata
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from core.documents.model import Table, TableColumn

MM_PER_POINT = 25.4 / 72
# Text on the page (mm): A4 less the left margin of 30 and the right one of 18.
TEXT_WIDTH, WIDE_TEXT = 162, 249
# Beside the words of a cell: 3 points of padding on each side, and the rules.
CELL_EDGES = (2 * 3 + 1) * MM_PER_POINT
# A table of the sample is set in 12 points; one of many columns in 11.
SIZES, MANY_COLUMNS = (12, 11), 8
# A longer word of a text cell is broken rather than given a wider column (mm).
LONGEST_WORD = 24.0
# A table of so few rows, no higher than this (mm), stands on one page.
FEW_ROWS, LOW = 6, 120
LINE_HEIGHT, CELL_PADDING = 1.2, 5  # of the letters' size; above and below, in points
# A number, a date or a code of digits is one word, whatever stands between its digits.
FIGURE = re.compile(r"[\d.,/%:\u2013-]*\d[\d.,/%:\u2013-]*")
# Advances of the Times-metric bold face in thousandths of an em; the regular face is no wider.
_ADVANCES = {
    220: "|",
    250: " ,.",
    278: "'/\\il",
    333: "!()-:;[]`fjt",
    389: "Is",
    394: "{}",
    444: "cerz",
    555: '"',
    556: "Sbdhknpqu",
    570: "+<=>",
    611: "FP",
    667: "BELTZ",
    722: "ACDNRUVXYw",
    778: "GHKOQ",
    833: "&m",
    944: "M",
    1000: "%W",
}
_ADVANCE = {letter: advance for advance, letters in _ADVANCES.items() for letter in letters}
_OTHER = 500
_LETTERS = str.maketrans("đĐ", "dD")


@dataclass(frozen=True)
class TableLayout:
    """Size of the letters (points), widths of the columns (mm), and whether no page parts it."""

    size: int
    widths: Sequence[float]
    is_whole: bool = False


def text_width(text: str, size: float) -> float:
    """Width in mm of a line of bold text; accents stand above their letters and add nothing."""
    letters = unicodedata.normalize("NFD", text.translate(_LETTERS))
    points = sum(
        _ADVANCE.get(letter, _OTHER) for letter in letters if not unicodedata.combining(letter)
    )
    return points * size / 1000 * MM_PER_POINT


def is_unbroken(text: str, column: TableColumn) -> bool:
    """Whether a cell stays on one line: what is aligned right, and figures, dates, codes."""
    return column.align == "right" or FIGURE.fullmatch(text) is not None


def table_layout(table: Table, width_mm: float) -> TableLayout:
    """The declared shares, widened where a head's word or a figure would break.

    What one column gains the others give in proportion to what they can spare.
    """
    sizes = SIZES if len(table.columns) <= MANY_COLUMNS else SIZES[1:]
    for size in sizes:
        least = [_least(table, index, size) for index in range(len(table.columns))]
        if sum(least) <= width_mm:
            break
    widths = _shared_out(table.columns, least, width_mm)
    is_whole = len(table.rows) <= FEW_ROWS and table_height(table, widths, size) <= LOW
    return TableLayout(size, widths, is_whole)


def table_height(table: Table, widths: Sequence[float], size: int) -> float:
    """About how high (mm) the table is; lines that break early may make it a little higher."""
    rows = [[column.header for column in table.columns], *table.rows, table.total]
    return sum(_row_height(row, widths, size) for row in rows if row)


def _row_height(cells: Sequence[str], widths: Sequence[float], size: int) -> float:
    lines = max(
        sum(
            max(math.ceil(text_width(line, size) / (width - CELL_EDGES)), 1)
            for line in cell.split("\n")
        )
        for cell, width in zip(cells, widths, strict=True)
    )
    return (lines * size * LINE_HEIGHT + CELL_PADDING) * MM_PER_POINT


def _least(table: Table, index: int, size: int) -> float:
    """Width (mm) below which a column breaks a word of its head or a figure."""
    column = table.columns[index]
    cells = [row[index] for row in (*table.rows, table.total) if row]
    lines = [cell for cell in cells if is_unbroken(cell, column)]
    words = [word for cell in cells if cell not in lines for word in cell.split()]
    return CELL_EDGES + max(
        _widest(column.header.split(), size),
        _widest(lines, size),
        min(_widest(words, size), LONGEST_WORD),
    )


def _widest(texts: Iterable[str], size: int) -> float:
    return max((text_width(text, size) for text in texts), default=0)


def _shared_out(columns: Sequence[TableColumn], least: list[float], width_mm: float) -> list[float]:
    whole = sum(column.width for column in columns)
    shares = [column.width * width_mm / whole for column in columns]
    lacking = sum(max(need - share, 0) for share, need in zip(shares, least, strict=True))
    spare = sum(max(share - need, 0) for share, need in zip(shares, least, strict=True))
    if lacking > spare:
        # Nothing fits: every column in proportion to what it needs.
        return [need * width_mm / sum(least) for need in least]
    given = lacking / spare if spare else 0
    return [
        need if share <= need else share - (share - need) * given
        for share, need in zip(shares, least, strict=True)
    ]
