"""The way of a proposal: every declared step, decisions prepared and announced together."""

from datetime import UTC, date, datetime, timedelta

import pytest
from django.utils import timezone

from agencies.models import Unit
from core.models import StateChange
from proposals.choices import ProposalState as State
from proposals.models import Abstention, Announcement, Proposal, Review, Verdict
from tests import records
from tests.people import person

pytestmark = pytest.mark.django_db
BACKEND = "allauth.account.auth_backends.AuthenticationBackend"
NOW = datetime(2026, 11, 5, tzinfo=UTC)


def log_in(client, role: str, unit: str = ""):
    user = person(role, unit)
    client.force_login(user, backend=BACKEND)
    return user


def ward() -> Unit:
    return Unit.objects.get(code=records.WARD, valid_to=None)


def in_state(proposal: Proposal, *states: str) -> Proposal:
    """Walk the declared way."""
    Proposal.objects.filter(pk=proposal.pk).update(state="submitted", submitted_at=NOW)
    for state in states:
        Proposal.objects.filter(pk=proposal.pk).update(state=state)
    proposal.refresh_from_db()
    return proposal


def scored(proposal: Proposal, count: int = 2) -> None:
    for number in range(count):
        someone = person("viewer" if number else "finance", "dt-skhcn")
        Review.objects.create(proposal=proposal, reviewer=someone, given_at=NOW)


def take(client, proposal: Proposal, step: str, **values: object):
    proposal.refresh_from_db()
    data = {"seen_version": proposal.version, "reason": "", **values}
    return client.post(f"/de-xuat/{proposal.pk}/buoc/{step}/", data)


def state_of(proposal: Proposal) -> str:
    proposal.refresh_from_db()
    return proposal.state


def test_submitting_says_what_lacks_then_takes_it_and_ends_an_abstention(client):
    user = log_in(client, "unit_officer")
    proposal = records.proposal(records.call())
    Abstention.objects.create(call=proposal.call, unit=ward(), by=user)
    page = take(client, proposal, "submit")
    assert page.context["form"].non_field_errors() == [
        "Chưa nộp được, còn thiếu: Công văn đã ký, tệp PDF."
    ]
    assert state_of(proposal) == State.DRAFT
    records.letter_of(proposal, user)
    assert take(client, proposal, "submit").status_code == 302
    assert state_of(proposal) == State.SUBMITTED
    assert proposal.submitted_at is not None
    assert not Abstention.objects.exists()
    change = StateChange.objects.get(object_id=proposal.pk, transition="submit")
    assert (change.by, change.source, change.target) == (user, "draft", "submitted")
    assert client.get(f"/de-xuat/{proposal.pk}/sua/chung/").status_code == 302


def test_after_the_closing_second_nothing_comes_in(client):
    user = log_in(client, "unit_officer")
    call = records.call(closes_at=timezone.now() - timedelta(seconds=1))
    proposal = records.proposal(call, by=user)
    page = take(client, proposal, "submit")
    assert "Đợt đề xuất đã đóng" in page.context["form"].non_field_errors()[0]
    assert state_of(proposal) == State.DRAFT


def test_a_unit_takes_back_until_it_is_taken_up(client):
    user = log_in(client, "unit_officer")
    proposal = in_state(records.proposal(records.call(), by=user))
    assert "Ghi lý do." in str(take(client, proposal, "take_back").context["form"].errors)
    assert take(client, proposal, "take_back", reason="Sửa dự toán").status_code == 302
    assert state_of(proposal) == State.DRAFT
    in_state(proposal, "appraisal")
    take(client, proposal, "take_back", reason="Sửa")
    assert state_of(proposal) == State.APPRAISAL


def test_returned_comes_back_by_the_end_of_its_day(client):
    staff = log_in(client, "staff")
    user = person("unit_officer")
    proposal = in_state(records.proposal(records.call(closes_at=NOW), by=user))
    today = timezone.localdate()
    page = take(client, proposal, "return", reason="Thiếu dự toán")
    assert "resubmit_by" in page.context["form"].errors
    past = (today - timedelta(days=1)).strftime("%d/%m/%Y")
    page = take(client, proposal, "return", reason="Thiếu", resubmit_by=past)
    assert page.context["form"].errors == {"resubmit_by": ["Hạn nộp lại phải từ hôm nay trở đi."]}
    day = today.strftime("%d/%m/%Y")
    assert take(client, proposal, "return", reason="Thiếu", resubmit_by=day).status_code == 302
    assert (state_of(proposal), proposal.resubmit_by) == (State.RETURNED, today)
    assert staff.has_perm("proposals.view_proposal", proposal)
    client.logout()
    client.force_login(user, backend=BACKEND)
    # The call closed long ago; what was returned still comes in today.
    assert take(client, proposal, "submit").status_code == 302
    assert state_of(proposal) == State.SUBMITTED
    in_state(proposal, "returned")
    Proposal.objects.filter(pk=proposal.pk).update(resubmit_by=today - timedelta(days=1))
    page = take(client, proposal, "submit")
    assert "Hạn nộp lại là hết ngày" in page.context["form"].non_field_errors()[0]


def test_two_scores_before_it_goes_up_and_a_decision_to_approve(client):
    log_in(client, "staff")
    proposal = in_state(records.proposal(records.call(), by=person("unit_officer")), "appraisal")
    scored(proposal, 1)
    page = take(client, proposal, "put_forward")
    assert page.context["form"].non_field_errors() == [
        "Mới có 1 phiếu chấm; cần ít nhất 2 phiếu trước khi trình."
    ]
    Review.objects.create(proposal=proposal, reviewer=person("leader"), given_at=NOW)
    assert take(client, proposal, "put_forward").status_code == 302
    page = take(client, proposal, "approve")
    assert set(page.context["form"].errors) == {"decision_number", "decision_on"}
    done = take(client, proposal, "approve", decision_number="12/QĐ", decision_on="05/11/2026")
    assert done.status_code == 302
    assert (state_of(proposal), proposal.decision_number) == (State.APPROVED, "12/QĐ")
    item = proposal.work_item
    assert (item.title, item.lead, item.task) == (proposal.name, ward(), proposal.task)
    assert (item.first_year, item.last_year, item.kind) == (2027, 2027, "proposed")


def test_the_way_of_an_st_task(client):
    log_in(client, "staff")
    proposal = records.proposal(records.call(), by=person("unit_officer"), kind="science")
    in_state(proposal)
    assert take(client, proposal, "take_up").status_code == 403
    steps = [
        ("council", {}, State.COUNCIL),
        ("list", {"decision_number": "9/QĐ-UBND", "decision_on": "01/11/2026"}, State.LISTED),
        ("select", {}, State.SELECTION),
        ("fund", {"host": "Viện Mẫu", "principal": "TS Mẫu"}, State.FUNDING),
        (
            "contract",
            {"funds_vnd": "450.000.000", "contract_number": "01/HĐ", "contract_on": "10/11/2026"},
            State.CONTRACT,
        ),
        ("accept", {"accepted_on": "20/11/2026", "acceptance": "Đạt"}, State.ACCEPTED),
    ]
    for step, values, target in steps:
        assert take(client, proposal, step, **values).status_code == 302, step
        assert state_of(proposal) == target
    assert (proposal.host, proposal.funds_vnd) == ("Viện Mẫu", 450_000_000)
    assert proposal.work_item.kind == "science"


def test_many_are_taken_up_and_those_that_cannot_are_named(client):
    log_in(client, "staff")
    user = person("unit_officer")
    call = records.call()
    ready = [in_state(records.proposal(call, by=user, name=f"Số {n}")) for n in range(2)]
    done = in_state(records.proposal(call, by=user, name="Rồi"), "appraisal")
    ids = [p.pk for p in (*ready, done)]
    address = f"/de-xuat/dot/{call.pk}/nhieu/"
    page = client.post(address, {"viec": "take_up", "chon": ids})
    assert dict(page.context["rows"]) == {
        ready[0]: "",
        ready[1]: "",
        done: "bỏ qua: đang “Đang thẩm định”",
    }
    assert [state_of(p) for p in ready] == ["submitted", "submitted"]
    client.post(address, {"viec": "take_up", "chon": ids, "chac": "1"})
    assert [state_of(p) for p in ready] == ["appraisal", "appraisal"]
    client.post(address, {"viec": "untake", "chon": ids[:1], "chac": "1"})
    assert state_of(ready[0]) == "submitted"


def test_decisions_wait_unseen_until_they_are_announced_together(client):
    staff = log_in(client, "staff")
    user = person("unit_officer")
    call = records.call()
    good = in_state(records.proposal(call, by=user, name="Tốt"), "appraisal", "forward")
    bad = in_state(records.proposal(call, by=user, name="Kém"), "appraisal")
    many = f"/de-xuat/dot/{call.pk}/nhieu/"
    client.post(many, {"viec": "approve", "chon": [good.pk, bad.pk], "chac": "1"})
    page = client.post(many, {"viec": "refuse", "chon": [bad.pk], "chac": "1"})
    assert page.context["form"].errors == {"reason": ["Mục này phải ghi."]}
    client.post(many, {"viec": "refuse", "chon": [bad.pk], "chac": "1", "reason": "Trùng"})
    assert [(v.proposal, v.kind) for v in Verdict.objects.all()] == [
        (good, "approve"),
        (bad, "refuse"),
    ]
    assert [state_of(good), state_of(bad)] == ["forward", "appraisal"]
    client.logout()
    client.force_login(user, backend=BACKEND)
    own = client.get(f"/de-xuat/{bad.pk}/").content.decode()
    assert "Trùng" not in own
    assert client.get(f"/de-xuat/dot/{call.pk}/cong-bo/").status_code == 403
    client.logout()
    client.force_login(staff, backend=BACKEND)
    address = f"/de-xuat/dot/{call.pk}/cong-bo/"
    page = client.post(address, {})
    assert page.context["form"].non_field_errors() == [
        "Có đề xuất được phê duyệt: ghi số, ngày quyết định."
    ]
    client.post(address, {"decision_number": "12/QĐ", "decision_on": "05/11/2026"})
    assert [state_of(good), state_of(bad)] == ["approved", "refused"]
    assert (good.decision_number, bad.refusal) == ("12/QĐ", "Trùng")
    made = Announcement.objects.get()
    assert {v.announcement for v in Verdict.objects.all()} == {made}
    change = StateChange.objects.get(object_id=bad.pk, transition="refuse")
    assert (change.by, change.reason) == (staff, "Trùng")


def test_what_is_prepared_is_undone_until_it_is_announced(client):
    log_in(client, "staff")
    call = records.call()
    proposal = in_state(records.proposal(call, by=person("unit_officer")))
    tomorrow = timezone.localdate() + timedelta(days=1)
    client.post(
        f"/de-xuat/dot/{call.pk}/nhieu/",
        {
            "viec": "return",
            "chon": [proposal.pk],
            "chac": "1",
            "reason": "Thiếu",
            "resubmit_by": tomorrow.strftime("%d/%m/%Y"),
        },
    )
    verdict = Verdict.objects.get()
    assert verdict.resubmit_by == tomorrow
    client.post(f"/de-xuat/dot/{call.pk}/cong-bo/", {"bo": verdict.pk})
    assert not Verdict.objects.exists()
    page = client.post(f"/de-xuat/dot/{call.pk}/cong-bo/", {})
    assert page.context["form"].non_field_errors() == [
        "Chưa có kết quả nào được chuẩn bị trong đợt này."
    ]
    assert state_of(proposal) == "submitted"


def test_a_revision_is_approved_anew_and_replaces_what_it_revises(client):
    user = log_in(client, "unit_officer")
    old = records.proposal(records.call(), by=user)
    in_state(old, "appraisal", "forward")
    Proposal.objects.filter(pk=old.pk).update(
        state="approved", decision_number="1/QĐ", decision_on=date(2026, 11, 1)
    )
    client.post(f"/de-xuat/{old.pk}/dieu-chinh/")
    new = Proposal.objects.get(revises=old)
    assert (new.state, new.name, new.starts_on) == ("draft", old.name, old.starts_on)
    assert client.post(f"/de-xuat/{old.pk}/dieu-chinh/").status_code == 302
    assert old.revisions.count() == 1
    Proposal.objects.filter(pk=new.pk).update(need="Ba cơ sở.")
    new.costs.update(amount_vnd=200_000_000)
    rows = client.get(f"/de-xuat/{new.pk}/so-sanh/").context["rows"]
    assert [(row.label, row.old, row.new) for row in rows] == [
        ("Nhu cầu", "Hai cơ sở muốn xuất khẩu.", "Ba cơ sở."),
        (
            "Kinh phí",
            "2027, Sự nghiệp KH&CN của tỉnh: 180.000.000 đồng",
            "2027, Sự nghiệp KH&CN của tỉnh: 200.000.000 đồng",
        ),
    ]
    in_state(new, "appraisal", "forward")
    client.logout()
    log_in(client, "leader")
    take(client, new, "approve", decision_number="2/QĐ", decision_on="10/11/2026")
    assert [state_of(new), state_of(old)] == ["approved", "replaced"]


def test_another_units_officer_reaches_nothing_of_it(client):
    proposal = in_state(records.proposal(records.call(), by=person("unit_officer")))
    other = Unit.objects.filter(kind="commune", valid_to=None).exclude(pk=ward().pk)[0]
    user = log_in(client, "viewer", other.code)
    for rest in ("", "pdf/", "lich-su/", "buoc/submit/", "sua/"):
        assert client.get(f"/de-xuat/{proposal.pk}/{rest}").status_code == 404
    file = proposal.letter_file
    assert client.get(f"/tep/{file.pk}/").status_code == 404
    assert list(Proposal.objects.visible_to(user)) == []
    assert client.get("/de-xuat/").context["rows"] == []


def test_who_sees_a_proposal_is_who_may_view_it():
    call = records.call()
    officer = person("unit_officer")
    draft = records.proposal(call, by=officer, name="Nháp")
    sent = in_state(records.proposal(call, by=officer, name="Nộp"))
    department = Unit.objects.get(code="dt-skhcn", valid_to=None)
    own = records.proposal(call, unit=department, name="Của Sở")
    people = [officer, *(person(role) for role in ("staff", "leader", "finance", "viewer"))]
    people.append(person(None))
    everything = {draft, sent, own}
    for user in people:
        seen = set(Proposal.objects.visible_to(user))
        allowed = {p for p in everything if user.has_perm("proposals.view_proposal", p)}
        assert seen == allowed, user
    assert set(Proposal.objects.visible_to(officer)) == {draft, sent}
    assert set(Proposal.objects.visible_to(people[1])) == {sent, own}


def test_what_is_chosen_in_the_grid_is_given_to_reviewers_on_their_page(client):
    log_in(client, "staff")
    call = records.call()
    chosen = [in_state(records.proposal(call, by=person("unit_officer")))]
    answer = client.post(
        f"/de-xuat/dot/{call.pk}/nhieu/", {"viec": "assign", "chon": [p.pk for p in chosen]}
    )
    assert answer.url == f"/de-xuat/giao-tham-dinh/?de_xuat={chosen[0].pk}"
    page = client.get(answer.url)
    assert page.status_code == 200
    assert str(chosen[0]) in page.content.decode()
