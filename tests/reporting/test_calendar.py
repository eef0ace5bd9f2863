"""The draft after the cut-off and the daily reminder: once, late rather than never, never twice."""

from datetime import date

import pytest
import time_machine

from agencies.models import RoleAssignment, User
from notices.models import Notice
from programs.models import Plan
from reporting.calendar import assemble_due_draft, due_report, remind, run_calendar, yearly_type
from reporting.models import Reminder, ReportDraft, ReportType, ReportVersion
from tests.people import person

pytestmark = pytest.mark.django_db
CUT_OFF = date(2026, 11, 15)


def freeze(year: int, kind: str = "annual", number: int = 1) -> ReportVersion:
    return ReportVersion.objects.create(
        plan=Plan.objects.get(is_current=True),
        kind=kind,
        year=year,
        cut_off=date(year, 11, 15),
        number=number,
        label="Báo cáo năm {year}, bản {number}",
        change_note="x",
        snapshot={},
        made_by=User.objects.first() or person("leader"),
    )


@time_machine.travel("2027-03-01 09:00:00+07:00")
def test_a_machine_that_was_off_over_new_year_assembles_the_missed_draft_once():
    draft = assemble_due_draft(date(2027, 1, 4))
    assert (draft.year, draft.cut_off) == (2026, CUT_OFF)
    assert assemble_due_draft(date(2027, 1, 5)) is None
    assert assemble_due_draft(date(2027, 3, 1)) is None
    assert ReportDraft.objects.count() == 1


@time_machine.travel("2026-11-20 09:00:00+07:00")
def test_the_days_are_the_types_data():
    person("staff")
    ReportType.objects.filter(code="annual").update(
        cut_off_day=31, cut_off_month=10, due_day=10, limit_day=12
    )
    freeze(2025)
    assert remind(date(2026, 10, 30), 9) == 0
    assert remind(date(2026, 10, 31), 9) == 1
    (notice,) = Notice.objects.all()
    assert notice.subject == "Báo cáo năm 2026: còn 10 ngày"
    assert "10/11/2026; hạn của Kế hoạch: trước ngày 12/11/2026" in notice.body
    assert assemble_due_draft(date(2026, 10, 31)) is None
    assert assemble_due_draft(date(2026, 11, 1)).cut_off == date(2026, 10, 31)


def test_a_late_report_is_told_of_past_new_year_and_only_the_yearly_type_ends_it():
    person("staff")
    late = date(2027, 2, 1)
    assert remind(late, 9) == 1
    assert Notice.objects.get().subject == "Báo cáo năm 2026: quá hạn 64 ngày"
    freeze(2026, kind="submission")
    assert remind(date(2027, 2, 2), 9) == 1
    freeze(2026)
    assert remind(date(2027, 2, 3), 9) == 0


def due_on(day: date):
    plan = Plan.objects.get(is_current=True)
    return due_report(plan, yearly_type(plan, day), day)


def test_a_due_day_on_a_weekend_names_the_working_day_before():
    assert due_on(date(2026, 11, 20)).last_working_day == date(2026, 11, 27)  # 29/11 a Sunday
    assert due_on(date(2025, 11, 20)).last_working_day == date(2025, 11, 28)  # a Saturday
    assert due_on(date(2024, 11, 20)).last_working_day == date(2024, 11, 29)  # a Friday


def test_what_is_due_is_last_years_report_until_it_is_frozen():
    day = date(2027, 2, 1)
    due = due_on(day)
    assert (due.year, due.days_left, due.days_late, due.frozen) == (2026, -64, 64, "")
    freeze(2026)
    freeze(2026, number=2)
    due = due_on(day)
    assert (due.year, due.due_on, due.days_left) == (2027, date(2027, 11, 29), 301)
    due = due_on(date(2026, 12, 1))
    assert (due.year, due.frozen) == (2026, "Báo cáo năm 2026, bản 2")
    assert due_on(date(2021, 3, 1)).year == 2021  # 2020 is no year of the plan
    assert due_on(date(2032, 3, 1)) is None
    ReportType.objects.update(is_default=False)
    assert due_on(day) is None


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
    assert remind(date(2031, 12, 1), 9) == 0
    Plan.objects.update(is_current=False)
    assert assemble_due_draft(date(2026, 11, 18)) is None


def test_staff_are_reminded_once_a_day_until_a_report_is_frozen():
    staff = person("staff")
    person("viewer")
    freeze(2025)
    assert remind(date(2026, 11, 14), 9) == 0
    assert remind(CUT_OFF, 6) == 0
    assert remind(CUT_OFF, 9) == 1
    assert remind(CUT_OFF, 10) == 0
    (notice,) = Notice.objects.all()
    assert notice.user == staff
    assert notice.subject == "Báo cáo năm 2026: còn 14 ngày"
    assert "29/11/2026" in notice.body
    assert notice.path == "/bao-cao/"
    assert remind(date(2026, 12, 2), 9) == 1
    assert Notice.objects.first().subject == "Báo cáo năm 2026: quá hạn 3 ngày"
    assert list(Reminder.objects.values_list("on", "recipients")) == [
        (date(2026, 12, 2), 1),
        (CUT_OFF, 1),
    ]
    freeze(2026)
    assert remind(date(2026, 12, 3), 9) == 0


@time_machine.travel("2026-11-16 09:00:00+07:00")
def test_the_calendar_does_both():
    person("staff")
    run_calendar()
    run_calendar()
    assert ReportDraft.objects.count() == Notice.objects.count() == Reminder.objects.count() == 1


def test_nobody_to_remind_is_no_error():
    RoleAssignment.objects.all().delete()
    assert remind(CUT_OFF, 9) == 0
    assert not Notice.objects.exists()


def test_without_a_yearly_type_the_calendar_rests():
    ReportType.objects.update(is_default=False)
    assert assemble_due_draft(date(2026, 11, 18)) is None
    assert remind(date(2026, 11, 18), 9) == 0
