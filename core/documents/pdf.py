"""PDF through WeasyPrint: PDF/UA-1 tagging, Times-metric fonts embedded, nothing fetched."""

import base64
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from django.template.loader import render_to_string

from core.documents.drawings import height_mm, standalone_svg
from core.documents.measures import TEXT_WIDTH, WIDE_TEXT, is_unbroken, table_layout
from core.documents.model import (
    AdministrativeDocument,
    Block,
    Bullets,
    Drawing,
    Heading,
    Table,
    TableColumn,
    addressee_lines,
    recipient_lines,
    roman_appendix,
)
from core.documents.tags import complete_tags

PIXELS_PER_MM = 96 / 25.4
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
    return bytes(whole.write_pdf(finisher=complete_tags, pdf_variant="pdf/ua-1") or b"")


def _parts(document: AdministrativeDocument) -> list[str]:
    """HTML of the body, then of each appendix."""
    blocks, closing = document.body_and_closing()
    body = {
        "document": document,
        "addressees": addressee_lines(document.addressed_to),
        "recipients": recipient_lines(document.recipients),
        "blocks": template_blocks(blocks),
        "closing": template_blocks(closing),
    }
    pages: list[str] = [render_to_string("documents/administrative.html", body)]
    for index, appendix in enumerate(document.appendices, 1):
        context = {
            "document": document,
            "appendix": appendix,
            "label": roman_appendix(index, len(document.appendices)),
            "blocks": template_blocks(
                appendix.blocks, WIDE_TEXT if appendix.is_landscape else TEXT_WIDTH
            ),
        }
        pages.append(render_to_string("documents/appendix.html", context))
    return pages


def template_blocks(blocks: Sequence[Block], width_mm: float = TEXT_WIDTH) -> list[dict[str, Any]]:
    """Blocks for `documents/_blocks.html`, in a page as in the file."""
    return [_block(block, width_mm) for block in blocks]


def _block(block: Any, width_mm: float) -> dict[str, Any]:
    """A block with its kind, for the template."""
    if isinstance(block, Heading):
        return {"kind": f"heading{block.level}", "block": block}
    if isinstance(block, Bullets):
        return {"kind": "bullets", "block": block}
    if isinstance(block, Drawing):
        data = base64.b64encode(standalone_svg(block).encode()).decode()
        return {
            "kind": "drawing",
            "block": block,
            "address": f"data:image/svg+xml;base64,{data}",
            "width": f"{block.width_mm * PIXELS_PER_MM:.1f}",
            "height": f"{height_mm(block) * PIXELS_PER_MM:.1f}",
        }
    if isinstance(block, Table):
        layout = table_layout(block, width_mm)
        percents = [f"{width * 100 / width_mm:.3f}" for width in layout.widths]
        return {
            "kind": "table",
            "block": block,
            "size": layout.size,
            "is_whole": layout.is_whole,
            "columns": [
                {"header": column.header, "percent": percent}
                for column, percent in zip(block.columns, percents, strict=True)
            ],
            "rows": [_cells(block, row) for row in block.rows],
            "total": _cells(block, block.total) if block.total else [],
        }
    return {"kind": "paragraph", "block": block}


def _cells(table: Table, row: Sequence[str]) -> list[dict[str, Any]]:
    return [
        {
            "text": text,
            "classes": _classes(text, column),
            "is_header": index == table.row_header,
        }
        for index, (text, column) in enumerate(zip(row, table.columns, strict=True))
    ]


def _classes(text: str, column: TableColumn) -> str:
    return f"align-{column.align}{' unbroken' if is_unbroken(text, column) else ''}"
