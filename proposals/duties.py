"""Proposals of a unit that are under way."""

from collections.abc import Sequence

from django.utils.translation import gettext_lazy as _

from agencies.duties import Duty, duties
from proposals.choices import WAITING, WRITING
from proposals.models import Proposal


def under_way(unit_ids: Sequence[int]) -> list[Proposal]:
    """Each keeps the unit that wrote it; the successor writes on and hears of the decision."""
    states = (*WRITING, *WAITING)
    return list(Proposal.objects.filter(unit__in=unit_ids, state__in=states).order_by("pk"))


duties.register("proposals", Duty(_("Đề xuất"), under_way), order=8)
