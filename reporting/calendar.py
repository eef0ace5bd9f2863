"""What the calendar asks for: the draft after the cut-off, the reminder until a report is frozen."""

from datetime import date

from django.conf import settings
from django.core.mail import send_mail
from django.db import IntegrityError, transaction
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from agencies.choices import Role
from agencies.models import RoleAssignment
from core.vietnamese import format_date
from programs.models import Plan
from reporting.actions import CUT_OFF, assemble_draft
from reporting.models import Reminder, ReportDraft, ReportType, ReportVersion

DUE, LEGAL_LIMIT = (11, 29), (11, 30)
FIRST_HOUR = 7  # nobody is written to at night


def assemble_due_draft(today: date) -> ReportDraft | None:
    """The day after the cut-off, or the first day the machine runs again, the year's draft.

    Returns:
        The new draft; None where it is too early, or there is one.
    """
    plan = Plan.objects.filter(is_current=True).first()
    declared = ReportType.objects.filter(is_default=True).first()
    cut_off = date(today.year, *CUT_OFF)
    if plan is None or declared is None or today <= cut_off:
        return None
    has_stage = plan.stages.filter(first_year__lte=today.year, last_year__gte=today.year).exists()
    if not has_stage:
        return None
    if ReportDraft.objects.filter(plan=plan, type=declared, year=today.year).exists():
        return None
    return assemble_draft(plan, declared, year=today.year, cut_off=cut_off, by=None)


def remind(today: date, hour: int) -> int:
    """From 15/11 on, once a day until a report is frozen, tell staff how many days are left.

    Returns:
        How many people were written to.
    """
    plan = Plan.objects.filter(is_current=True).first()
    if plan is None or hour < FIRST_HOUR or today < date(today.year, *CUT_OFF):
        return 0
    kind = ReportType.objects.filter(is_default=True).values_list("code", flat=True).first()
    if ReportVersion.objects.filter(plan=plan, kind=kind, year=today.year).exists():
        return 0
    addresses = _staff_addresses(today)
    try:
        with transaction.atomic():
            # The row first: of two machines one writes it, the other sends nothing. A mail
            # server that refuses takes the row back, and the next hour tries again.
            Reminder.objects.create(plan=plan, on=today, recipients=len(addresses))
            if addresses:
                send_mail(*_message(today), settings.DEFAULT_FROM_EMAIL, addresses)
    except IntegrityError:
        return 0
    return len(addresses)


def _staff_addresses(today: date) -> list[str]:
    holders = RoleAssignment.objects.valid_on(today).filter(
        role__in=(Role.STAFF, Role.ADMINISTRATOR), user__is_active=True
    )
    return sorted(set(holders.values_list("user__email", flat=True)))


def _message(today: date) -> tuple[str, str]:
    due = date(today.year, *DUE)
    left = (due - today).days
    if left >= 0:
        subject = _("Báo cáo năm %(year)d: còn %(days)d ngày") % {"year": today.year, "days": left}
    else:
        subject = _("Báo cáo năm %(year)d: quá hạn %(days)d ngày") % {
            "year": today.year,
            "days": -left,
        }
    body = _(
        "Báo cáo năm %(year)d chưa được chốt. Gửi chậm nhất ngày %(due)s;"
        " hạn của Kế hoạch: trước ngày %(limit)s.\n\nMở dự thảo: %(address)s\n"
    ) % {
        "year": today.year,
        "due": format_date(due),
        "limit": format_date(date(today.year, *LEGAL_LIMIT)),
        "address": f"{settings.SITE_URL}{reverse('reporting:report-list')}",
    }
    return subject, body


def run_calendar() -> None:
    """Both, as of now; harmless however often it is called."""
    now = timezone.localtime()
    assemble_due_draft(now.date())
    remind(now.date(), now.hour)
