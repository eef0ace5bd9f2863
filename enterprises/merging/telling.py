"""What a merge would do, in words and numbers: it is done, looked at, and rolled back (ADR 5)."""

from collections.abc import Iterator
from datetime import date
from typing import Any

from django.utils import timezone
from django.utils.translation import gettext as _

from agencies.models import Unit
from core.ui.values import label_of, shown, shown_as
from core.vietnamese import format_date
from enterprises.merging.carrying_out import Account
from enterprises.merging.conflicts import Conflict
from enterprises.merging.relations import relations
from enterprises.models import Enterprise, EnterpriseMerge
from programs.indicators import CountedByUnit, Figure, Window, evaluated, indicators
from programs.models import Plan, Target

Figures = dict[str, Any]
PERIODS = ("in_year", "previous_year_final", "cumulative")


def windows(today: date) -> Iterator[tuple[Window, list[Target]]]:
    """Each stage of the plan that has begun, up to today, with its targets."""
    plan = Plan.objects.filter(is_current=True).first()
    if plan is None:
        return
    for stage in plan.stages.prefetch_related("targets"):
        if stage.first_day <= today:
            cut_off = min(today, stage.last_day)
            first = date(cut_off.year, 1, 1)
            window = Window(plan, stage, cut_off.year, first, cut_off)
            yield window, list(stage.targets.all())


def figures() -> dict[str, Figures]:
    """Every figure of every target as it is counted now, by its words."""
    found: dict[str, Figures] = {}
    for window, targets in windows(timezone.localdate()):
        counted = evaluated([(target.indicator, window) for target in targets])
        for target, evaluation in zip(targets, counted, strict=True):
            for period in PERIODS:
                name = f"{target.short_name}, {_of(period, window)}"
                found[name] = _plain(getattr(evaluation, period))
            found[f"{target.short_name}, {_of(PERIODS[-1], window)}"] |= _by_unit(target, window)
    return found


def _of(period: str, window: Window) -> str:
    words = {
        "in_year": _("năm %(year)d"),
        "previous_year_final": _("cả năm %(before)d"),
        "cumulative": _("lũy kế giai đoạn %(first)d - %(last)d"),
    }
    stage = window.stage
    years = {"year": window.year, "before": window.year - 1}
    return str(words[period] % {**years, "first": stage.first_year, "last": stage.last_year})


def _plain(figure: Figure) -> Figures:
    parts = {_("doanh nghiệp"): figure.value, _("lượt"): figure.turns}
    parts[_("đối tượng khác")] = figure.others
    return {name: value for name, value in parts.items() if value is not None}


def _by_unit(target: Target, window: Window) -> Figures:
    """Parts of the cumulative figure by the unit of the counted date."""
    found = indicators.get(target.indicator)
    if not isinstance(found, CountedByUnit):
        return {}
    counts = [count for count in found.by_unit(window, today=None) if count.value]
    names = Unit.objects.in_bulk([count.unit_id for count in counts if count.unit_id])
    return {_in(names.get(count.unit_id or 0)): count.value for count in counts}


def _in(unit: Unit | None) -> str:
    if unit is None:
        return _("doanh nghiệp, chưa xác định đơn vị")
    return _("doanh nghiệp, %(unit)s") % {"unit": unit.name}


def changes(before: dict[str, Figures], after: dict[str, Figures]) -> list[dict[str, Any]]:
    """The figures that differ; nothing is typed and nothing is left out."""
    rows = []
    for name in {**before, **after}:
        was, becomes = before.get(name, {}), after.get(name, {})
        rows += [
            {"name": name, "of": part, "before": was.get(part, 0), "after": becomes.get(part, 0)}
            for part in {**was, **becomes}
            if was.get(part, 0) != becomes.get(part, 0)
        ]
    return rows


def in_words(merge: EnterpriseMerge, account: Account, conflicts: list[Conflict]) -> dict[str, Any]:
    """The account as a page shows it."""
    return {
        "moves": [*_moves(merge, account)],
        "stays": [*_stays(merge)],
        "fields": [
            {
                "label": label_of(Enterprise, name),
                "old": shown_as(Enterprise._meta.get_field(name), old),
                "new": shown_as(Enterprise._meta.get_field(name), new),
            }
            for name, (old, new) in account["fields"].items()
        ],
        "conflicts": [_settled(conflict, merge.choices) for conflict in conflicts],
        "placements": [*_placements(account)],
        "restamped": _restamped(account),
    }


def _moves(merge: EnterpriseMerge, account: Account) -> Iterator[dict[str, Any]]:
    for code, rows in account["moved"].items():
        if rows:
            relation = relations.get(code)
            url = relation.rows_url(merge.source_id) if relation.rows_url else ""
            name = str(relation.model._meta.verbose_name)
            yield {"what": name, "count": len(rows), "url": url}


def _stays(merge: EnterpriseMerge) -> Iterator[dict[str, Any]]:
    for relation in relations:
        if relation.stays and relation.model in {Enterprise, EnterpriseMerge}:
            rows = relation.of(merge.source_id).exclude(pk__in=[merge.pk, merge.source_id])
            if relation.field != "counted_as" and (number := rows.count()):
                name = str(relation.model._meta.verbose_name)
                yield {"what": name, "count": number, "because": str(relation.stays)}


def _settled(conflict: Conflict, choices: dict[str, Any]) -> dict[str, Any]:
    taken = conflict.going.pk in choices.get("rows", {}).get(conflict.relation.code, ())
    words = _("Giữ dòng của hồ sơ ở lại; dòng kia ở lại đăng ký cũ, không mất.")
    if taken:
        words = _("Dòng của hồ sơ ở lại lấy số liệu của dòng kia; dòng kia ở lại đăng ký cũ.")
    return {
        "what": conflict.title,
        "settled": words,
        "url": _page_of(conflict.going),
        "differences": [[d.label, d.staying, d.going] for d in conflict.differences],
    }


def _page_of(row: Any) -> str:
    """Rows that are nothing without their enterprise have no page of their own."""
    return str(row.get_absolute_url()) if hasattr(row, "get_absolute_url") else ""


def _placements(account: Account) -> Iterator[dict[str, str]]:
    names = Unit.objects.in_bulk([row["unit_id"] for row in account["placements"]])
    for row in account["placements"]:
        first, last = (row[name] and date.fromisoformat(row[name]) for name in _BOUNDS)
        yield {
            "unit": shown(names[row["unit_id"]]),
            "first": format_date(first) or _("từ đầu"),
            "last": format_date(last) or _("nay"),
        }


_BOUNDS = ("valid_from", "valid_to")


def _restamped(account: Account) -> int:
    """How many records stand for another unit once they are the survivor's."""
    number = 0
    for code, rows in account["moved"].items():
        stamped = {pk: stamp for pk, stamp, _version in rows if stamp}
        if stamped:
            relation = relations.get(code)
            now = relation.model._base_manager.filter(pk__in=stamped)
            number += sum(
                stamped[row.pop("pk")] != row for row in now.values("pk", *relation.stamped)
            )
    return number
