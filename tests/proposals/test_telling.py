"""Who is told of calls and proposals, once, and of nobody's own acts; what waits on the desk."""

from datetime import UTC, date, datetime, timedelta

import pytest
from django.utils import timezone

from agencies.duties import duties
from agencies.models import Unit
from core.ui.desk import waiting_for
from notices.models import Notice
from proposals.actions.following import follow
from proposals.models import Abstention, Proposal, Review
from proposals.telling import remind_of_calls, tell_of_call
from proposals.workflow import PROPOSAL
from tests import records
from tests.people import person

pytestmark = pytest.mark.django_db
BACKEND = "allauth.account.auth_backends.AuthenticationBackend"
CLOSES = datetime(2026, 12, 15, 10, tzinfo=UTC)  # 17:00 in Hanoi


def ward() -> Unit:
    return Unit.objects.get(code=records.WARD, valid_to=None)


def told(code: str) -> list[tuple[str, str]]:
    found = Notice.objects.filter(kind=f"proposals.{code}").order_by("pk")
    return [(notice.user.email, notice.subject) for notice in found]


def test_an_announced_call_reaches_the_officers_of_invited_units_once():
    officer, staff = person("unit_officer"), person("staff")
    call = records.call(closes_at=CLOSES)
    assert tell_of_call(call, staff) == 1
    assert tell_of_call(call, staff) == 0
    assert told("call_announced") == [
        (officer.email, "Đợt đề xuất năm 2027: nhận đến 17:00 ngày 15/12/2026")
    ]


@pytest.mark.parametrize(
    ("days", "hour", "count"),
    [(8, 9, 0), (7, 9, 1), (7, 6, 0), (5, 9, 0), (3, 9, 1), (1, 9, 1), (0, 9, 0)],
)
def test_silent_units_are_reminded_on_days_of_the_ladder_once(days, hour, count):
    person("unit_officer")
    records.call(opens_at=datetime(2026, 11, 1, tzinfo=UTC), closes_at=CLOSES)
    local = timezone.localtime(CLOSES).replace(hour=hour) - timedelta(days=days)
    assert remind_of_calls(local) == count
    assert remind_of_calls(local + timedelta(minutes=30)) == 0
    assert len(told("call_reminder")) == count


@pytest.mark.parametrize("answer", ["proposal", "abstention"])
def test_who_answered_is_not_reminded(answer):
    officer = person("unit_officer")
    call = records.call(opens_at=datetime(2026, 11, 1, tzinfo=UTC), closes_at=CLOSES)
    draft = records.proposal(call, by=officer)
    if answer == "proposal":
        Proposal.objects.filter(pk=draft.pk).update(state="submitted", submitted_at=CLOSES)
    else:
        Abstention.objects.create(call=call, unit=ward(), by=officer)
    assert remind_of_calls(CLOSES - timedelta(days=1)) == 0


def test_the_department_reminds_by_a_button_once_a_day(client):
    officer = person("unit_officer")
    client.force_login(person("staff"), backend=BACKEND)
    call = records.call()
    for _again in range(2):
        assert client.post(f"/de-xuat/dot/{call.pk}/nhac/").status_code == 302
    assert [email for email, _subject in told("call_reminder")] == [officer.email]


def test_what_comes_in_is_told_to_the_department_and_what_goes_back_to_the_unit():
    officer, staff = person("unit_officer"), person("staff")
    proposal = records.proposal(records.call(), by=officer)
    follow(proposal, PROPOSAL.by_name["submit"], officer)
    assert told("submitted") == [
        (staff.email, "Phường Mỹ Tho nộp đề xuất: Truy xuất nguồn gốc trái cây")
    ]
    proposal.resubmit_by = date(2026, 12, 4)
    follow(proposal, PROPOSAL.by_name["return"], staff)
    assert told("returned") == [
        (officer.email, "Trả lại để bổ sung, hoàn thiện: Truy xuất nguồn gốc trái cây")
    ]
    follow(proposal, PROPOSAL.by_name["take_up"], officer)
    assert told("moved") == []  # nobody is told of what they did themselves


def test_the_desk_shows_each_what_waits_for_them():
    officer, staff, reviewer = person("unit_officer"), person("staff"), person("finance")
    call = records.call()
    back = records.returned(call, officer, name="Trả lại")
    waiting = records.appraised(call, staff, name="Thẩm định")
    records.proposal(call, name="Nháp")
    Review.objects.filter(proposal=waiting).delete()
    Review.objects.create(proposal=waiting, reviewer=reviewer, due_on=date(2026, 12, 1))
    tasks = {
        user.email: [(i.title, str(i.task), i.due_on) for i in waiting_for(user).items]
        for user in (officer, staff, reviewer)
    }
    assert tasks == {
        officer.email: [("Trả lại", "Bổ sung, hoàn thiện, nộp lại", back.resubmit_by)],
        staff.email: [("Thẩm định", "Thẩm định, trình phê duyệt", None)],
        reviewer.email: [("Thẩm định", "Chấm điểm thẩm định", date(2026, 12, 1))],
    }


def test_open_proposals_are_duties_of_their_unit():
    officer = person("unit_officer")
    call = records.call()
    draft = records.proposal(call)
    back = records.returned(call, officer)
    done = records.returned(call, officer)
    Proposal.objects.filter(pk=done.pk).update(state="submitted")
    Proposal.objects.filter(pk=done.pk).update(state="appraisal")
    Proposal.objects.filter(pk=done.pk).update(state="refused", refusal="Trùng")
    assert list(duties.get("proposals").open_of([ward().pk])) == [draft, back]
