"""Rows of a list as HTML, written here: a template for each of some hundred cells is half a page's time."""

from collections.abc import Callable, Iterable, Iterator, Sequence
from html import escape

from django.utils.safestring import SafeString, mark_safe

from core.ui.icons import GLYPHS, icon_svg
from core.ui.tables import Cell, Column, Row

Address = Callable[[Row], str]


def body_of(columns: Sequence[Column], rows: Iterable[Row], address: Address) -> SafeString:
    """Each record a row whose head leads to its page; on a phone each value has its label.

    Whatever comes from a record passes `escape`, here and nowhere else.
    """
    labels = [escape(str(column.header)) for column in columns]
    made = (f"<tr>{''.join(_cells(labels, row, escape(address(row))))}</tr>" for row in rows)
    return mark_safe("".join(made))  # noqa: S308


def _cells(labels: Sequence[str], row: Row, address: str) -> Iterator[str]:
    head, *others = row.cells
    name = escape(head.text) or "-"
    yield f'<th scope="row"><a href="{address}">{name}</a>{_sub(head)}</th>'
    for label, cell in zip(labels[1:], others, strict=True):
        kinds = " ".join(
            (["num"] if cell.column.is_number else []) + ([] if cell.text else ["nil"])
        )
        value = f"<span>{_value(cell)}{_sub(cell)}</span>"
        yield f'<td class="{kinds}" data-label="{label}">{value}</td>'


def _value(cell: Cell) -> str:
    if cell.column.kind == "status":
        return state(kind=cell.status, text=cell.text)
    if cell.column.kind == "tags":
        tags = (f'<span class="tag">{escape(str(word))}</span>' for word in cell.value or ())
        return f'<span class="tags">{"".join(tags)}</span>'
    if cell.link:
        fig = ' class="fig"' if cell.column.is_number else ""
        return f'<a{fig} href="{escape(cell.link)}">{escape(cell.text)}</a>'
    return escape(cell.text)


def _sub(cell: Cell) -> str:
    return f'<span class="sub">{escape(str(cell.sub))}</span>' if cell.sub else ""


def state(*, kind: str, text: str) -> SafeString:
    """A state: glyph, words and tint."""
    words = f'<span class="st st-{kind}">{icon_svg(GLYPHS[kind])}{escape(str(text))}</span>'
    return mark_safe(words)  # noqa: S308
