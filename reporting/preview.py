"""A draft on its page, part by part as its files have it, with its charts drawn in the page."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from django.urls import reverse
from django.utils.html import format_html
from django.utils.safestring import mark_safe

from core.documents.model import (
    AdministrativeDocument,
    Block,
    Drawing,
    addressee_lines,
    recipient_lines,
    roman_appendix,
)
from core.documents.pdf import template_blocks
from reporting.content import Content
from reporting.files.document import (
    closing,
    numbered_sections,
    opening,
    report_document,
)
from reporting.files.tables import Snapshot
from reporting.models import ReportDraft
from reporting.snapshots.build import SNAPSHOT_FORMAT

# Columns of the table of targets whose numbers open their records.
LINKED = {4: "in_year", 5: "cumulative"}

Parts = list[dict[str, Any]]


@dataclass(frozen=True)
class ShownSection:
    section: dict[str, Any]
    parts: Parts


@dataclass(frozen=True)
class ShownAppendix:
    label: str
    title: str
    parts: Parts


@dataclass(frozen=True)
class Preview:
    """The document's boxes, in their order; `document` has head and signature."""

    document: AdministrativeDocument
    addressees: list[str]
    recipients: list[str]
    opening: Parts
    sections: list[ShownSection]
    closing: Parts
    appendices: list[ShownAppendix]


def preview_of(draft: ReportDraft, content: Content) -> Preview | None:
    """Figures of the last computing, words of today; None before figures are computed."""
    if draft.preview is None or draft.preview["format"] != SNAPSHOT_FORMAT:
        return None
    snapshot = {**draft.preview, "content": content}
    document = report_document(snapshot)
    sections = [
        ShownSection(section, _section_parts(section, blocks, snapshot))
        for section, blocks in numbered_sections(snapshot)
    ]
    count = len(document.appendices)
    appendices = [
        ShownAppendix(roman_appendix(number, count), appendix.title, _parts(appendix.blocks))
        for number, appendix in enumerate(document.appendices, 1)
    ]
    return Preview(
        document=document,
        addressees=addressee_lines(document.addressed_to),
        recipients=recipient_lines(document.recipients),
        opening=_parts([opening(snapshot)]),
        sections=sections,
        closing=_parts(document.closed_blocks()[-1:] if closing(snapshot) else []),
        appendices=appendices,
    )


def _parts(blocks: Sequence[Block]) -> Parts:
    """Each block for the file's own template; a chart as SVG, which a page draws itself."""
    return [
        # The SVG comes from our own chart templates, which escape what is written in them.
        {"svg": mark_safe(block.svg), "words": block.words}  # noqa: S308
        if isinstance(block, Drawing)
        else {"blocks": [item], "caption": getattr(block, "caption", "")}
        for block, item in zip(blocks, template_blocks(blocks), strict=True)
    ]


def _section_parts(section: dict[str, Any], blocks: Sequence[Block], snapshot: Snapshot) -> Parts:
    parts = _parts(blocks)
    # The pages of records count whole years: a shorter period has numbers of its own.
    if section["block"] == "targets" and snapshot["first_day"] == f"{snapshot['year']}-01-01":
        _link_figures(parts[1]["blocks"][0]["rows"], snapshot)
    return parts


def _link_figures(rows: list[list[dict[str, Any]]], snapshot: Snapshot) -> None:
    for row, target in zip(rows, snapshot["targets"], strict=True):
        for column, period in LINKED.items():
            address = reverse(
                "reporting:figure",
                kwargs={
                    "indicator": target["code"],
                    "period": period,
                    "day": snapshot["cut_off"],
                },
            )
            cell = row[column]
            cell["text"] = format_html('<a class="fig" href="{}">{}</a>', address, cell["text"])
