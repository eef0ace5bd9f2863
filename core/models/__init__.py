"""Rows that know nothing of the plan: jobs, state changes, attachments."""

from core.models.attachments import Attachment
from core.models.imports import ImportBatch
from core.models.jobs import Job
from core.models.seals import TrailSeal
from core.models.states import StateChange

__all__ = ["Attachment", "ImportBatch", "Job", "StateChange", "TrailSeal"]
