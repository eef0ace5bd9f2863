"""What a version says otherwise than the one before it: figures, records, words."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from core.vietnamese import format_date, format_number

Snapshot = dict[str, Any]
Content = dict[str, Any]
Sections = list[dict[str, Any]]
FIGURES = {
    "in_year": gettext_lazy("Thực hiện trong năm"),
    "previous_year_final": gettext_lazy("Năm trước, chính thức"),
    "cumulative": gettext_lazy("Lũy kế"),
    "turns_in_year": gettext_lazy("Lượt trong năm"),
    "turns_cumulative": gettext_lazy("Lượt lũy kế"),
    "others_cumulative": gettext_lazy("Đối tượng khác, lũy kế"),
    "took_part_in_year": gettext_lazy("Tham gia trong năm"),
    "took_part_cumulative": gettext_lazy("Tham gia, lũy kế"),
    "in_force_at_cut_off": gettext_lazy("Còn hiệu lực đến ngày chốt"),
}
LISTS = {
    "trainings": gettext_lazy("Danh sách lớp đào tạo"),
    "supports": gettext_lazy("Danh sách hỗ trợ hoàn thành"),
    "under_way": gettext_lazy("Danh sách hỗ trợ đang thực hiện"),
    "certificates": gettext_lazy("Danh sách chứng nhận"),
    "awards": gettext_lazy("Danh sách giải thưởng"),
    "work": gettext_lazy("Danh sách công việc của năm"),
}
MONEY = {
    "state_budget_vnd": gettext_lazy("Ngân sách nhà nước (đồng)"),
    "counterpart_vnd": gettext_lazy("Đối ứng (đồng)"),
    "other_funds_vnd": gettext_lazy("Nguồn khác (đồng)"),
    "unspecified_vnd": gettext_lazy("Chưa ghi nguồn (đồng)"),
}
DAYS = {
    "first_day": gettext_lazy("Ngày đầu kỳ"),
    "cut_off": gettext_lazy("Ngày chốt số liệu"),
}
HEAD = {
    "subject": gettext_lazy("Trích yếu"),
    "opening": gettext_lazy("Lời mở đầu"),
    "addressees": gettext_lazy("Kính gửi"),
    "recipients": gettext_lazy("Nơi nhận"),
    "signer_lines": gettext_lazy("Thể thức ký"),
    "signer_name": gettext_lazy("Người ký"),
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
    days: list[str] = field(default_factory=list)
    records: list[str] = field(default_factory=list)
    estimates: list[str] = field(default_factory=list)
    outline: list[str] = field(default_factory=list)
    sections: list[str] = field(default_factory=list)

    @property
    def lines(self) -> list[str]:
        """Everything but the figures, in words."""
        words = [_("Lời văn thay đổi ở mục: %(title)s") % {"title": t} for t in self.sections]
        return [*self.days, *self.records, *self.estimates, *self.outline, *words]

    def __bool__(self) -> bool:
        return bool(self.figures or self.lines)


def differences(old: Snapshot, new: Snapshot) -> Differences:
    """Changed days and figures, records that came or went, estimates, outline and words."""
    found = Differences()
    before = {t["code"]: t for t in old["targets"]}
    for target in new["targets"]:
        earlier = before.get(target["code"], {})
        for name, label in FIGURES.items():
            was, now = earlier.get(name), target.get(name)
            if was != now:
                change = (target["short_name"], str(label), format_number(was), format_number(now))
                found.figures.append(FigureChange(*change))
        came, went = _moved(earlier, target)
        if came or went:
            found.records.append(
                _("%(name)s: thêm %(came)d hồ sơ, bớt %(went)d hồ sơ trong số lũy kế")
                % {"name": target["short_name"], "came": came, "went": went}
            )
    found.figures += _changed_money(old, new)
    was, now = old.get("content", {}), new.get("content", {})
    found.days = _changed_days(old, new)
    found.records += _changed_lists(old.get("lists", {}), new.get("lists", {}))
    names = {t["code"]: t["short_name"] for t in new["targets"]}
    found.estimates = _changed_estimates(was, now, names)
    found.outline = [
        *(
            _("%(label)s thay đổi") % {"label": w}
            for k, w in HEAD.items()
            if was.get(k) != now.get(k)
        ),
        *_changed_outline(was.get("sections", []), now.get("sections", [])),
    ]
    found.sections = _changed_sections(was.get("sections", []), now.get("sections", []))
    return found


def _changed_money(old: Snapshot, new: Snapshot) -> Iterator[FigureChange]:
    """Sums of the table of funds, by what was paid for and by source."""
    before, after = _money(old), _money(new)
    for (name, label), now in after.items():
        was = before.get((name, label), 0)
        if was != now:
            yield FigureChange(name, label, format_number(was), format_number(now))
    for (name, label), was in before.items():
        if (name, label) not in after and was:
            yield FigureChange(name, label, format_number(was), format_number(0))


def _money(snapshot: Snapshot) -> dict[tuple[str, str], int]:
    funding = snapshot.get("summaries", {}).get("funding", {"rows": [], "total": {}})
    rows = [*funding["rows"], {"name": _("Kinh phí, cộng"), **funding["total"]}]
    return {
        (row["name"], str(label)): row.get(source, 0)
        for row in rows
        for source, label in MONEY.items()
    }


def _changed_days(old: Snapshot, new: Snapshot) -> list[str]:
    return [
        _("%(label)s: %(old)s → %(new)s")
        % {"label": label, "old": _day(old.get(name)), "new": _day(new.get(name))}
        for name, label in DAYS.items()
        if old.get(name) != new.get(name)
    ]


def _day(text: str | None) -> str:
    return format_date(date.fromisoformat(text)) if text else "-"


def _changed_lists(old: dict[str, Any], new: dict[str, Any]) -> list[str]:
    """Rows that came, went, or say something else."""
    found = []
    for name, label in LISTS.items():
        before = {row["id"]: row for row in old.get(name, [])}
        after = {row["id"]: row for row in new.get(name, [])}
        came, went = len(after.keys() - before.keys()), len(before.keys() - after.keys())
        changed = sum(before[key] != after[key] for key in before.keys() & after.keys())
        if came or went or changed:
            found.append(
                _("%(name)s: thêm %(came)d, bớt %(went)d, sửa %(changed)d dòng")
                % {"name": label, "came": came, "went": went, "changed": changed}
            )
    return found


def _changed_estimates(was: Content, now: Content, names: dict[str, str]) -> list[str]:
    before = {e["indicator"]: e for e in was.get("estimates", [])}
    after = {e["indicator"]: e for e in now.get("estimates", [])}
    return [
        _("Ước thực hiện, %(name)s: %(old)s → %(new)s")
        % {
            "name": names.get(code, code),
            "old": _estimate(before.get(code)),
            "new": _estimate(after.get(code)),
        }
        for code in sorted(before.keys() | after.keys())
        if before.get(code) != after.get(code)
    ]


def _estimate(estimate: dict[str, Any] | None) -> str:
    if estimate is None:
        return _("không có")
    note = f" ({estimate['note']})" if estimate["note"] else ""
    return f"{format_number(estimate['value'])}{note}"


def _changed_outline(was: Sections, now: Sections) -> list[str]:
    """Sections that came or went; of those that stayed, their order and what feeds them."""
    before = {s["title"]: (s["level"], s["block"]) for s in was}
    after = {s["title"]: (s["level"], s["block"]) for s in now}
    found = [_("Thêm mục: %(title)s") % {"title": t} for t in after if t not in before]
    found += [_("Bỏ mục: %(title)s") % {"title": t} for t in before if t not in after]
    stayed = [t for t in before if t in after]
    if stayed != [t for t in after if t in before]:
        found.append(_("Thứ tự các mục thay đổi"))
    found += [
        _("Cấp hoặc nội dung tự động thay đổi ở mục: %(title)s") % {"title": t}
        for t in stayed
        if before[t] != after[t]
    ]
    return found


def _moved(earlier: dict[str, Any], target: dict[str, Any]) -> tuple[int, int]:
    had = set(earlier.get("records", {}).get("cumulative", []))
    has = set(target["records"]["cumulative"])
    return len(has - had), len(had - has)


def _changed_sections(was: Sections, now: Sections) -> list[str]:
    """Titles under which other words stand; a section without words has none to lose."""
    before = {s["title"]: s["text"] for s in was}
    after = {s["title"]: s["text"] for s in now}
    return [t for t in {**after, **before} if before.get(t, "") != after.get(t, "")]
