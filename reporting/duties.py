"""Difficulties that a unit reported and that are not answered yet."""

from collections.abc import Sequence

from django.utils.translation import gettext_lazy as _

from agencies.duties import Duty, duties
from reporting.choices import OPEN_STATES, DifficultyState
from reporting.models import Difficulty


def unanswered(unit_ids: Sequence[int]) -> list[Difficulty]:
    """Each keeps the unit whose letter it is; the successor gets the answer."""
    states = (*OPEN_STATES, DifficultyState.SUBMITTED)
    return list(Difficulty.objects.filter(unit__in=unit_ids, state__in=states).order_by("pk"))


duties.register("difficulties", Duty(_("Khó khăn, kiến nghị"), unanswered), order=10)
