"""The audit trail of a record in words: who, when, what, from what to what."""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from django.contrib.auth import get_user_model
from django.db import models
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from core.ui.values import shown_as

LABELS = {
    "insert": gettext_lazy("Thêm"),
    "update": gettext_lazy("Sửa"),
    "delete": gettext_lazy("Xóa"),
}
MOST = 200
NOT_THERE = gettext_lazy("hồ sơ đã xóa hoặc của đơn vị khác")


@dataclass(frozen=True)
class Difference:
    label: str
    old: str
    new: str


@dataclass
class Line:
    """One change; `by` is a person, a file or a command."""

    at: datetime
    by: str
    act: str
    what: str
    reason: str
    differences: list[Difference] = field(default_factory=list)


@dataclass(frozen=True)
class Trail:
    """Rows of one model whose changes are shown together.

    Args:
        label: what such a row is, beside the record itself.
        named_by: the field that tells one such row from another.
    """

    model: Any
    lookup: dict[str, Any]
    label: str = ""
    named_by: str = ""


def lines_of(trails: Iterable[Trail], *, user: Any = None) -> list[Line]:
    """Changes of all trails, newest first, at most `MOST`.

    Records that a value points to are named as far as `user` may see them; for nobody, rows
    of models that anybody may see.

    Queries: one per trail, one for the people, one per table that changed values point to.
    """
    found: list[tuple[Trail, Any, Any]] = []
    for trail in trails:
        events = trail.model.pgh_event_model
        latest = events.objects.filter(**trail.lookup).order_by("-pgh_id")[: MOST + 1]
        previous: dict[Any, Any] = {}
        for event in reversed(list(latest)):
            found.append((trail, event, previous.get(event.pgh_obj_id)))
            previous[event.pgh_obj_id] = event
    found.sort(key=lambda triple: (triple[1].pgh_created_at, triple[1].pgh_id), reverse=True)
    found = found[:MOST]
    names = _Names(found, user)
    return [line for triple in found if (line := _line(*triple, names)) is not None]


def _line(trail: Trail, event: Any, before: Any, names: "_Names") -> Line | None:
    act = event.pgh_label
    differences = []
    if act == "update" and before is not None:
        differences = [
            Difference(
                _label(f), names.shown(f, before) or _("chưa có"), names.shown(f, event) or _("bỏ")
            )
            for f in _own_fields(trail, type(event))
            if getattr(before, f.attname) != getattr(event, f.attname)
        ]
        if not differences:
            return None
    if act in {"insert", "delete"}:
        shown = [
            (_label(f), text)
            for f in _own_fields(trail, type(event))
            if (text := names.shown(f, event)) and not isinstance(f, models.BooleanField)
        ]
        differences = [
            Difference(label, "", text) if act == "insert" else Difference(label, text, "")
            for label, text in shown
        ]
    context = event.pgh_context or {}
    return Line(
        at=event.pgh_created_at,
        by=names.actor(context),
        act=str(LABELS[act]),
        what=" ".join(filter(None, [trail.label, names.of(trail, event)])),
        reason=str(context.get("reason", "")),
        differences=differences,
    )


def _own_fields(trail: Trail, events: Any) -> list[Any]:
    """Fields worth a word; those of the look-up are the same in every line."""
    unshown = getattr(events.pgh_tracked_model, "UNSHOWN_IN_HISTORY", ())
    return [
        f
        for f in events._meta.concrete_fields
        if not f.name.startswith("pgh_")
        and f.name not in {"id", "created_at", "updated_at", "is_demo", "password"}
        and f.name not in {*unshown, *trail.lookup}
    ]


def _label(f: Any) -> str:
    text = str(f.verbose_name)
    if f.is_relation and text == f.name.replace("_", " "):  # no name of its own in our words
        text = str(f.related_model._meta.verbose_name)
    return text[:1].upper() + text[1:]


def _seen(model: Any, user: Any) -> Any:
    """Rows that may be named to `user`; who did something is told to everybody who reads of it."""
    rows = model._default_manager.all()
    if model is get_user_model() or not hasattr(rows, "visible_to"):
        return model._base_manager.all()
    return rows.none() if user is None else rows.visible_to(user)


class _Names:
    """People and rows that the events point to, read once for all."""

    def __init__(self, found: list[tuple[Trail, Any, Any]], user: Any) -> None:
        wanted: dict[Any, set[Any]] = defaultdict(set)
        people: set[Any] = set()
        for trail, event, before in found:
            people.add((event.pgh_context or {}).get("user"))
            for row in (event, before):
                if row is not None:
                    for f in _own_fields(trail, type(row)):
                        if f.is_relation:
                            wanted[f.related_model].add(getattr(row, f.attname))
        self.rows = {
            model: _seen(model, user).in_bulk(ids - {None}) for model, ids in wanted.items()
        }
        self.people = get_user_model()._base_manager.in_bulk(people - {None})

    def shown(self, f: Any, event: Any) -> str:
        value = getattr(event, f.attname)
        if f.is_relation:
            return "" if value is None else str(self.rows[f.related_model].get(value, NOT_THERE))
        words = getattr(event.pgh_tracked_model, "SAID_IN_HISTORY", {})
        return words[f.name](value) if f.name in words else shown_as(f, value)

    def of(self, trail: Trail, event: Any) -> str:
        """The row's own name where several rows are shown together."""
        if not trail.named_by:
            return ""
        return self.shown(type(event)._meta.get_field(trail.named_by), event)

    def actor(self, context: dict[str, Any]) -> str:
        person = self.people.get(context.get("user"))
        if context.get("file"):
            return _("%(who)s, nhập tệp “%(file)s”") % {
                "who": person or _("Hệ thống"),
                "file": context["file"],
            }
        return str(person) if person else _("Hệ thống")
