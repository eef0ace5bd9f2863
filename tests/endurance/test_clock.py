"""Around midnight in Việt Nam (R10): the right day, the right year, no second record."""

from datetime import date

import pytest
import time_machine
from django.utils import timezone

from agencies.models import RoleAssignment
from programs.models import Plan
from reporting.calendar import assemble_due_draft, due_report, remind, yearly_type
from reporting.models import ReportDraft
from support.models import Support
from tests import records
from tests.people import person

pytestmark = pytest.mark.django_db
BACKEND = "allauth.account.auth_backends.AuthenticationBackend"
# The server's clock is in UTC: seven hours behind.
LAST_SECOND, FIRST_SECOND = "2024-12-31 16:59:59+00:00", "2024-12-31 17:00:00+00:00"


def form(**changes) -> dict:
    return {
        "enterprise": "1200100557",
        "item": records.item("support", "5S").pk,
        "started_on": "10/01/2024",
        "completed_on": "01/01/2025",
        "status": "completed",
    } | changes


def test_tomorrow_is_the_future_until_midnight_here(client):
    records.enterprise()
    with time_machine.travel(LAST_SECOND, tick=False):
        client.force_login(person("staff"), backend=BACKEND)
        page = client.post("/ho-tro/them/", form()).content.decode()
        assert "Ngày hoàn thành ở tương lai." in page
    with time_machine.travel(FIRST_SECOND, tick=False):
        for _twice in range(2):  # the form is sent again
            client.post("/ho-tro/them/", form())
    assert [s.completed_on for s in Support.objects.all()] == [date(2025, 1, 1)]


def test_a_record_of_the_last_day_counts_in_its_year(client):
    firm = records.enterprise()
    records.support(firm, completed_on=date(2024, 12, 31))
    records.support(firm, started_on=date(2024, 5, 1), completed_on=date(2025, 1, 1))
    client.force_login(person("viewer"), backend=BACKEND)

    def in_year() -> tuple[int, int, int]:
        overview = client.get("/").context["overview"]
        card = overview.cards[1].progress.figures
        return overview.window.year, card.in_year.turns, card.previous_year_final.turns

    with time_machine.travel(LAST_SECOND, tick=False):
        assert in_year() == (2024, 1, 0)
    with time_machine.travel(FIRST_SECOND, tick=False):
        assert in_year() == (2025, 1, 1)


def test_the_draft_and_the_reminder_begin_at_midnight_here():
    plan = Plan.objects.get(is_current=True)
    person("staff")
    RoleAssignment.objects.update(valid_from=date(2020, 1, 1))
    with time_machine.travel("2024-11-15 16:59:59+00:00", tick=False):
        assert assemble_due_draft(timezone.localdate()) is None
    with time_machine.travel("2024-11-15 17:00:00+00:00", tick=False):
        today = timezone.localdate()
        assert today == date(2024, 11, 16)
        draft = assemble_due_draft(today)
        assert (draft.year, draft.cut_off) == (2024, date(2024, 11, 15))
        assert due_report(plan, yearly_type(plan, today), today).days_left == 13
        assert remind(today, timezone.localtime().hour) == 0  # nobody is written to at night
        assert assemble_due_draft(today) is None
    assert ReportDraft.objects.count() == 1


def test_a_role_that_ends_holds_until_midnight_here(client):
    user = person("staff")
    RoleAssignment.objects.update(valid_from=date(2020, 1, 1), valid_to=date(2024, 12, 31))
    with time_machine.travel(LAST_SECOND, tick=False):
        client.force_login(user, backend=BACKEND)
        assert client.get("/ho-tro/").status_code == 200
    with time_machine.travel(FIRST_SECOND, tick=False):
        client.force_login(user, backend=BACKEND)
        assert client.get("/ho-tro/").status_code == 403
