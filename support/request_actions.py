"""What people do with requests for support beside the steps of their workflow."""

from datetime import datetime
from typing import Any

import pghistory
from django.contrib.contenttypes.models import ContentType
from django.db import IntegrityError, transaction
from django.db.models import Exists, OuterRef, Q
from django.utils import timezone
from django.utils.translation import gettext as _

from agencies.choices import UnitKind
from agencies.models import Unit
from core.errors import ActionError, StaleState
from core.models import StateChange
from enterprises.actions import save_enterprise
from enterprises.models import Enterprise
from enterprises.validators import wrong_tax_code
from notices.forgetting import forget_address
from support.choices import CLOSED_REQUESTS, RequestSource, RequestState
from support.models import SupportRequest
from support.models.requests import CONTACT
from support.request_telling import tell_of_arrival

NO_CONTACT = dict.fromkeys(CONTACT, "")


def source_of(unit: Unit | None) -> RequestSource:
    """Who brings the need forward follows from who registers it."""
    if unit is None:
        return RequestSource.ENTERPRISE
    is_association = unit.kind == UnitKind.ASSOCIATION
    return RequestSource.ASSOCIATION if is_association else RequestSource.UNIT


@transaction.atomic
def save_request(request: SupportRequest, *, by: Any) -> SupportRequest:
    """Store what a unit, an association or the department registered; a new one is told of."""
    is_new = request.pk is None
    request.source = source_of(request.unit)
    request.save()
    if is_new:
        tell_of_arrival(request, by=by)
    return request


@transaction.atomic
def attach_enterprise(request: SupportRequest, *, tax_code: str, among: Any) -> Enterprise:
    """The request is that of the enterprise with this code.

    Args:
        among: enterprises the person may see.

    Raises:
        ActionError: a blank or wrong code, no such enterprise, or decided already.
    """
    if wrong := wrong_tax_code(tax_code):
        raise ActionError(wrong, field="tax_code")
    enterprise: Enterprise | None = among.filter(tax_code=tax_code).first()
    if enterprise is None:
        raise ActionError(
            _(
                "Danh bạ chưa có doanh nghiệp mã số thuế này. Kiểm tra lại mã, hoặc thêm doanh nghiệp"
                " vào danh bạ từ trang của đề nghị."
            ),
            field="tax_code",
        )
    _attach(request, enterprise)
    return enterprise


@transaction.atomic
def add_enterprise(request: SupportRequest, *, enterprise: Enterprise, unit: Unit) -> Enterprise:
    """Enter the enterprise of the request into the register, and attach the request to it.

    Raises:
        ActionError: a wrong code, the register has it by now, or decided already.
    """
    if wrong := wrong_tax_code(enterprise.tax_code):
        raise ActionError(wrong, field="tax_code")
    try:
        with transaction.atomic():
            save_enterprise(enterprise, unit=unit)
    except IntegrityError as error:
        raise ActionError(
            _("Danh bạ vừa có doanh nghiệp mã số thuế này. Gắn đề nghị với doanh nghiệp đó."),
            field="tax_code",
        ) from error
    _attach(request, enterprise)
    return enterprise


def _attach(request: SupportRequest, enterprise: Enterprise) -> None:
    """Only while nothing is decided that rests on the enterprise."""
    undecided = SupportRequest.objects.filter(pk=request.pk, version=request.version)
    changed = undecided.exclude(state=RequestState.ACCEPTED).update(
        enterprise=enterprise, tax_code=enterprise.tax_code
    )
    if changed != 1:
        raise StaleState(request)


@transaction.atomic
def erase_contact(request: SupportRequest, *, reason: str) -> None:
    """What was kept of the contact person goes for good; that it went, and why, stays."""
    with pghistory.context(reason=reason):
        SupportRequest.objects.filter(pk=request.pk).update(
            **NO_CONTACT, contact_erased_at=timezone.now()
        )
    forget_address(request)


@transaction.atomic
def erase_old_contacts(*, closed_before: datetime) -> int:
    """Contact persons of requests that were decided so long ago; how many."""
    kind = ContentType.objects.get_for_model(SupportRequest)
    later = StateChange.objects.filter(
        content_type=kind, object_id=OuterRef("pk"), at__gte=closed_before
    )
    old = SupportRequest.objects.filter(state__in=CLOSED_REQUESTS, created_at__lt=closed_before)
    due = list(old.filter(~Q(**NO_CONTACT), ~Exists(later)))
    for request in due:
        erase_contact(request, reason=_("Hết thời hạn giữ thông tin liên hệ."))
    return len(due)
