"""Sums over the lists of a snapshot: supports by kind, money by source."""

from typing import Any

from django.utils.translation import gettext as _

from support.choices import ItemKind

Rows = list[dict[str, Any]]
SOURCES = ("state_budget_vnd", "counterpart_vnd", "other_funds_vnd", "unspecified_vnd")


def summaries_of(lists: dict[str, Rows]) -> dict[str, dict[str, Any]]:
    """What the report says of its lists as a whole, with totals."""
    return {
        "supports_by_kind": supports_by_kind(lists["supports"]),
        "funding": funding(lists["supports"], lists["trainings"]),
    }


def _by_kind(supports: Rows) -> list[tuple[str, Rows]]:
    """Supports under the words of their kind, in the catalogue's order."""
    groups = [
        (str(kind.label), [row for row in supports if row["kind"] == kind]) for kind in ItemKind
    ]
    return [(name, own) for name, own in groups if own]


def supports_by_kind(supports: Rows) -> dict[str, Any]:
    """Turns and enterprises of the counting types, other parties beside them."""
    rows = [{"name": name, **_turns(own)} for name, own in _by_kind(supports)]
    return {"rows": rows, "total": _turns(supports)}


def _turns(supports: Rows) -> dict[str, int]:
    counting = [row for row in supports if row["is_counting"]]
    others = [row for row in supports if not row["is_counting"]]
    return {
        "turns": len(counting),
        "enterprises": len({row["counting_id"] for row in counting}),
        "other_turns": len(others),
        "others": len({row["counting_id"] for row in others}),
    }


def funding(supports: Rows, classes: Rows) -> dict[str, Any]:
    """Money of completed supports and classes held, by source.

    A class has one sum whose source no record tells: it stands apart, never guessed.
    """
    rows = [
        {"name": _("Hỗ trợ: %(kind)s") % {"kind": name}, **_money(own)}
        for name, own in _by_kind(supports)
    ]
    costs = [{"unspecified_vnd": row["cost_vnd"]} for row in classes]
    rows.append({"name": _("Đào tạo, tập huấn"), **_money(costs)})
    return {
        "rows": [row for row in rows if row["total_vnd"]],
        "total": _money([*supports, *costs]),
    }


def _money(rows: Rows) -> dict[str, int]:
    found = {name: sum(row.get(name) or 0 for row in rows) for name in SOURCES}
    return {**found, "total_vnd": sum(found.values())}
