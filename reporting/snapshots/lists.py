"""Lists of a snapshot: rows of plain values, each with the id of its record."""

from datetime import date
from typing import Any

from django.db.models import Q, QuerySet
from django.utils.translation import gettext as _

from programs.indicators import Window
from programs.models import Task
from support.choices import AwardResult, CertificateStatus, SupportStatus
from support.indicators import with_counting
from support.models import Award, Certificate, Support
from support.queries import TaskSupports, supports_by_task, under_way_on
from trainings.choices import ClassStatus
from trainings.models import TrainingClass
from trainings.queries import classes_by_task

Rows = list[dict[str, Any]]


def iso(day: date | None) -> str | None:
    return day.isoformat() if day else None


def on_or_before(day: date | None, last: date) -> str | None:
    """A day as the cut-off knows it: what comes later has not happened yet."""
    return iso(day) if day is not None and day <= last else None


LISTS = ("trainings", "supports", "under_way", "certificates", "awards", "tasks")


def lists_of(window: Window) -> dict[str, Rows]:
    """Everything the tables of the report print, for the year of the window."""
    return {
        "trainings": trainings_held(window),
        "supports": supports_completed(window),
        "under_way": supports_under_way(window),
        "certificates": certificates_issued(window),
        "awards": awards_of_year(window),
        "tasks": tasks_of(window),
    }


def trainings_held(window: Window) -> Rows:
    period = window.periods["in_year"]
    classes = TrainingClass.objects.filter(period.holds("ends_on"), status=ClassStatus.HELD)
    return [
        {
            "id": c.pk,
            "name": c.name,
            "starts_on": iso(c.starts_on),
            "ends_on": iso(c.ends_on),
            "place": c.place,
            "trainees": c.trainees,
            "enterprises": c.enterprises,
            "trainer": c.trainer,
            "cost_vnd": c.cost_vnd,
        }
        for c in classes.order_by("ends_on", "pk")
    ]


def _supports(window: Window, supports: QuerySet[Support]) -> Rows:
    rows = with_counting(supports).select_related("enterprise", "item", "unit")
    numbers = _certificate_numbers(window)
    return [
        {
            "id": s.pk,
            "tax_code": s.enterprise.masked_tax_code,
            "enterprise": s.enterprise.name,
            "entity_type": s.enterprise.get_entity_type_display(),
            "address": s.enterprise.address,
            "unit": s.unit.name if s.unit else "",
            "product": s.product or s.enterprise.main_products,
            "item": s.item.name,
            "kind": s.item.kind,
            "counting_id": s.counting_id,
            "is_counting": s.counting_type in window.plan.counting_entity_types,
            "form": s.get_form_display(),
            "started_on": iso(s.started_on),
            "completed_on": on_or_before(s.completed_on, window.cut_off),
            "result": s.result,
            "certificate_numbers": numbers.get((s.enterprise_id, s.item.name), []),
            "state_budget_vnd": s.state_budget_vnd,
            "counterpart_vnd": s.counterpart_vnd,
            "other_funds_vnd": s.other_funds_vnd,
            "counts_for": s.item.counts_for,
        }
        for s in rows.order_by("completed_on", "started_on", "pk")
    ]


def _certificate_numbers(window: Window) -> dict[tuple[int, str], list[str]]:
    """Numbers of the period's supported certificates by enterprise and exact name of the content."""
    found: dict[tuple[int, str], list[str]] = {}
    for c in _certificates(window):
        for name in {c.standard, c.item.name if c.item else c.standard}:
            found.setdefault((c.enterprise_id, name), []).append(c.number)
    return found


def supports_completed(window: Window) -> Rows:
    period = window.periods["in_year"]
    return _supports(
        window, Support.objects.filter(period.holds("completed_on"), status=SupportStatus.COMPLETED)
    )


def supports_under_way(window: Window) -> Rows:
    return _supports(window, Support.objects.filter(under_way_on(window.cut_off)))


def _certificates(window: Window) -> QuerySet[Certificate]:
    period = window.periods["in_year"]
    found = Certificate.objects.filter(period.holds("issued_on"), is_supported=True)
    return found.select_related("enterprise", "unit", "item").order_by("issued_on", "pk")


def status_on(certificate: Certificate, day: date) -> str:
    """The state of that day, whatever happened since; a suspension has no day of its own."""
    if certificate.status == CertificateStatus.CANCELLED:
        if certificate.cancelled_on is not None and certificate.cancelled_on <= day:
            return str(CertificateStatus.CANCELLED.label)
    elif certificate.status == CertificateStatus.SUSPENDED:
        return str(CertificateStatus.SUSPENDED.label)
    if certificate.expires_on is not None and certificate.expires_on < day:
        return _("Hết hạn")
    return str(CertificateStatus.IN_FORCE.label)


def certificates_issued(window: Window) -> Rows:
    return [
        {
            "id": c.pk,
            "tax_code": c.enterprise.masked_tax_code,
            "enterprise": c.enterprise.name,
            "unit": c.unit.name if c.unit else "",
            "category": c.get_category_display(),
            "standard": c.standard,
            "scope": c.scope,
            "number": c.number,
            "body": c.body,
            "issued_on": iso(c.issued_on),
            "expires_on": iso(c.expires_on),
            "status": status_on(c, window.cut_off),
        }
        for c in _certificates(window)
    ]


def awards_of_year(window: Window) -> Rows:
    """Who took part in the year's award or was given one in the period, as the cut-off knows it."""
    period = window.periods["in_year"]
    rows = Award.objects.filter(period.holds("decided_on") | Q(year=window.year))
    return [
        {
            "id": a.pk,
            "tax_code": a.enterprise.masked_tax_code,
            "enterprise": a.enterprise.name,
            "year": a.year,
            "name": a.name,
            **_decision_on(a, window.cut_off),
        }
        for a in rows.select_related("enterprise").order_by("year", "pk")
    ]


def _decision_on(award: Award, day: date) -> dict[str, Any]:
    """Result and decision; before its decision an award is a participation and no more."""
    decided_on = on_or_before(award.decided_on, day)
    is_decided = decided_on is not None
    return {
        "result": str(award.get_result_display() if is_decided else AwardResult.TOOK_PART.label),
        "level": award.level if is_decided else "",
        "decision_number": award.decision_number if is_decided else "",
        "decided_on": decided_on,
    }


def tasks_of(window: Window) -> Rows:
    """The appendix, and what the year's records say of each task."""
    period = window.periods["in_year"]
    supports, classes = supports_by_task(period), classes_by_task(period)
    return [
        {
            "id": task.pk,
            "number": task.number,
            "text": task.text,
            "time": task.time_text,
            "lead": task.lead_text,
            "coordinators": task.coordinators_text,
            "is_due": task.is_due_in(window.year),
            "supports_completed": supports.get(task.pk, TaskSupports()).completed,
            "classes_held": classes.get(task.pk, 0),
        }
        for task in Task.objects.filter(plan=window.plan)
    ]
