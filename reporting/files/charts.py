"""Charts of a snapshot, by the same templates as the pages."""

from fractions import Fraction
from typing import Any

from django.utils.translation import gettext as _

from core.charts import Bullet, YearBar, YearBars, render_bullet, render_year_bars
from reporting.files.tables import Snapshot


def has_figures(snapshot: Snapshot) -> bool:
    """Whether there is anything to draw: charts of nothing but zeros say nothing."""
    return any(value for t in snapshot["targets"] for value in t["by_year"].values())


def drawings(snapshot: Snapshot) -> list[tuple[str, str, int]]:
    """(SVG, words, width in mm) of each chart; a target without a number has no bullet."""
    made = [_bullet(t) for t in snapshot["targets"] if t["target"] and t["elapsed"]]
    tallest = max([v for t in snapshot["targets"] for v in t["by_year"].values()] + [1])
    made += [_years(target, snapshot["year"], tallest) for target in snapshot["targets"]]
    return made


def _bullet(target: dict[str, Any]) -> tuple[str, str, int]:
    words = _("%(name)s: %(value)d, kế hoạch %(plan)s") % {
        "name": target["short_name"],
        "value": target["cumulative"],
        "plan": target["plan_text"],
    }
    chart = Bullet(
        id=target["code"].replace(".", "-"),
        title=words,
        description=words,
        value=target["cumulative"],
        target=target["target"],
        comparator=target["comparator"],
        unit=target["unit_of_measure"],
        elapsed=Fraction(target["elapsed"]),
        is_behind=bool(target["is_behind"]),
    )
    return render_bullet(chart), words, 110


def _years(target: dict[str, Any], year: int, tallest: int) -> tuple[str, str, int]:
    values = target["by_year"]
    words = _("%(name)s theo năm: %(values)s") % {
        "name": target["short_name"],
        "values": "; ".join(f"{y}: {v}" for y, v in values.items()),
    }
    bars = [YearBar(int(y), v, int(y) == year) for y, v in values.items()]
    code = target["code"].replace(".", "-")
    return render_year_bars(YearBars(f"nam-{code}", words, bars, None, tallest)), words, 80
