"""PDF through WeasyPrint: PDF/UA-1 tagging, Times-metric fonts embedded, nothing fetched."""

import base64
import re
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from django.template.loader import render_to_string

from core.documents.model import (
    AdministrativeDocument,
    Block,
    Bullets,
    Drawing,
    Heading,
    Table,
    addressee_lines,
    recipient_lines,
    roman_appendix,
)

_FONTS = re.compile(r'font-family="[^"]*"')
STYLES = Path(__file__).parent / "administrative.css"


def render_pdf(document: AdministrativeDocument) -> bytes:
    """The document as PDF bytes; the same document gives the same bytes.

    Each appendix is laid out on its own, so that its pages are numbered from 1
    (Nghị định 30/2020/NĐ-CP, Phụ lục I), and joined to the body's pages.
    """
    import weasyprint  # noqa: PLC0415 - slow import
    from weasyprint.text.fonts import FontConfiguration  # noqa: PLC0415 - slow import
    from weasyprint.urls import URLFetcher  # noqa: PLC0415 - slow import

    fonts = FontConfiguration()
    fetcher = URLFetcher(allowed_protocols=("data",), allow_redirects=False)
    css = weasyprint.CSS(string=STYLES.read_text(encoding="utf-8"), font_config=fonts)
    parts = [
        weasyprint.HTML(string=html, url_fetcher=fetcher).render(
            stylesheets=[css], font_config=fonts, presentational_hints=True, pdf_variant="pdf/ua-1"
        )
        for html in _parts(document)
    ]
    whole = parts[0].copy([page for part in parts for page in part.pages])
    return bytes(whole.write_pdf(pdf_variant="pdf/ua-1") or b"")


def _parts(document: AdministrativeDocument) -> list[str]:
    """HTML of the body, then of each appendix."""
    closed = document.closed_blocks()
    blocks = template_blocks(closed)
    # The signature never stands on a page without words of the text before it.
    kept = 2 if len(closed) > 1 and isinstance(closed[-2], Heading) else 1
    body = {
        "document": document,
        "addressees": addressee_lines(document.addressed_to),
        "recipients": recipient_lines(document.recipients),
        "blocks": blocks[:-kept],
        "closing": blocks[-kept:],
    }
    pages: list[str] = [render_to_string("documents/administrative.html", body)]
    for index, appendix in enumerate(document.appendices, 1):
        context = {
            "document": document,
            "appendix": appendix,
            "label": roman_appendix(index, len(document.appendices)),
            "blocks": template_blocks(appendix.blocks),
        }
        pages.append(render_to_string("documents/appendix.html", context))
    return pages


def template_blocks(blocks: Sequence[Block]) -> list[dict[str, Any]]:
    """Blocks for `documents/_blocks.html`, in a page as in the file."""
    return [_block(block) for block in blocks]


def _block(block: Any) -> dict[str, Any]:
    """A block with its kind, for the template."""
    if isinstance(block, Heading):
        return {"kind": f"heading{block.level}", "block": block}
    if isinstance(block, Bullets):
        return {"kind": "bullets", "block": block}
    if isinstance(block, Drawing):
        # Letters of the page's own face: a picture knows nothing of the page's styles.
        svg = _FONTS.sub('font-family="Times New Roman, Liberation Serif, serif"', block.svg)
        if "xmlns=" not in svg:
            svg = svg.replace("<svg ", '<svg xmlns="http://www.w3.org/2000/svg" ', 1)
        data = base64.b64encode(svg.encode()).decode()
        return {"kind": "drawing", "block": block, "address": f"data:image/svg+xml;base64,{data}"}
    if isinstance(block, Table):
        return {
            "kind": "table",
            "block": block,
            "columns": _columns(block),
            "rows": _cells(block),
            "total": _total(block),
        }
    return {"kind": "paragraph", "block": block}


def _columns(table: Table) -> list[dict[str, Any]]:
    whole = sum(column.width for column in table.columns)
    return [
        {"header": column.header, "percent": column.width * 100 // whole}
        for column in table.columns
    ]


def _cells(table: Table) -> list[list[dict[str, Any]]]:
    return [
        [
            {"text": text, "align": column.align, "is_header": index == table.row_header}
            for index, (text, column) in enumerate(zip(row, table.columns, strict=True))
        ]
        for row in table.rows
    ]


def _total(table: Table) -> list[dict[str, Any]]:
    return [
        {"text": text, "align": column.align}
        for text, column in zip(table.total, table.columns, strict=False)
    ]
