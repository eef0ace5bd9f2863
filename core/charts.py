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


@dataclass(frozen=True)
class Bullet:
    """Value against target and time (design, section 5).

    `comparator` draws the end mark: "at_least" a closed bar, "more_than" an open circle,
    "about" a dashed box. `elapsed` is the share of time gone; None draws no time.
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

    def _x(self, share: Fraction) -> str:
        """Place of a share of the target, at most its mark: the words tell what lies beyond."""
        return f"{float(min(share, Fraction(1))) * WIDTH:.1f}"

    @property
    def bar(self) -> str:
        return self._x(Fraction(self.value, self.target))

    @property
    def time(self) -> str:
        return self._x(self.elapsed or Fraction(0))

    @property
    def time_mark(self) -> str:
        return f"{float(self.time) + LEFT:.1f}"

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

    def _height(self, value: Fraction | int) -> float:
        return float(value) * self.room / max(self.scale, 1)

    @property
    def drawn(self) -> list[dict[str, Any]]:
        step = self.width / max(len(self.bars), 1)
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
                    "short": f"{bar.year % 100:02}",
                    "words": self._words(bar, value),
                }
            )
        return found

    @staticmethod
    def _words(bar: YearBar, value: Fraction | int) -> str:
        if bar.value is not None:
            return str(bar.value)
        tenths = Decimal(value.numerator) / Decimal(value.denominator)
        return f"{tenths:.1f}".replace(".", ",").removesuffix(",0") if value else ""


def render_year_bars(chart: YearBars) -> SafeString:
    return render_to_string("charts/years.html", {"chart": chart})


@dataclass(frozen=True)
class Dot:
    """A place with its coordinates (degrees) and its count."""

    name: str
    latitude: float
    longitude: float
    value: int


@dataclass(frozen=True)
class DotMap:
    """Places as dots, area in proportion to the count (design, section 5)."""

    dots: Sequence[Dot]

    width = 560
    margin = 26
    labelled = 8

    @property
    def _span(self) -> tuple[float, float, float, float, float]:
        """Least and greatest longitude and latitude, and pixels per degree of longitude."""
        east = [dot.longitude for dot in self.dots]
        north = [dot.latitude for dot in self.dots]
        room = self.width - 2 * self.margin
        scale = room / max(max(east) - min(east), 0.1)
        return min(east), max(east), min(north), max(north), scale

    @property
    def height(self) -> int:
        _west, _east, south, north, scale = self._span
        # Near 10° north a degree of latitude is 1.5 % longer than one of longitude.
        return round((north - south) * scale * 1.015) + 2 * self.margin

    @property
    def drawn(self) -> list[dict[str, Any]]:
        """Largest first, so that a small dot is never hidden under a large one."""
        west, _east, _south, north, scale = self._span
        found = []
        for rank, dot in enumerate(sorted(self.dots, key=lambda d: (-d.value, d.name))):
            x = self.margin + (dot.longitude - west) * scale
            radius = 3.4 * math.sqrt(dot.value) + 1.2 if dot.value else 2.4
            found.append(
                {
                    "dot": dot,
                    "x": f"{x:.1f}",
                    "y": f"{self.margin + (north - dot.latitude) * scale * 1.015:.1f}",
                    "r": f"{radius:.1f}",
                    "is_labelled": rank < self.labelled and dot.value > 0,
                    "anchor": "end" if x > self.width * 0.7 else "start",
                    "shift": f"{(-radius - 3) if x > self.width * 0.7 else radius + 3:.1f}",
                }
            )
        return found


def render_dot_map(chart: DotMap) -> SafeString:
    return render_to_string("charts/dot_map.html", {"chart": chart})
