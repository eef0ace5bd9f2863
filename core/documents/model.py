"""What an administrative document says; how it looks is the renderers' business."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Literal

from django.utils.translation import gettext as _

from core.vietnamese import roman

_PROVINCE = re.compile(r" (?=(?:TỈNH|THÀNH PHỐ) )|(?<=NHÂN DÂN) (?=(?:PHƯỜNG|XÃ|THỊ TRẤN) )")


@dataclass(frozen=True)
class Heading:
    """Level 1 is "I. …" in capitals, 2 is "1. …", 3 is "a) …"."""

    level: Literal[1, 2, 3]
    marker: str
    text: str


@dataclass(frozen=True)
class Paragraph:
    text: str


@dataclass(frozen=True)
class Bullets:
    """Lines that begin with "-"."""

    items: Sequence[str]


@dataclass(frozen=True)
class TableColumn:
    """`width` is a share of the table; numbers are aligned right."""

    header: str
    width: int
    align: Literal["left", "center", "right"] = "left"


@dataclass(frozen=True)
class Table:
    """Cells are ready to print. `row_header` is the column that names the row."""

    caption: str
    columns: Sequence[TableColumn]
    rows: Sequence[Sequence[str]]
    unit_line: str = ""
    total: Sequence[str] = ()
    row_header: int = 1

    def __post_init__(self) -> None:
        for row in (*self.rows, self.total):
            if row and len(row) != len(self.columns):
                msg = f"{self.caption}: {len(row)} cells for {len(self.columns)} columns"
                raise ValueError(msg)


@dataclass(frozen=True)
class Drawing:
    """A chart as SVG; `words` say what it shows to those who cannot see it."""

    svg: str
    words: str
    width_mm: int


Block = Heading | Paragraph | Bullets | Table | Drawing


@dataclass(frozen=True)
class Appendix:
    """A part on pages of its own, numbered from 1."""

    title: str
    blocks: Sequence[Block]
    is_landscape: bool = False


@dataclass(frozen=True)
class AdministrativeDocument:
    """A named document (báo cáo, tờ trình, biên bản) in the order of the decree's boxes.

    Args:
        is_dated: place and day stand in the head; minutes tell their day in the text.
        secretary_authority: where given, a second signature on the left, the recipients below.
    """

    kind_name: str
    subject: str
    superior: str
    issuer: str
    code_suffix: str
    place: str
    year: int
    addressed_to: Sequence[str] = ()
    legal_basis: Sequence[str] = ()
    blocks: Sequence[Block] = ()
    signer_authority: Sequence[str] = ()
    signer_name: str = ""
    recipients: Sequence[str] = ()
    appendices: Sequence[Appendix] = ()
    made_on: date | None = None
    is_dated: bool = True
    secretary_authority: Sequence[str] = ()
    secretary_name: str = ""

    @property
    def title(self) -> str:
        return f"{self.kind_name.capitalize()} {self.subject}"

    @property
    def issuer_lines(self) -> list[str]:
        """A body is parted from its place, never the place's name in two."""
        return _PROVINCE.split(self.issuer, maxsplit=1)

    @property
    def number_line(self) -> str:
        """The number is given by the records office and stays open."""
        return _("Số:        /%(code)s") % {"code": self.code_suffix}

    @property
    def date_line(self) -> str:
        """Day and month stay open until the document is issued."""
        return _("%(place)s, ngày      tháng      năm %(year)d") % {
            "place": self.place,
            "year": self.year,
        }

    @property
    def attached_line(self) -> str:
        """Under an appendix's title: the document it belongs to, numbered by hand."""
        return _("(Kèm theo %(kind)s số        /        ngày      tháng      năm        )") % {
            "kind": self.kind_name.capitalize()
        }

    def body_and_closing(self) -> tuple[list[Block], list[Block]]:
        """The closed body; last the blocks that stand on the signature's page, never without words."""
        blocks = self.closed_blocks()
        last = blocks.pop()
        if isinstance(last, Bullets) and len(last.items) > 1:
            blocks.append(Bullets(last.items[:-1]))
            last = Bullets(last.items[-1:])
        closing = [last]
        while blocks and isinstance(blocks[-1], Heading):
            closing.insert(0, blocks.pop())
        return blocks, closing

    def closed_blocks(self) -> list[Block]:
        """The body, ended by "./."."""
        blocks = list(self.blocks)
        last = blocks[-1] if blocks else None
        if isinstance(last, Paragraph):
            blocks[-1] = Paragraph(last.text.rstrip(" .") + "./.")
        elif isinstance(last, Bullets):
            items = [*last.items[:-1], last.items[-1].rstrip(" .;") + "./."]
            blocks[-1] = Bullets(items)
        else:
            blocks.append(Paragraph("./."))
        return blocks


def addressee_lines(names: Sequence[str]) -> list[str]:
    """One addressee has no dash; of several each has its line, ";" between and "." last."""
    if len(names) == 1:
        return [f"{names[0]}."]
    return [f"- {name}{'.' if name is names[-1] else ';'}" for name in names]


def recipient_lines(names: Sequence[str]) -> list[str]:
    return [f"- {name}{'.' if i == len(names) else ';'}" for i, name in enumerate(names, 1)]


def roman_appendix(index: int, count: int) -> str:
    """Label an appendix: “Phụ lục” alone where there is one, numbered where there are more."""
    return _("Phụ lục") if count == 1 else _("Phụ lục %(number)s") % {"number": roman(index)}
