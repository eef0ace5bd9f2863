"""A map of places as dots: where something was counted, and how much."""

import math
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from django.template.loader import render_to_string
from django.utils.safestring import SafeString


@dataclass(frozen=True)
class Dot:
    """A place with its coordinates (degrees) and its count."""

    name: str
    latitude: float
    longitude: float
    value: int


Box = tuple[float, float, float, float]


@dataclass(frozen=True)
class DotMap:
    """Places as dots, area in proportion to the count (design, section 5)."""

    dots: Sequence[Dot]

    width = 560
    margin = 26
    labelled = 8
    # Of a label: width of a letter, height, distance from its dot.
    letter, line, gap = 7.1, 14, 3

    @property
    def _span(self) -> tuple[float, float, float, float]:
        """Least longitude, least and greatest latitude, and pixels per degree of longitude."""
        east = [dot.longitude for dot in self.dots]
        north = [dot.latitude for dot in self.dots]
        room = self.width - 2 * self.margin
        scale = room / max(max(east) - min(east), 0.1)
        return min(east), min(north), max(north), scale

    @property
    def map_height(self) -> int:
        _west, south, north, scale = self._span
        # Near 10° north a degree of latitude is 1.5 % longer than one of longitude.
        return round((north - south) * scale * 1.015) + 2 * self.margin

    @property
    def height(self) -> int:
        return self.map_height + self._legend_height

    @property
    def _largest(self) -> int:
        return max((dot.value for dot in self.dots), default=0)

    @property
    def _legend_height(self) -> int:
        return round(2 * self.radius(self._largest)) + 8 if self._largest else 0

    @staticmethod
    def radius(value: int) -> float:
        return 3.8 * math.sqrt(value) if value else 2.4

    @property
    def sizes(self) -> list[dict[str, Any]]:
        """The legend: dots of one, of a quarter of the largest count and of the largest."""
        largest = self._largest
        found: list[dict[str, Any]] = []
        x = float(self.margin)
        for value in sorted({1, max(largest // 4, 1), largest}) if largest else ():
            radius = self.radius(value)
            found.append(
                {
                    "value": value,
                    "x": f"{x + radius:.1f}",
                    "r": f"{radius:.1f}",
                    "text_x": f"{x + 2 * radius + self.gap:.1f}",
                }
            )
            x += 2 * radius + self.gap + self.letter * len(str(value)) + 16
        return found

    @property
    def legend_y(self) -> str:
        return f"{self.map_height + self._legend_height / 2:.1f}"

    @property
    def drawn(self) -> list[dict[str, Any]]:
        """Largest first, so that a small dot is never hidden under a large one.

        The largest are labelled, each on the side where it covers no label and least of other
        dots; where every side covers a counted dot or a label, not at all: the table beside
        the map names every place.
        """
        ordered = sorted(self.dots, key=lambda d: (-d.value, d.name))
        circles = [self._circle(dot) for dot in ordered]
        labels: list[Label] = []
        found = []
        for rank, (dot, circle) in enumerate(zip(ordered, circles, strict=True)):
            others = [*circles[:rank], *circles[rank + 1 :]]
            wanted = rank < self.labelled and dot.value > 0
            label = self._label(dot, circle, others, labels) if wanted else None
            if label is not None:
                labels.append(label)
            found.append(
                {
                    "dot": dot,
                    "x": f"{circle.x:.1f}",
                    "y": f"{circle.y:.1f}",
                    "r": f"{circle.radius:.1f}",
                    "label": label,
                }
            )
        return found

    def _circle(self, dot: Dot) -> "Circle":
        west, _south, north, scale = self._span
        x = self.margin + (dot.longitude - west) * scale
        y = self.margin + (north - dot.latitude) * scale * 1.015
        return Circle(x, y, self.radius(dot.value), dot.value > 0)

    def _label(
        self, dot: Dot, circle: "Circle", others: Sequence["Circle"], labels: Sequence["Label"]
    ) -> "Label | None":
        """The best side: right, left, below, above, then the corners; None where there is none."""
        text = f"{dot.name} {dot.value}"
        long, away = self.letter * len(text), circle.radius + self.gap
        beyond = away + self.line / 2
        best: tuple[int, Label] | None = None
        for anchor, x, y, left in (
            ("start", circle.x + away, circle.y, circle.x + away),
            ("end", circle.x - away, circle.y, circle.x - away - long),
            ("middle", circle.x, circle.y + beyond, circle.x - long / 2),
            ("middle", circle.x, circle.y - beyond, circle.x - long / 2),
            ("start", circle.x + self.gap, circle.y + beyond, circle.x + self.gap),
            ("end", circle.x - self.gap, circle.y + beyond, circle.x - self.gap - long),
            ("start", circle.x + self.gap, circle.y - beyond, circle.x + self.gap),
            ("end", circle.x - self.gap, circle.y - beyond, circle.x - self.gap - long),
        ):
            box = (left, y - self.line / 2, left + long, y + self.line / 2)
            is_inside = box[0] >= 0 and box[2] <= self.width and box[1] >= 0
            if not is_inside or any(_overlap(box, other.box) for other in labels):
                continue
            covered = [other for other in others if _overlap(box, other.box)]
            if any(other.is_counted for other in covered):
                continue
            if best is None or len(covered) < best[0]:
                best = len(covered), Label(text, f"{x:.1f}", f"{y:.1f}", anchor, box)
        return None if best is None else best[1]


@dataclass(frozen=True)
class Circle:
    """A dot as drawn."""

    x: float
    y: float
    radius: float
    is_counted: bool

    @property
    def box(self) -> Box:
        r = self.radius
        return (self.x - r, self.y - r, self.x + r, self.y + r)


@dataclass(frozen=True)
class Label:
    """A name beside its dot; `box` is the room it takes."""

    text: str
    x: str
    y: str
    anchor: str
    box: Box


def _overlap(one: Box, other: Box) -> bool:
    return one[0] < other[2] and other[0] < one[2] and one[1] < other[3] and other[1] < one[3]


def render_dot_map(chart: DotMap) -> SafeString:
    return render_to_string("charts/dot_map.html", {"chart": chart})
