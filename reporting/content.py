"""What a report says beside its figures, as JSON for the snapshot: outline, narrative, signer."""

from collections.abc import Iterable
from itertools import takewhile
from typing import Any

from reporting.choices import COUNTED, NARRATED, WRITTEN
from reporting.models import ReportDraft, ReportType
from reporting.models.types import OutlineSection

Content = dict[str, Any]
Sections = list[dict[str, Any]]


def content_of_type(declared: ReportType) -> Content:
    """The type's outline without narrative."""
    return _content(declared, declared.signer_forms[0], "", declared.sections.all(), [])


def content_of_draft(draft: ReportDraft) -> Content:
    estimates = [
        {"indicator": e.indicator, "value": e.value, "note": e.note} for e in draft.estimates.all()
    ]
    return _content(
        draft.type, draft.signer_form, draft.signer_name, draft.sections.all(), estimates
    )


def _content(
    declared: ReportType,
    signer_form: str,
    signer_name: str,
    sections: Iterable[OutlineSection],
    estimates: list[dict[str, Any]],
) -> Content:
    return {
        "type": declared.code,
        "file_stem": declared.file_stem,
        "kind_name": declared.kind_name,
        "code_prefix": declared.code_prefix,
        "subject": declared.subject,
        "opening": declared.opening,
        "closing": declared.closing,
        "issuer": declared.issuer,
        "addressees": list(declared.addressees),
        "recipients": list(declared.recipients),
        "drafting_unit": declared.drafting_unit,
        "has_appendices": declared.has_appendices,
        "looks_ahead": declared.looks_ahead,
        "signer_lines": [line.strip() for line in signer_form.split("/")],
        "signer_name": signer_name,
        "sections": [
            {
                "id": section.pk,
                "level": section.level,
                "title": section.title,
                "block": section.block,
                "text": section.text,
            }
            for section in sections
        ],
        "estimates": estimates,
    }


def blocks_of(content: Content) -> set[str]:
    """What feeds the sections."""
    return {section["block"] for section in content["sections"]}


def counts_records(content: Content) -> bool:
    """Whether the document tells what was done; a plan of the year need not."""
    return not content.get("looks_ahead") or bool(COUNTED & blocks_of(content))


def is_parent(sections: Sections, index: int) -> bool:
    """Whether the section is a heading over others, which may stay bare."""
    return index + 1 < len(sections) and sections[index + 1]["level"] > sections[index]["level"]


def is_printed(sections: Sections, index: int) -> bool:
    """Whether files have the section: something feeds it, or is written in it or under it."""
    own = sections[index]
    under = takewhile(lambda section: section["level"] > own["level"], sections[index + 1 :])
    return any(_has_words(section) for section in (own, *under))


def _has_words(section: dict[str, Any]) -> bool:
    """What is fed, or tells of a period's work, says so itself where there is nothing."""
    return section["block"] not in NARRATED or bool(section["text"].strip())


def is_unwritten(section: dict[str, Any]) -> bool:
    return section["block"] in WRITTEN and not section["text"].strip()


def empty_sections(content: Content) -> Sections:
    """Sections that nothing feeds, that stand over no others, and that nobody has written yet."""
    sections: Sections = content["sections"]
    return [
        section
        for index, section in enumerate(sections)
        if is_unwritten(section) and not is_parent(sections, index)
    ]
