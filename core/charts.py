"""Charts as server-rendered SVG: geometry here, drawing in templates, words for everybody."""

import math
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from fractions import Fraction
from typing import Any

from django.template.loader import render_to_string
from django.utils.safestring import SafeString

WIDTH, LEFT = 288, 2
BOX, LABEL, LABEL_END = 12, 74, 284


@dataclass(frozen=True)
class Bullet:
    """Value against target and time (design, section 5).

    `comparator` draws the target's mark: "at_least" a closed bar, "more_than" an open circle,
    "about" a dashed box. `elapsed` is the share of time gone; None draws no time. The scale ends
    at the target, or at the value that went beyond it.
    """

    id: str
    title: str
    description: str
    value: int
    target: int
    comparator: str
    unit: str
    elapsed: Fraction | None
    is_behind: bool

    @property
    def is_beyond(self) -> bool:
        return self.value > self.target

    def _width(self, value: Fraction | int) -> float:
        return float(Fraction(value) / max(self.value, self.target)) * WIDTH

    @property
    def bar(self) -> str:
        return f"{self._width(self.value):.1f}"

    @property
    def time(self) -> str:
        """Where the value would stand if it kept pace with time."""
        return f"{self._width(self.target * (self.elapsed or Fraction(0))):.1f}"

    @property
    def time_mark(self) -> str:
        return f"{float(self.time) + LEFT:.1f}"

    @property
    def mark(self) -> str:
        return f"{self._width(self.target) + LEFT:.1f}"

    @property
    def box(self) -> str:
        """Left side of the dashed box around the target's mark."""
        return f"{float(self.mark) - BOX / 2:.1f}"

    @property
    def label(self) -> str:
        """Middle of the words under the mark, never over the scale's zero nor outside."""
        return f"{min(max(float(self.mark), LABEL), LABEL_END):.1f}"

    @property
    def sign(self) -> str:
        return {"more_than": ">", "about": "≈"}.get(self.comparator, "≥")

    @property
    def colour(self) -> str:
        return "#774800" if self.is_behind else "#0e5654"

    @property
    def elapsed_percent(self) -> Decimal:
        share = self.elapsed or Fraction(0)
        return (Decimal(share.numerator) * 100 / share.denominator).quantize(Decimal("0.1"))


def render_bullet(chart: Bullet) -> SafeString:
    """The same drawing for page and document."""
    return render_to_string("charts/bullet.html", {"chart": chart})


@dataclass(frozen=True)
class LifeBar:
    """A certificate from its first to its last day (None: no end is known)."""

    label: str
    first: date
    last: date | None
    kind: str
    words: str


@dataclass(frozen=True)
class LifeBars:
    """Lives of certificates against today (design: `life_bars`)."""

    bars: Sequence[LifeBar]
    today: date

    width = 720
    row = 34
    top = 26
    colours = {"ok": "#14706c", "warn": "#774800", "bad": "#9c2019", "neutral": "#7a8d8a"}

    @property
    def first_year(self) -> int:
        return min([bar.first.year for bar in self.bars] + [self.today.year])

    @property
    def last_year(self) -> int:
        ends = [bar.last.year for bar in self.bars if bar.last]
        return max([*ends, self.today.year]) + 1

    @property
    def height(self) -> int:
        return self.top + self.row * len(self.bars) + 6

    def x(self, day: date) -> str:
        start = date(self.first_year, 1, 1)
        days = (date(self.last_year + 1, 1, 1) - start).days
        return f"{(day - start).days * self.width / days:.1f}"

    @property
    def grid(self) -> list[tuple[int, str]]:
        return [
            (year, self.x(date(year, 1, 1))) for year in range(self.first_year, self.last_year + 1)
        ]

    @property
    def now(self) -> str:
        return self.x(self.today)

    @property
    def drawn(self) -> list[dict[str, Any]]:
        found = []
        for index, bar in enumerate(self.bars):
            start = float(self.x(bar.first))
            end = float(self.x(bar.last)) if bar.last else float(self.width)
            found.append(
                {
                    "bar": bar,
                    "x": f"{start:.1f}",
                    "width": f"{max(end - start, 2):.1f}",
                    "y": self.top + index * self.row + 16,
                    "text_y": self.top + index * self.row + 11,
                    "colour": self.colours[bar.kind],
                    # Labels begin where they fit.
                    "text_x": f"{min(start, self.width - 220):.1f}",
                }
            )
        return found


def render_life_bars(chart: LifeBars) -> SafeString:
    return render_to_string("charts/life_bars.html", {"chart": chart})


@dataclass(frozen=True)
class YearBar:
    """One year of a stage; the years still to come have no value."""

    year: int
    value: int | None
    is_current: bool


@dataclass(frozen=True)
class YearBars:
    """Counts by year beside the average that the years to come need (design, section 5).

    `scale` is the largest value of all the charts shown together.
    """

    id: str
    title: str
    bars: Sequence[YearBar]
    needed: Fraction | None
    scale: int

    width = 248
    height = 128
    base = 104
    room = 84
    # A stage has five years: the bars of a shorter row are no wider, and a year of four digits
    # needs this room.
    usual, room_for_year = 5, 34

    def _height(self, value: Fraction | int) -> float:
        return float(value) * self.room / max(self.scale, 1)

    @property
    def drawn(self) -> list[dict[str, Any]]:
        step = self.width / max(len(self.bars), self.usual)
        found = []
        for index, bar in enumerate(self.bars):
            is_ahead = bar.value is None
            value = (self.needed or Fraction(0)) if bar.value is None else bar.value
            tall = self._height(value)
            found.append(
                {
                    "bar": bar,
                    "x": f"{index * step + step * 0.18:.1f}",
                    "width": f"{step * 0.64:.1f}",
                    "middle": f"{(index + 0.5) * step:.1f}",
                    "y": f"{self.base - tall:.1f}",
                    "height": f"{max(tall, 0.1):.1f}",
                    "label_y": f"{self.base - tall - 5:.1f}",
                    "is_ahead": is_ahead,
                    "year": f"{bar.year % 100:02}" if step < self.room_for_year else str(bar.year),
                    "words": self._words(bar, value),
                }
            )
        return found

    @staticmethod
    def _words(bar: YearBar, value: Fraction | int) -> str:
        if bar.value is not None:
            return str(bar.value)
        # Rounded up: so many a year are enough, one tenth less would not be.
        tenths = Decimal(math.ceil(value * 10)).scaleb(-1)
        return f"{tenths:.1f}".replace(".", ",").removesuffix(",0") if value else ""


def render_year_bars(chart: YearBars) -> SafeString:
    return render_to_string("charts/years.html", {"chart": chart})
