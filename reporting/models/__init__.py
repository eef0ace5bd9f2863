"""Difficulties, report types and outlines, the year's drafts, and frozen versions."""

from reporting.models.difficulties import Difficulty
from reporting.models.drafts import DraftSection, Estimate, Reminder, ReportDraft
from reporting.models.types import ReportType, ReportTypeSection
from reporting.models.versions import ReportFile, ReportVersion

__all__ = [
    "Difficulty",
    "DraftSection",
    "Estimate",
    "Reminder",
    "ReportDraft",
    "ReportFile",
    "ReportType",
    "ReportTypeSection",
    "ReportVersion",
]
