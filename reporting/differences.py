"""What a version says otherwise than the one before it: figures, records, words."""

from dataclasses import dataclass, field
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from core.vietnamese import format_number

Snapshot = dict[str, Any]
FIGURES = {
    "in_year": gettext_lazy("Thực hiện trong năm"),
    "previous_year_final": gettext_lazy("Năm trước, chính thức"),
    "cumulative": gettext_lazy("Lũy kế"),
    "turns_in_year": gettext_lazy("Lượt trong năm"),
    "turns_cumulative": gettext_lazy("Lượt lũy kế"),
}


@dataclass(frozen=True)
class FigureChange:
    target: str
    label: str
    old: str
    new: str


@dataclass
class Differences:
    """Between two snapshots of one report."""

    figures: list[FigureChange] = field(default_factory=list)
    records: list[str] = field(default_factory=list)
    sections: list[str] = field(default_factory=list)

    def __bool__(self) -> bool:
        return bool(self.figures or self.records or self.sections)


def differences(old: Snapshot, new: Snapshot) -> Differences:
    """Changed figures, records that came or went, and sections whose words changed."""
    found = Differences()
    before = {t["code"]: t for t in old["targets"]}
    for target in new["targets"]:
        earlier = before.get(target["code"], {})
        for name, label in FIGURES.items():
            if earlier.get(name) != target[name]:
                found.figures.append(
                    FigureChange(
                        target["short_name"],
                        str(label),
                        format_number(earlier.get(name)),
                        format_number(target[name]),
                    )
                )
        came, went = _moved(earlier, target)
        if came or went:
            found.records.append(
                _("%(name)s: thêm %(came)d hồ sơ, bớt %(went)d hồ sơ trong số lũy kế")
                % {"name": target["short_name"], "came": came, "went": went}
            )
    found.sections = _changed_sections(old.get("content", {}), new.get("content", {}))
    return found


def _moved(earlier: dict[str, Any], target: dict[str, Any]) -> tuple[int, int]:
    had = set(earlier.get("records", {}).get("cumulative", []))
    has = set(target["records"]["cumulative"])
    return len(has - had), len(had - has)


def _changed_sections(old: dict[str, Any], new: dict[str, Any]) -> list[str]:
    def words(content: dict[str, Any]) -> dict[str, str]:
        return {s["title"]: s["text"] for s in content.get("sections", [])}

    before, after = words(old), words(new)
    titles = [*after, *(t for t in before if t not in after)]
    return [title for title in titles if before.get(title) != after.get(title)]
