"""What a report says beside its figures, as JSON for the snapshot: outline, narrative, signer."""

from collections.abc import Iterable
from typing import Any

from reporting.models import ReportDraft, ReportType
from reporting.models.types import OutlineSection

Content = dict[str, Any]


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
        "issuer": declared.issuer,
        "addressees": list(declared.addressees),
        "recipients": list(declared.recipients),
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
