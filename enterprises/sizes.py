"""The size class of an enterprise in a year, under the thresholds in force that year."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date

from enterprises.choices import SizeClass
from enterprises.models import EnterpriseYear, SizeThreshold


@dataclass
class SizeRules:
    """All thresholds in memory."""

    thresholds: list[SizeThreshold]
    _known: dict[tuple[str, date], list[SizeThreshold]] = field(default_factory=dict)

    @classmethod
    def load(cls) -> "SizeRules":
        return cls(list(SizeThreshold.objects.order_by("max_labour")))

    def classify(self, sector: str, facts: EnterpriseYear) -> str:
        """The smallest class that fits: labour, and revenue or capital (Điều 5); "" if unknown.

        Thresholds are those in force on the last day of the year.
        """
        rules = self._in_force(sector, date(facts.year, 12, 31))
        if facts.labour is None or (facts.revenue_vnd is None and facts.capital_vnd is None):
            return ""
        if not rules:
            return ""
        for rule in rules:
            money_fits = (
                facts.revenue_vnd is not None and facts.revenue_vnd <= rule.max_revenue_vnd
            ) or (facts.capital_vnd is not None and facts.capital_vnd <= rule.max_capital_vnd)
            if facts.labour <= rule.max_labour and money_fits:
                return str(rule.size_class)
        return str(SizeClass.LARGE)

    def _in_force(self, sector: str, day: date) -> list[SizeThreshold]:
        if (sector, day) not in self._known:
            self._known[sector, day] = [
                t for t in self.thresholds if t.sector == sector and t.is_valid_on(day)
            ]
        return self._known[sector, day]

    def classes_of(self, sector: str, years: Iterable[EnterpriseYear]) -> list[EnterpriseYear]:
        """Set the class of each year; returns the years whose class changed."""
        changed = []
        for facts in years:
            size = self.classify(sector, facts)
            if facts.size_class != size:
                facts.size_class = size
                changed.append(facts)
        return changed


def latest_class(years: Iterable[EnterpriseYear]) -> str:
    """The class of the latest year, "" where no year is known."""
    latest = max(years, key=lambda facts: facts.year, default=None)
    return latest.size_class if latest is not None else ""
