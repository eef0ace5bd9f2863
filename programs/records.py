"""Records that are results of a piece of work, counted for its page."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from django.db.models import Count, Value

from core.ui.registers import Register
from programs.models import WorkItem


@dataclass(frozen=True)
class Records:
    """How many records of one kind belong to the work, and where they and a new one are."""

    label: Any
    count: int
    address: str
    create: str
    add_label: Any


def records_of(item: WorkItem, user: Any, registers: Sequence[Register]) -> list[Records]:
    """Of each register what the person sees, counted in one query."""
    counted = [
        declared.model._default_manager.visible_to(user)
        .filter(work_item=item)
        .order_by()
        .annotate(kind=Value(declared.name))
        .values("kind")
        .annotate(number=Count("pk"))
        .values_list("kind", "number")
        for declared in registers
    ]
    first, *others = counted
    numbers = dict(first.union(*others, all=True) if others else first)
    query = f"?cong_viec={item.pk}"
    return [
        Records(
            declared.title,
            numbers.get(declared.name, 0),
            f"{declared.url('list')}{query}",
            f"{declared.url('create')}{query}" if declared.may(user, "add") else "",
            declared.add_label,
        )
        for declared in registers
    ]
