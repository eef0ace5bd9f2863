"""Verdicts over counted figures, in exact arithmetic (counting rules: "Met", "Pace")."""

from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from fractions import Fraction

from programs.choices import Comparator

# Behind where the completion rate is under this share of what time would have.
BEHIND_BELOW = Fraction(9, 10)


def completion_rate(value: int, target: int) -> Decimal:
    """Percent of the plan's number, rounded half up to one decimal, not capped."""
    tenths = (Fraction(value * 1000, target) + Fraction(1, 2)) // 1
    return Decimal(int(tenths)).scaleb(-1)


def is_met(comparator: str, value: int, target: int) -> bool:
    """`more_than` needs more than the number (30 does not meet "trên 30")."""
    return value > target if comparator == Comparator.MORE_THAN else value >= target


def is_exceeded(comparator: str, value: int, target: int) -> bool:
    """Beyond a reached target; "trên" is met or not, its rate tells the rest."""
    return comparator != Comparator.MORE_THAN and value > target


def still_needed(comparator: str, value: int, target: int) -> int:
    """How many more would meet the target; 0 where it is met."""
    goal = target + 1 if comparator == Comparator.MORE_THAN else target
    return max(0, goal - value)


@dataclass(frozen=True)
class Pace:
    """Share of the stage's time elapsed, and whether the figure keeps up with it."""

    elapsed: Fraction
    is_behind: bool

    @property
    def elapsed_percent(self) -> Decimal:
        return completion_rate(self.elapsed.numerator, self.elapsed.denominator)


def elapsed_share(first: date, last: date, cut_off: date) -> Fraction:
    """Days of the stage gone by the cut-off (included) over all its days."""
    days = (last - first).days + 1
    gone = (min(cut_off, last) - first).days + 1
    return Fraction(max(gone, 0), days)


def pace(value: int, target: int, elapsed: Fraction) -> Pace:
    return Pace(elapsed, Fraction(value, target) < elapsed * BEHIND_BELOW)


def raised(base: int, percent: int) -> int:
    """`base` raised by at least `percent`, rounded up exactly: 10 → 11, never 12."""
    return -(-base * (100 + percent) // 100)
