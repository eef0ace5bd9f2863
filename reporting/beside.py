"""What is told beside a figure: other parties, who took part, what is in force."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from programs.indicators import Evaluation


@dataclass(frozen=True)
class Beside:
    """A part of an indicator's records with a number of its own.

    Args:
        part: its name among the indicator's parts.
        slug: its name in an address.
        names: by period, the name of its number in `Evaluation.beside` and in snapshots.
    """

    part: str
    slug: str
    label: str | Promise
    names: Mapping[str, str]

    def numbers(self, figures: Mapping[str, Any]) -> dict[str, int]:
        """By period, what the figures say; nothing where the indicator has no such part."""
        return {p: figures[name] for p, name in self.names.items() if name in figures}


OTHERS = Beside("others", "khac", _("Đối tượng khác"), {})
TOLD = (
    Beside(
        "took_part",
        "tham-gia",
        _("Tham gia"),
        {p: f"took_part_{p}" for p in ("in_year", "previous_year_final", "cumulative")},
    ),
    Beside(
        "in_force",
        "con-hieu-luc",
        _("Còn hiệu lực đến ngày chốt"),
        {"cumulative": "in_force_at_cut_off"},
    ),
)
BY_SLUG = {told.slug: told for told in (OTHERS, *TOLD)}


def number_beside(told: Beside, figures: Evaluation, period: str) -> int | None:
    """The number of the part in a period; None where there is none."""
    if told is OTHERS:
        found: int | None = getattr(figures, period).others
        return found
    return told.numbers(figures.beside).get(period)
