"""Geometry of the charts: scales, marks, labels."""

from fractions import Fraction

import pytest

from core.charts import (
    Bullet,
    YearBar,
    YearBars,
    render_bullet,
    render_year_bars,
)
from core.dot_map import Dot, DotMap, render_dot_map


def bullet(value: int, target: int, comparator: str = "at_least", elapsed=Fraction(1, 2)) -> Bullet:
    return Bullet("a", "A", "A", value, target, comparator, "lớp", elapsed, is_behind=False)


def test_below_the_target_the_scale_ends_at_its_mark():
    chart = bullet(5, 20)
    assert (chart.bar, chart.time, chart.mark) == ("72.0", "144.0", "290.0")
    assert (chart.time_mark, chart.label, chart.is_beyond) == ("146.0", "284.0", False)
    svg = render_bullet(chart)
    assert 'font-weight="700" fill="#12211f">≥ 20</text>' in svg
    assert ">20 lớp</text>" in svg


def test_beyond_the_target_the_scale_ends_at_the_value_and_the_mark_stands_inside():
    chart = bullet(72, 20, "more_than")
    assert (chart.bar, chart.mark, chart.time) == ("288.0", "82.0", "40.0")
    svg = render_bullet(chart)
    assert '<circle cx="82.0"' in svg
    assert 'fill="#0e5654">72</text>' in svg
    assert ">&gt; 20 lớp</text>" in svg


def test_a_result_equal_to_the_target_fills_the_scale():
    chart = bullet(20, 20)
    assert (chart.bar, chart.mark, chart.is_beyond) == ("288.0", "290.0", False)


def test_the_words_of_a_low_mark_keep_clear_of_the_zero():
    chart = bullet(210, 10, "about", None)
    assert (chart.mark, chart.box, chart.label) == ("15.7", "9.7", "74.0")
    svg = render_bullet(chart)
    assert "stroke-dasharray" in svg
    assert "≈ 10 lớp" in svg
    assert "thời gian" not in svg


def years(count: int) -> YearBars:
    return YearBars("n", "N", [YearBar(2021 + n, n, False) for n in range(count)], None, 10)


def test_a_few_years_keep_the_width_of_bars_and_stand_in_full():
    (one,) = years(1).drawn
    five = years(5).drawn
    assert one["width"] == five[0]["width"] == "31.7"
    assert [bar["year"] for bar in five] == ["2021", "2022", "2023", "2024", "2025"]
    assert ">2021</text>" in render_year_bars(years(1))


def test_many_years_are_shortened():
    drawn = years(10).drawn
    assert [bar["year"] for bar in drawn][:2] == ["21", "22"]
    assert drawn[0]["width"] == "15.9"


def test_what_a_year_needs_is_rounded_up():
    bars = [YearBar(2027, None, is_current=False)]
    for need, words in ((Fraction(21, 4), "5,3"), (Fraction(1, 4), "0,3"), (Fraction(5), "5")):
        (drawn,) = YearBars("a", "A", bars, need, 9).drawn
        assert drawn["words"] == words


def dots(*found: tuple[str, float, float, int]) -> DotMap:
    return DotMap([Dot(*dot) for dot in found])


def test_of_colliding_labels_the_largest_stays():
    chart = dots(
        ("Xã A", 10.5, 106.0, 9),
        ("Xã B", 10.5, 106.001, 4),
        ("Xã C", 10.5, 106.002, 1),
        ("Xã D", 10.0, 107.0, 4),
        ("Xã E", 10.2, 106.5, 0),
    )
    # B and C have no room that covers no counted dot.
    assert sides(chart) == {"Xã A": "start", "Xã D": "end"}
    assert [item["dot"].name for item in chart.drawn] == ["Xã A", "Xã B", "Xã D", "Xã C", "Xã E"]
    svg = render_dot_map(chart)
    assert "Xã A 9" in svg
    assert "Xã B 4" not in svg


def sides(chart: DotMap) -> dict[str, str]:
    return {item["dot"].name: item["label"].anchor for item in chart.drawn if item["label"]}


def test_a_label_goes_where_it_covers_no_counted_dot_and_least_of_the_others():
    apart = [("A", 10.5, 106.0, 9), ("B", 10.0, 107.0, 9)]
    assert sides(dots(*apart)) == {"A": "start", "B": "end"}
    # To the right of C stands a counted dot, to the right of E an empty one.
    near = [
        ("C", 10.5, 106.5, 9),
        ("D", 10.5, 106.54, 4),
        ("E", 10.2, 106.5, 9),
        ("F", 10.2, 106.54, 0),
    ]
    shown = sides(dots(*apart, *near))
    assert shown["C"] == "end"
    assert shown["E"] == "end"
    # Left and right of A are counted dots: its name stands below it.
    row = [
        ("A", 10.5, 106.5, 9),
        ("B", 10.5, 106.45, 4),
        ("C", 10.5, 106.55, 4),
        ("D", 10.0, 106.0, 1),
        ("E", 10.1, 107.0, 1),
    ]
    assert sides(dots(*row))["A"] == "middle"


def test_area_is_in_proportion_and_the_legend_says_so():
    assert DotMap.radius(16) == pytest.approx(4 * DotMap.radius(1))
    chart = dots(("A", 10.5, 106.0, 40), ("B", 10.0, 107.0, 1))
    assert [(size["value"], size["r"]) for size in chart.sizes] == [
        (1, "3.8"),
        (10, "12.0"),
        (40, "24.0"),
    ]
    assert chart.height == chart.map_height + 56
    assert float(chart.legend_y) == chart.map_height + 28
    assert ">40</text>" in render_dot_map(chart)


def test_a_map_of_nothing_has_no_legend():
    chart = dots(("A", 10.5, 106.0, 0), ("B", 10.0, 107.0, 0))
    assert chart.sizes == []
    assert chart.height == chart.map_height
