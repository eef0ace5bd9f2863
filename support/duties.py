"""Requests that a unit registered and that are not decided yet."""

from collections.abc import Sequence

from django.utils.translation import gettext_lazy as _

from agencies.duties import Duty, duties
from support.choices import UNDECIDED_REQUESTS, RequestState
from support.models import SupportRequest


def undecided(unit_ids: Sequence[int]) -> list[SupportRequest]:
    """Each keeps the unit that registered it; the successor hears of the decision."""
    states = (*UNDECIDED_REQUESTS, RequestState.WAITING)
    return list(SupportRequest.objects.filter(unit__in=unit_ids, state__in=states).order_by("pk"))


duties.register("requests", Duty(_("Đề nghị hỗ trợ"), undecided), order=12)
