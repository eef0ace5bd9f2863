"""Charts as server-rendered SVG: geometry here, drawing in templates, words for everybody."""

from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction

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
