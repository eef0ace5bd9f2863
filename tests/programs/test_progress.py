from datetime import date
from decimal import Decimal
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from programs.progress import (
    completion_rate,
    elapsed_share,
    is_exceeded,
    is_met,
    pace,
    raised,
    still_needed,
)

FIRST, LAST = date(2021, 1, 1), date(2025, 12, 31)


@pytest.mark.parametrize(
    ("value", "target", "rate"),
    [
        (17, 20, "85.0"),
        (30, 30, "100.0"),
        (1, 3, "33.3"),
        (2, 3, "66.7"),
        (1, 16, "6.3"),
        (45, 30, "150.0"),
        (0, 10, "0.0"),
    ],
)
def test_rate_is_rounded_half_up_to_one_decimal(value, target, rate):
    assert str(completion_rate(value, target)) == rate


@pytest.mark.parametrize(
    ("comparator", "value", "target", "met", "exceeded", "needed"),
    [
        ("more_than", 30, 30, False, False, 1),
        ("more_than", 31, 30, True, False, 0),
        ("at_least", 20, 20, True, False, 0),
        ("at_least", 21, 20, True, True, 0),
        ("at_least", 19, 20, False, False, 1),
        ("about", 10, 10, True, False, 0),
        ("about", 11, 10, True, True, 0),
        ("about", 3, 10, False, False, 7),
    ],
)
def test_verdicts(comparator, value, target, met, exceeded, needed):
    assert is_met(comparator, value, target) is met
    assert is_exceeded(comparator, value, target) is exceeded
    assert still_needed(comparator, value, target) == needed


@given(st.integers(0, 500), st.integers(1, 100))
def test_nothing_is_needed_exactly_when_met(value, target):
    for comparator in ("about", "at_least", "more_than"):
        assert (still_needed(comparator, value, target) == 0) == is_met(comparator, value, target)
        missing = still_needed(comparator, value, target)
        assert is_met(comparator, value + missing, target)


def test_elapsed_share_counts_the_cut_off():
    assert elapsed_share(FIRST, LAST, date(2021, 1, 1)) == Fraction(1, 1826)
    assert elapsed_share(FIRST, LAST, date(2024, 11, 15)) == Fraction(1415, 1826)
    assert elapsed_share(FIRST, LAST, LAST) == 1
    assert elapsed_share(FIRST, LAST, date(2026, 5, 1)) == 1
    assert elapsed_share(FIRST, LAST, date(2020, 5, 1)) == 0


def test_behind_is_under_ninety_percent_of_time():
    assert pace(45, 100, Fraction(1, 2)).is_behind is False
    assert pace(44, 100, Fraction(1, 2)).is_behind is True
    assert pace(44, 100, Fraction(1, 2)).elapsed_percent == Decimal("50.0")


@pytest.mark.parametrize(
    ("base", "expected"), [(10, 11), (20, 22), (30, 33), (1, 2), (0, 0), (11, 13)]
)
def test_raised_by_ten_percent_exactly(base, expected):
    assert raised(base, 10) == expected


def test_growth_is_added_whatever_its_digits():
    assert raised(100, 5) == 105
    assert raised(3, 10) == 4


def test_ahead_of_time_is_not_behind():
    assert not pace(10, 10, Fraction(1, 2)).is_behind
    assert pace(4, 10, Fraction(1, 2)).is_behind
