"""Which unit a person means by a name or a code.

Any unit that was ever valid is accepted. A name borne by several means the one of the
province that issued the plan; where that does not settle it, the person chooses a code.
"""

import re
from collections import defaultdict
from datetime import date

from django.utils.translation import gettext as _

from agencies.choices import PLACE_KINDS
from agencies.models import Unit, UnitLineage
from core.spreadsheets.cells import Nearest
from core.vietnamese import format_date, match_key, spelled_key

_SHORT_KINDS = {
    "tp": "thành phố",
    "tx": "thị xã",
    "tt": "thị trấn",
    "h": "huyện",
    "p": "phường",
    "x": "xã",
    "t": "tỉnh",
}
_SHORT = re.compile(rf"({'|'.join(_SHORT_KINDS)})(\.\s*|\s+)(?=\S)", re.IGNORECASE)
_KIND = re.compile(r"^(thanh pho|thi xa|thi tran|huyen|phuong|xa|tinh|quan) (?=\S)")


class UnknownUnit(Exception):
    """Nothing has that name; `nearest` holds the closest names."""

    def __init__(self, nearest_names: list[str]) -> None:
        super().__init__(", ".join(nearest_names))
        self.nearest = nearest_names


class AmbiguousUnit(Exception):
    """Several units have that name; `choices` describes them with their codes."""

    def __init__(self, choices: list[str]) -> None:
        super().__init__("; ".join(choices))
        self.choices = choices


class UnitNames:
    """All places in memory (some hundreds), looked up by code, spelling, or folded name."""

    def __init__(self, province_id: int, today: date) -> None:
        self.today = today
        self.province_id = province_id
        self.all = {unit.pk: unit for unit in Unit.objects.places()}
        self.units = {pk: unit for pk, unit in self.all.items() if unit.kind != "province"}
        self.by_code: dict[str, list[Unit]] = defaultdict(list)
        self.by_spelling: dict[str, list[Unit]] = defaultdict(list)
        self.by_folded: dict[str, list[Unit]] = defaultdict(list)
        for unit in self.units.values():
            self.by_code[unit.code].append(unit)
            self.by_spelling[spelled_key(unit.name)].append(unit)
            self.by_folded[match_key(unit.name)].append(unit)
        self._nearest = Nearest(unit.name for unit in self.units.values())
        self._heir_today = dict(
            UnitLineage.objects.valid_on(today).values_list("unit_id", "resolved_id")
        )
        self._found: dict[str, Unit] = {}

    def find(self, name: str) -> Unit:
        """The unit of a code, a full name, or "name, district".

        Raises:
            UnknownUnit, AmbiguousUnit
        """
        if name not in self._found:
            self._found[name] = self._find(name)
        return self._found[name]

    def _find(self, name: str) -> Unit:
        candidates = self._by_code(name) or self._by_name(name)
        if not candidates:
            raise UnknownUnit(self._nearest(name))
        if len(candidates) > 1:
            candidates = self._of_the_province(candidates)
        if len(candidates) > 1:
            raise AmbiguousUnit([self.describe(unit) for unit in candidates])
        return candidates[0]

    def _by_code(self, name: str) -> list[Unit]:
        """A code given twice over time means the unit of today, else the latest one."""
        found = self.by_code.get(name.strip(), [])
        if len(found) > 1:
            found = sorted(
                found, key=lambda u: (u.is_valid_on(self.today), str(u.valid_from or ""))
            )
        return found[-1:]

    def _by_name(self, name: str) -> list[Unit]:
        """Units of that spelling; without marks, those it may mean. What lies above must fit."""
        first, *above = [part.strip() for part in re.split(r"[,(;)]|\s[-–]\s", name)]
        full = _long_kind(first)
        found = self.by_spelling.get(spelled_key(full), [])
        if not found and first.isascii():
            found = self.by_folded.get(match_key(full), [])
        wanted = {_bare(part) for part in above if part} - {"viet nam"}
        fitting = [unit for unit in found if wanted <= self._above(unit)]
        return fitting or [unit for unit in found if wanted <= self._above(unit, with_heirs=True)]

    def _above(self, unit: Unit, *, with_heirs: bool = False) -> set[str]:
        """Names without their kind of what the unit lies in, also of what stands there today."""
        found = set()
        parent = self.all.get(unit.parent_id or 0)
        while parent is not None:
            # A district bears its code through every name it had.
            found |= {_bare(u.name) for u in self.by_code.get(parent.code, ())}
            found.add(_bare(parent.name))
            heir = self.all.get(self._heir_today.get(parent.pk) or 0)
            if with_heirs and heir is not None:
                found.add(_bare(heir.name))
            parent = self.all.get(parent.parent_id or 0)
        return found

    def _of_the_province(self, candidates: list[Unit]) -> list[Unit]:
        own = [u for u in candidates if self._province_of(u) == self.province_id]
        candidates = own or candidates
        if len(candidates) > 1 and len({self._heir_today.get(u.pk) for u in candidates}) == 1:
            # One place under two validities (renamed, or continued under the same name).
            heir = self._heir_today.get(candidates[0].pk)
            if heir is not None:
                return candidates[:1]
        return candidates

    def _province_of(self, unit: Unit) -> int | None:
        parent = self.units.get(unit.parent_id or 0)
        return parent.parent_id if parent is not None else unit.parent_id

    def describe(self, unit: Unit) -> str:
        """Give “821 (Huyện Châu Thành, Tỉnh Tiền Giang, đến 30/06/2025)”."""
        parts = [unit.name]
        if unit.parent_id and unit.parent_id in self.units:
            parts.append(self.units[unit.parent_id].name)
        if unit.valid_to:
            parts.append(_("đến %(day)s") % {"day": format_date(unit.valid_to)})
        elif unit.valid_from:
            parts.append(_("từ %(day)s") % {"day": format_date(unit.valid_from)})
        return f"{unit.code} ({', '.join(parts)})"


class BodyNames:
    """Departments, boards and associations in memory, by any of their names."""

    def __init__(self) -> None:
        self.by_name: dict[str, list[Unit]] = defaultdict(list)
        for unit in Unit.objects.exclude(kind__in=PLACE_KINDS):
            for name in {unit.name, unit.short_name, unit.abbreviation} - {""}:
                self.by_name[match_key(name)].append(unit)

    def find(self, name: str, on: date) -> Unit | None:
        """The body of that name on that day, if the units know it."""
        found = self.by_name.get(match_key(name), [])
        return next((unit for unit in found if unit.is_valid_on(on)), None)


def _long_kind(name: str) -> str:
    """Write "TP. Mỹ Tho" as "thành phố Mỹ Tho"."""
    found = _SHORT.match(name)
    return f"{_SHORT_KINDS[found.group(1).lower()]} {name[found.end() :]}" if found else name


def _bare(name: str) -> str:
    """A folded name without its kind: "Thị xã Gò Công" and "TP Gò Công" give "go cong"."""
    return _KIND.sub("", match_key(_long_kind(name)))
