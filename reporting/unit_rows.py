"""Rows of the table by unit as HTML, written here for the same reason as those of lists."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from functools import partial
from html import escape
from urllib.parse import urlencode

from django.urls import reverse
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext as _

from agencies.choices import UnitKind
from core.remembered import Question, answers_to
from core.vietnamese import format_number
from programs.indicators import Window
from programs.models import Target
from reporting.unit_counts import UnitRow, UnitTable, read, unit_table


@dataclass(frozen=True)
class Written:
    """The table, those of its rows that a page shows, and these as HTML."""

    table: UnitTable
    rows: list[UnitRow]
    body: SafeString


def written(window: Window, *, today: date | None, most: int | None) -> Written:
    """The table by unit as it is written, remembered as long as it is true.

    Args:
        today: as in `unit_table`.
        most: rows of the largest units alone; all where it is None.
    """
    compute = partial(_written, window, today=today, most=most)
    (found,) = answers_to([Question(("unit rows", window.key, today, most), read(), compute)])
    page: Written = found
    return page


def _written(window: Window, *, today: date | None, most: int | None) -> Written:
    table = unit_table(window, today=today)
    rows = table.rows if most is None else table.first(most)
    day = window.cut_off.isoformat()
    return Written(table, rows, body_of(table.targets, rows, day=day, is_then=today is None))


def body_of(
    targets: Sequence[Target], rows: Iterable[UnitRow], *, day: str, is_then: bool
) -> SafeString:
    """A row for each unit; each number opens the records behind it."""
    addresses = [
        reverse(
            "reporting:figure",
            kwargs={"indicator": target.indicator, "period": "cumulative", "day": day},
        )
        for target in targets
    ]
    labels = [escape(target.short_name) for target in targets]
    made = (
        f"<tr>{_head(row)}{''.join(_numbers(row, labels, addresses, is_then=is_then))}</tr>"
        for row in rows
    )
    return mark_safe("".join(made))  # noqa: S308


def _head(row: UnitRow) -> str:
    unit = row.unit
    if unit is None:
        return f'<th scope="row">{escape(_("Chưa xác định xã, phường"))}</th>'
    above = unit.parent
    is_told = above is not None and above.kind != UnitKind.PROVINCE
    sub = f'<span class="sub">{escape(above.name)}</span>' if above and is_told else ""
    return f'<th scope="row">{escape(unit.name)}{sub}</th>'


def _numbers(
    row: UnitRow, labels: Sequence[str], addresses: Sequence[str], *, is_then: bool
) -> Iterator[str]:
    query = {"don-vi": row.unit.pk if row.unit else "khong-ro"} | ({"luc": "do"} if is_then else {})
    asked = escape(urlencode(query))
    for (_target, value), label, address in zip(row.values, labels, addresses, strict=True):
        shown = '<span class="muted">0</span>'
        if value:
            shown = f'<a class="fig" href="{escape(address)}?{asked}">{format_number(value)}</a>'
        yield f'<td class="num" data-label="{label}">{shown}</td>'
