"""What is reached and what is not; no time is measured here."""

import pytest

from bench.table import MEGABYTES, Goal, Line, as_table, shown


@pytest.mark.parametrize(
    ("line", "reached"),
    [
        (Line("w", 0.5, 3.0, goal=Goal(times_peer=6)), True),
        (Line("w", 0.5, 2.9, goal=Goal(times_peer=6)), False),
        (Line("w", 0.016, limit=0.001, goal=Goal(over_limit=0.015)), True),
        (Line("w", 0.017, limit=0.001, goal=Goal(over_limit=0.015)), False),
        (Line("w", 2.6, limit=2.0, goal=Goal(times_limit=1.3)), True),
        (Line("w", 2.7, limit=2.0, goal=Goal(times_limit=1.3)), False),
        (Line("w", 400, goal=Goal(at_most=400), unit=MEGABYTES), True),
        (Line("w", 401, goal=Goal(at_most=400), unit=MEGABYTES), False),
        (Line("w", 0.1, 0.7, 0.05, Goal(times_peer=6, times_limit=1.3)), False),
        (Line("w", 0.1, 0.7, 0.05), None),
    ],
)
def test_a_goal_is_reached_where_all_of_it_is(line, reached):
    assert line.is_reached is reached


def test_the_table_says_what_was_asked_and_whether_it_was_reached():
    lines = [
        Line("list", 0.01, 0.08, 0.001, Goal(times_peer=6, over_limit=0.015), 5, 3, 120),
        Line("memory", 512, goal=Goal(at_most=400), unit=MEGABYTES),
    ]

    rows = [[cell.strip() for cell in row.split("|")[1:-1]] for row in as_table(lines).split("\n")]

    assert rows[2] == [
        *("list", "10.0 ms", "80.0 ms", "1.0 ms", "8.0", "10.00"),
        *("≤ peer / 6, ≤ limit + 15.0 ms", "yes", "5", "3", "120"),
    ]
    assert rows[3] == ["memory", "512 MB", "-", "-", "-", "-", "≤ 400 MB", "NO", "-", "-", "1"]


def test_from_a_second_on_seconds_are_shown():
    assert shown(0.9994, "s") == "999.4 ms"
    assert shown(1, "s") == "1.00 s"


def test_the_answer_for_machines_holds_ratios():
    answer = Line("w", 0.5, 3.0, 0.25, Goal(times_peer=6)).as_dict()

    assert answer["beside_peer"] == 6
    assert answer["beside_limit"] == 2
    assert answer["reached"] is True
