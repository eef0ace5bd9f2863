"""Columns as wide as their words need; a chart's own proportions."""

import pytest

from core.documents.drawings import height_mm, standalone_svg
from core.documents.measures import CELL_EDGES, is_unbroken, table_height, table_layout, text_width
from core.documents.model import Drawing, Table, TableColumn
from tests.documents.samples import classes, drawing, supports


def test_the_motto_is_as_wide_as_it_prints():
    assert text_width("Độc lập - Tự do - Hạnh phúc", 13) == pytest.approx(56.06, abs=0.2)


@pytest.mark.parametrize(
    ("text", "align", "expected"),
    [
        ("1.234", "left", True),
        ("05/01/2024", "center", True),
        ("1200000001-001", "left", True),
        ("ước 5", "right", True),
        ("ít nhất 20", "center", False),
        ("-", "center", False),
        ("", "left", False),
        ("ISO 9001", "left", False),
    ],
)
def test_figures_dates_and_codes_are_one_word(text, align, expected):
    assert is_unbroken(text, TableColumn("x", 1, align)) is expected


def test_a_narrow_column_takes_what_the_wide_ones_spare():
    layout = table_layout(classes(), 162)
    assert layout.size == 12
    assert sum(layout.widths) == pytest.approx(162)
    number, name, day, money = layout.widths
    assert number == pytest.approx(CELL_EDGES + text_width("STT", 12))
    assert day == pytest.approx(CELL_EDGES + text_width("05/01/2024", 12))
    assert money == pytest.approx(CELL_EDGES + text_width("1.234.567.890", 12))
    assert name > 80


def test_declared_shares_stand_where_everything_fits():
    table = Table("x", (TableColumn("STT", 1), TableColumn("Tên", 3)), [("1", "A")])
    assert list(table_layout(table, 160).widths) == [40, 120]


def test_a_low_table_of_few_rows_stands_on_one_page():
    columns = (TableColumn("STT", 1), TableColumn("Tên", 3))
    low, high = "\n".join(["A"] * 2), "\n".join(["A"] * 5)
    assert table_height(Table("x", columns, [("1", low)]), (40, 120), 12) == pytest.approx(
        (3 * 12 * 1.2 + 2 * 5) * 25.4 / 72
    )
    for text, count, expected in ((low, 6, True), (low, 7, False), (high, 6, False)):
        table = Table("x", columns, [("1", text)] * count)
        assert (text, count, table_layout(table, 160).is_whole) == (text, count, expected)


def test_many_columns_are_set_smaller():
    assert table_layout(supports(), 249).size == 11


def test_what_fits_no_size_is_shared_by_need():
    rows = [("1.234.567.890.123", "1.234.567.890.123")]
    table = Table("x", (TableColumn("a", 1, "right"), TableColumn("b", 5, "right")), rows)
    layout = table_layout(table, 40)
    assert (layout.size, list(layout.widths)) == (11, [20, 20])


def test_columns_without_a_millimetre_to_spare():
    table = Table("x", (TableColumn("STT", 1),), [("1",)])
    width = CELL_EDGES + text_width("STT", 12)
    assert table_layout(table, width).widths == [pytest.approx(width)]


def test_a_chart_keeps_its_proportions_and_takes_the_document_s_letters():
    assert height_mm(drawing()) == pytest.approx(110 * 66 / 340)
    svg = standalone_svg(drawing())
    assert 'xmlns="http://www.w3.org/2000/svg"' in svg
    assert 'font-family="Times New Roman, Liberation Serif, serif"' in svg
    assert standalone_svg(Drawing(svg, "x", 10)) == svg
    with pytest.raises(ValueError, match="Không: no viewBox"):
        height_mm(Drawing("<svg/>", "Không", 10))
