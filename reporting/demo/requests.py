"""Fictional requests for support in several states, the unit officer's among them."""

from datetime import date, timedelta
from typing import Any

from django.utils import timezone

from agencies.choices import Role, UnitKind
from agencies.models import RoleAssignment, Unit
from enterprises.models import Enterprise
from programs.choices import WorkKind
from programs.models import Task
from support.choices import CatalogueUse, RequestState
from support.codes import new_tracking_code
from support.consent import CURRENT
from support.models import CatalogueItem, SupportRequest
from support.request_actions import source_of


def make_requests() -> None:
    """By the units of the officers, by an association, and by enterprises themselves."""
    today = timezone.localdate()
    items = list(CatalogueItem.objects.valid_on(today).filter(use=CatalogueUse.SUPPORT)[:6])
    officers = RoleAssignment.objects.filter(role=Role.UNIT_OFFICER).order_by("pk")
    units = list(dict.fromkeys(officer.unit for officer in officers.select_related("unit")))
    associations = Unit.objects.valid_on(today).filter(kind=UnitKind.ASSOCIATION).order_by("code")
    for unit in units:
        of_unit(unit, items, today)
    for association in associations[:1]:
        of_association(association, items, today)
    by_themselves(items, today)


def of_unit(unit: Unit, items: list[CatalogueItem], today: date) -> None:
    own = list(Enterprise.objects.filter(unit=unit).order_by("pk")[:1])
    others = Enterprise.objects.exclude(pk__in=[e.pk for e in own]).order_by("pk")
    enterprises = (own + list(others[:3]))[:3]
    made = [
        _request(enterprise, unit=unit, item=item, received_on=today - timedelta(days=days))
        for enterprise, item, days in zip(enterprises, items, (3, 20, 45), strict=False)
    ]
    _request(
        None,
        unit=unit,
        name="Cơ sở Bánh tráng Rạch Gầm (minh họa)",
        need="Cần truy xuất nguồn gốc cho bánh tráng; chưa cung cấp mã số thuế.",
        received_on=today - timedelta(days=1),
    )
    for number, request in enumerate(made[1:], start=1):
        state = {"state": RequestState.WAITING, "priority": number}
        if number > 1:
            task = Task.objects.default_for(WorkKind.SUPPORT)
            state = {
                "state": RequestState.ACCEPTED,
                "task": task,
                "answer": "Đưa vào đợt hỗ trợ tới.",
            }
        _decided(request, state)


def of_association(unit: Unit, items: list[CatalogueItem], today: date) -> None:
    enterprise = Enterprise.objects.order_by("-pk").first()
    request = _request(
        enterprise,
        unit=unit,
        item=items[0],
        received_on=today - timedelta(days=60),
        letter_number="12/HHDN",
        letter_on=today - timedelta(days=61),
    )
    answer = "Nội dung này doanh nghiệp đã được hỗ trợ; Sở giới thiệu đơn vị tư vấn để duy trì."
    _decided(request, {"state": RequestState.ANSWERED, "answer": answer})


def by_themselves(items: list[CatalogueItem], today: date) -> None:
    for enterprise, days in zip(Enterprise.objects.order_by("pk")[10:12], (2, 0), strict=False):
        _request(
            enterprise,
            is_attached=False,
            item=items[1],
            received_on=today - timedelta(days=days),
            contact_name="Người liên hệ (minh họa)",
            contact_email="doanh-nghiep@example.vn",
            tracking_code=new_tracking_code(),
            consent_version=CURRENT,
            consented_at=timezone.now(),
        )


def _request(
    enterprise: Enterprise | None, *, is_attached: bool = True, **values: Any
) -> SupportRequest:
    known: dict[str, Any] = {"need": "Cần tư vấn, đào tạo để áp dụng tại xưởng."}
    if enterprise is not None:
        known |= {"name": enterprise.name, "tax_code": enterprise.tax_code}
        known |= {"enterprise": enterprise if is_attached else None, "own_funds_vnd": 30_000_000}
    known["source"] = source_of(values.get("unit"))
    return SupportRequest.objects.create(**(known | values), is_demo=True)


def _decided(request: SupportRequest, values: dict[str, Any]) -> None:
    """As a record that begins decided: its steps were taken by nobody."""
    SupportRequest.objects.filter(pk=request.pk).update(state=RequestState.RECEIVED)
    SupportRequest.objects.filter(pk=request.pk).update(**values)
