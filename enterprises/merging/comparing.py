"""Two records side by side, and what a person chose of them."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext as _

from core.ui.values import display, label_of
from enterprises.merging.carrying_out import CHOSEN
from enterprises.merging.conflicts import Conflict
from enterprises.models import Enterprise

STAYS, GOES = "o-lai", "nhap-vao"


@dataclass(frozen=True)
class Line:
    """One value of both.

    Args:
        choice: its name in the form; "" where there is nothing to choose.
        chosen: whose value stays.
    """

    label: str
    staying: str
    going: str
    choice: str = ""
    chosen: str = STAYS

    @property
    def differs(self) -> bool:
        return self.staying != self.going


def lines_of(target: Enterprise, source: Enterprise, chosen: Mapping[str, str]) -> list[Line]:
    """What stays as it is, then what can be chosen; a value is proposed where one has none."""
    fixed = [
        Line(_("Mã số thuế"), target.masked_tax_code, source.masked_tax_code),
        *(_line(target, source, name) for name in ("unit", "size_class")),
    ]
    found = []
    for group in CHOSEN:
        line = _line(target, source, group[-1])
        if line.differs or _line(target, source, group[0]).differs:
            name = f"muc-{group[0]}"
            proposed = STAYS if line.staying else GOES
            picked = chosen.get(name) if chosen.get(name) in {STAYS, GOES} else proposed
            line = Line(line.label, line.staying, line.going, name, str(picked))
        found.append(line)
    return [found[0], *fixed, *found[1:]]


def _line(target: Enterprise, source: Enterprise, name: str) -> Line:
    return Line(label_of(Enterprise, name), display(target, name), display(source, name))


def choices_from(
    lines: Iterable[Line], conflicts: Iterable[Conflict], data: Mapping[str, str]
) -> dict[str, Any]:
    """What `EnterpriseMerge.choices` keeps; of an unknown answer, what is proposed."""
    taken = {line.choice.removeprefix("muc-") for line in lines if line.choice and _goes(line)}
    rows: dict[str, list[int]] = {}
    for conflict in conflicts:
        if data.get(conflict.choice) == GOES:
            rows.setdefault(conflict.relation.code, []).append(conflict.going.pk)
    fields = [name for group in CHOSEN if group[0] in taken for name in group]
    return {"fields": fields, "rows": rows}


def _goes(line: Line) -> bool:
    return line.chosen == GOES
