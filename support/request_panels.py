"""What is shown beside a request, and on its enterprise's page."""

from typing import Any

from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from agencies.models import Unit
from core.ui.panels import Panel
from core.ui.values import display, label_of
from enterprises.models import Enterprise
from support.choices import RequestState
from support.models import SupportRequest
from support.models.requests import CONTACT
from support.request_triage import triage_of
from support.rules import TRIAGE

SHOWN = 50
KINDS: dict[str, str] = {
    RequestState.NEW: "time",
    RequestState.RECEIVED: "info",
    RequestState.ACCEPTED: "ok",
    RequestState.WAITING: "warn",
    RequestState.ANSWERED: "ok",
    RequestState.WITHDRAWN: "neutral",
}


def contact_panel(request: SupportRequest, user: Any) -> Panel | None:
    """Whom to ask back; for nobody else."""
    if not user.has_perm("support.view_requestcontact", request):
        return None
    items = [
        {"label": label_of(SupportRequest, name), "value": display(request, name), "link": ""}
        for name in CONTACT
    ]
    if request.is_public:
        for name in ("tracking_code", "consented_at", "consent_version"):
            words = display(request, name)
            items.append({"label": label_of(SupportRequest, name), "value": words, "link": ""})
    context = {"items": items, "erased_at": request.contact_erased_at}
    return Panel("support/_request_contact.html", context, _("Người liên hệ"))


def triage_panel(request: SupportRequest, user: Any) -> Panel | None:
    """For those who decide."""
    if not user.has_perm(TRIAGE, request):
        return None
    found = triage_of(request, user)
    context = {
        "triage": found,
        "similar": [(one, KINDS[one.state]) for one in found.similar],
        "request": request,
        "may_attach": request.enterprise_id is None,
    }
    return Panel("support/_triage.html", context, _("Xem xét"))


def requests_of_unit(unit: Unit, user: Any) -> Panel | None:
    """What the unit registered, through its successions, as far as the person may see it."""
    if not user.has_perm("support.view_supportrequest"):
        return None
    through = Unit.objects.through_successions([unit.pk]).values("pk")
    found = SupportRequest.objects.visible_to(user).filter(unit__in=through)
    rows = found.select_related("item", "unit").defer("search").order_by("-received_on", "-pk")
    shown = [(one, KINDS[one.state]) for one in rows[: SHOWN + 1]]
    if not shown:
        return None
    context = {"rows": shown[:SHOWN], "has_more": len(shown) > SHOWN}
    return Panel("support/_unit_requests.html", context, _("Đề nghị hỗ trợ"))


def requests_of(enterprise: Enterprise, user: Any) -> Panel | None:
    """On the enterprise's page the way to its requests; the page itself asks no more for them."""
    if not user.has_perm("support.view_supportrequest"):
        return None
    address = f"{reverse('support:request-list')}?dn={enterprise.pk}"
    return Panel("support/_enterprise_requests.html", {"address": address}, _("Đề nghị hỗ trợ"))
