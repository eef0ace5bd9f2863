"""PDF through WeasyPrint: PDF/UA-1 tagging, Times-metric fonts embedded, nothing fetched."""

from pathlib import Path
from typing import Any

from django.template.loader import render_to_string

from core.documents.model import (
    AdministrativeDocument,
    Bullets,
    Heading,
    Table,
    addressee_lines,
    recipient_lines,
    roman_appendix,
)

STYLES = Path(__file__).parent / "administrative.css"


def render_pdf(document: AdministrativeDocument) -> bytes:
    """The document as PDF bytes; the same document gives the same bytes."""
    import weasyprint  # noqa: PLC0415 - slow import
    from weasyprint.text.fonts import FontConfiguration  # noqa: PLC0415 - slow import
    from weasyprint.urls import URLFetcher  # noqa: PLC0415 - slow import

    fonts = FontConfiguration()
    fetcher = URLFetcher(allowed_protocols=("data",), allow_redirects=False)
    html = weasyprint.HTML(string=_html(document), url_fetcher=fetcher)
    css = weasyprint.CSS(string=STYLES.read_text(encoding="utf-8"), font_config=fonts)
    return bytes(
        html.write_pdf(stylesheets=[css], font_config=fonts, pdf_variant="pdf/ua-1") or b""
    )


def _html(document: AdministrativeDocument) -> str:
    count = len(document.appendices)
    appendices = [
        {
            "label": roman_appendix(index, count),
            "appendix": appendix,
            "blocks": [_block(block) for block in appendix.blocks],
        }
        for index, appendix in enumerate(document.appendices, 1)
    ]
    context = {
        "document": document,
        "addressees": addressee_lines(document.addressed_to),
        "recipients": recipient_lines(document.recipients),
        "blocks": [_block(block) for block in document.closed_blocks()],
        "appendices": appendices,
    }
    return render_to_string("documents/administrative.html", context)


def _block(block: Any) -> dict[str, Any]:
    """A block with its kind, for the template."""
    if isinstance(block, Heading):
        return {"kind": f"heading{block.level}", "block": block}
    if isinstance(block, Bullets):
        return {"kind": "bullets", "block": block}
    if isinstance(block, Table):
        return {"kind": "table", "block": block, "rows": _cells(block), "total": _total(block)}
    return {"kind": "paragraph", "block": block}


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
