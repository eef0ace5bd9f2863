"""The draft after the cut-off and the daily reminder: once, late rather than never, never twice."""

from datetime import date

import pytest
import time_machine

from agencies.models import RoleAssignment
from programs.models import Plan
from reporting.calendar import assemble_due_draft, remind, run_calendar
from reporting.models import Reminder, ReportDraft, ReportVersion
from tests.people import person

pytestmark = pytest.mark.django_db
CUT_OFF = date(2026, 11, 15)


@time_machine.travel("2026-11-20 09:00:00+07:00")
def test_the_draft_is_assembled_once_after_the_cut_off():
    assert assemble_due_draft(CUT_OFF) is None
    draft = assemble_due_draft(date(2026, 11, 18))  # the machine was off on the 16th
    assert (draft.year, draft.cut_off, draft.type.code) == (2026, CUT_OFF, "annual")
    assert draft.sections.count() == draft.type.sections.count() > 0
    assert assemble_due_draft(date(2026, 11, 19)) is None
    assert ReportDraft.objects.count() == 1


def test_no_draft_for_a_year_outside_the_plan():
    assert assemble_due_draft(date(2031, 12, 1)) is None
    Plan.objects.update(is_current=False)
    assert assemble_due_draft(date(2026, 11, 18)) is None


def test_staff_are_reminded_once_a_day_until_a_report_is_frozen(mailoutbox):
    staff, viewer = person("staff"), person("viewer")
    assert remind(date(2026, 11, 14), 9) == 0
    assert remind(CUT_OFF, 6) == 0
    assert remind(CUT_OFF, 9) == 1
    assert remind(CUT_OFF, 10) == 0
    (message,) = mailoutbox
    assert message.to == [staff.email]
    assert viewer.email not in message.to
    assert message.subject == "Báo cáo năm 2026: còn 14 ngày"
    assert "29/11/2026" in message.body
    assert remind(date(2026, 12, 2), 9) == 1
    assert mailoutbox[1].subject == "Báo cáo năm 2026: quá hạn 3 ngày"
    assert list(Reminder.objects.values_list("on", "recipients")) == [
        (date(2026, 12, 2), 1),
        (CUT_OFF, 1),
    ]
    ReportVersion.objects.create(
        plan=Plan.objects.get(is_current=True),
        year=2026,
        cut_off=CUT_OFF,
        number=1,
        snapshot={},
        made_by=staff,
    )
    assert remind(date(2026, 12, 3), 9) == 0


def test_a_mail_server_that_refuses_is_asked_again(mailoutbox, settings):
    person("staff")
    settings.EMAIL_BACKEND = "no.such.backend"
    with pytest.raises(ImportError):
        remind(CUT_OFF, 9)
    assert not Reminder.objects.exists()


@time_machine.travel("2026-11-16 09:00:00+07:00")
def test_the_calendar_does_both(mailoutbox):
    person("staff")
    run_calendar()
    run_calendar()
    assert ReportDraft.objects.count() == len(mailoutbox) == Reminder.objects.count() == 1


def test_nobody_to_remind_is_no_error(mailoutbox):
    RoleAssignment.objects.all().delete()
    assert remind(CUT_OFF, 9) == 0
    assert not mailoutbox
