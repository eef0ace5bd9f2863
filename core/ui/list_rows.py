"""A list as HTML, written here: a template for each of some hundred cells is half a page's time."""

from collections.abc import Callable, Iterable, Sequence
from html import escape
from itertools import repeat

from django.utils.safestring import SafeString, mark_safe

from core.ui.icons import GLYPHS, icon_svg
from core.ui.paging import Sort
from core.ui.tables import Cell, Column, Row
from core.ui.values import shown

Address = Callable[[Row], str]


def head_of(columns: Sequence[Column], sort: Sort, others: str) -> SafeString:
    """The names of the columns; some order the list when they are chosen.

    Args:
        others: what else stands in the address of the list, encoded.
    """
    before = escape(f"{others}&" if others else "")
    made = []
    for column in columns:
        name, kinds, order = escape(str(column.header)), "", ""
        if column.is_number:
            kinds = ' class="num"'
        if column.sort and column.sort == sort.code:
            order = f' aria-sort="{"descending" if sort.is_descending else "ascending"}"'
            name += " ▾" if sort.is_descending else " ▴"
        if column.sort:
            name = f'<a href="?{before}xep={column.sort}">{name}</a>'
        made.append(f'<th scope="col"{kinds}{order}>{name}</th>')
    return mark_safe(f"<tr>{''.join(made)}</tr>")  # noqa: S308 - names of ours, escaped


def body_of(columns: Sequence[Column], rows: Sequence[Row], address: Address) -> SafeString:
    """Each record a row whose head leads to its page; on a phone each value has its label.

    Whatever comes from a record passes `_escaped`, here and nowhere else.
    """
    if not rows:
        return SafeString()
    first, *others = zip(*(row.cells for row in rows), strict=True)
    written = [
        _heads(first, map(address, rows)),
        *(_values(column, cells) for column, cells in zip(columns[1:], others, strict=True)),
    ]
    made = [f"<tr>{''.join(cells)}</tr>" for cells in zip(*written, strict=True)]
    return mark_safe("".join(made))  # noqa: S308


def _heads(cells: Sequence[Cell], addresses: Iterable[str]) -> list[str]:
    names, links = _escaped(map(_shown, cells)), _escaped(addresses)
    return [
        f'<th scope="row"><a href="{link}">{name or "-"}</a>{sub}</th>'
        for name, link, sub in zip(names, links, _subs(cells), strict=False)
    ]


def _values(column: Column, cells: Sequence[Cell]) -> list[str]:
    texts = list(map(_shown, cells))
    write = _WRITERS.get(column.kind, _linked if column.link else _plain)
    label, kind, nil = escape(str(column.header)), "", "nil"
    if column.is_number:
        kind, nil = "num", "num nil"
    some = f'<td class="{kind}" data-label="{label}"><span>'
    none = f'<td class="{nil}" data-label="{label}"><span>'
    return [
        f"{some if text else none}{value}{sub}</span></td>"
        for text, value, sub in zip(texts, write(cells, texts), _subs(cells), strict=False)
    ]


def _plain(_cells: Sequence[Cell], texts: list[str]) -> list[str]:
    return _escaped(texts)


def _linked(cells: Sequence[Cell], texts: list[str]) -> list[str]:
    fig = ' class="fig"' if cells[0].column.is_number else ""
    links = _escaped(cell.link for cell in cells)
    return [
        f'<a{fig} href="{link}">{text}</a>' if link else text
        for text, link in zip(_escaped(texts), links, strict=True)
    ]


def _statuses(cells: Sequence[Cell], texts: list[str]) -> list[str]:
    return [state(kind=c.status, text=text) for c, text in zip(cells, texts, strict=True)]


def _tags(cells: Sequence[Cell], _texts: list[str]) -> list[str]:
    given = [[str(word) for word in cell.value or ()] for cell in cells]
    tag = {w: f'<span class="tag">{escape(w)}</span>' for words in given for w in words}
    return [f'<span class="tags">{"".join([tag[w] for w in words])}</span>' for words in given]


_WRITERS = {"status": _statuses, "tags": _tags}


def _subs(cells: Sequence[Cell]) -> Iterable[str]:
    if cells[0].column.sub is None:
        return repeat("")
    subs = _escaped(str(cell.sub) for cell in cells)
    return [f'<span class="sub">{sub}</span>' if sub else "" for sub in subs]


def _shown(cell: Cell) -> str:
    value = cell.value
    return value if type(value) is str else shown(value)


def _escaped(texts: Iterable[str]) -> list[str]:
    """Many texts in one go: each for itself takes longer than all the rest of the row.

    No text of the database holds a NUL; one that did would not pass for two.
    """
    return escape("\0".join(texts)).split("\0")


def state(*, kind: str, text: str) -> SafeString:
    """A state: glyph, words and tint."""
    words = f'<span class="st st-{kind}">{icon_svg(GLYPHS[kind])}{escape(str(text))}</span>'
    return mark_safe(words)  # noqa: S308
