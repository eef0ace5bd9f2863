"""Which unit a person means by a name or a code.

Any unit that was ever valid is accepted. A name borne by several means the one of the
province that issued the plan; where that does not settle it, the person chooses a code.
"""

import re
from collections import defaultdict
from datetime import date

from django.utils.translation import gettext as _

from agencies.models import Unit, UnitLineage
from core.spreadsheets.cells import nearest
from core.vietnamese import format_date, match_key

_SHORT_KINDS = {
    "tp": "thanh pho",
    "tx": "thi xa",
    "tt": "thi tran",
    "h": "huyen",
    "p": "phuong",
    "x": "xa",
    "t": "tinh",
}
_SHORT = re.compile(rf"^({'|'.join(_SHORT_KINDS)}) (?=\S)")


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
    """All places in memory (some hundreds), looked up by folded name or code."""

    def __init__(self, province_id: int, today: date) -> None:
        self.today = today
        self.province_id = province_id
        self.units = {unit.pk: unit for unit in Unit.objects.places().exclude(kind="province")}
        self.by_code: dict[str, list[Unit]] = defaultdict(list)
        self.by_name: dict[str, list[Unit]] = defaultdict(list)
        for unit in self.units.values():
            self.by_code[unit.code].append(unit)
            self.by_name[match_key(unit.name)].append(unit)
        self._heir_today = dict(
            UnitLineage.objects.valid_on(today).values_list("unit_id", "resolved_id")
        )

    def find(self, name: str) -> Unit:
        """The unit of a code, a full name, or "name, district".

        Raises:
            UnknownUnit, AmbiguousUnit
        """
        candidates = self._by_code(name) or self._by_name(name)
        if not candidates:
            raise UnknownUnit(nearest(name, {u.name for u in self.units.values()}))
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
        first, *above = [_long_kind(match_key(part)) for part in re.split(r"[,(;]|\s-\s", name)]
        found = self.by_name.get(first, [])
        above = [part for part in above if part]
        if above and found:
            found = [u for u in found if self._lies_in(u, above)] or found
        return list(found)

    def _lies_in(self, unit: Unit, above: list[str]) -> bool:
        parent = self.units.get(unit.parent_id) if unit.parent_id else None
        return parent is not None and match_key(parent.name) in above

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
        parent = self.units.get(unit.parent_id) if unit.parent_id else None
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


def _long_kind(key: str) -> str:
    return _SHORT.sub(lambda found: _SHORT_KINDS[found.group(1)] + " ", key)
