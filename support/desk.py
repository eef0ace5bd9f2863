"""What waits of requests for support: to be received, to be decided."""

from collections.abc import Iterator
from typing import Any

from django.utils.translation import gettext_lazy as _

from core.ui.desk import SOURCE_ITEMS, DeskItem, desk
from support.choices import UNDECIDED_REQUESTS, RequestState
from support.models import SupportRequest
from support.rules import TRIAGE

TASKS = {
    RequestState.NEW: _("Tiếp nhận đề nghị"),
    RequestState.RECEIVED: _("Xem xét, quyết định đề nghị"),
}


def requests(user: Any) -> Iterator[DeskItem]:
    """For the department; those on the waiting list have been decided on."""
    if not user.has_perm(TRIAGE):
        return
    found = SupportRequest.objects.visible_to(user).filter(state__in=UNDECIDED_REQUESTS)
    found = found.select_related("unit").only("name", "state", "received_on", "unit__name")
    for one in found.order_by("received_on", "pk")[: SOURCE_ITEMS + 1]:
        yield DeskItem(
            one.name,
            TASKS[RequestState(one.state)],
            one.get_absolute_url(),
            one.received_on,
            unit=one.unit.name if one.unit else "",
        )


desk.register("requests", requests, order=12)
