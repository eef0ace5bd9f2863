"""Calls: who is asked, until when, who answered; late entries and “we propose nothing”."""

from datetime import UTC, datetime, timedelta

import pytest
from django.db import IntegrityError, transaction

from agencies.models import Unit, UnitGroup
from core.errors import ActionError
from programs.models import Plan
from proposals.invited import invited
from proposals.models import Abstention, Call, LateEntry, Proposal
from proposals.timing import check_in_time, clock
from tests import records
from tests.people import person

pytestmark = pytest.mark.django_db
BACKEND = "allauth.account.auth_backends.AuthenticationBackend"
OPENS, CLOSES = datetime(2026, 11, 1, 1, tzinfo=UTC), datetime(2026, 12, 15, 10, tzinfo=UTC)
INSTANT = timedelta(microseconds=1)


def log_in(client, role: str, unit: str = ""):
    user = person(role, unit)
    client.force_login(user, backend=BACKEND)
    return user


def ward() -> Unit:
    return Unit.objects.get(code=records.WARD, valid_to=None)


@pytest.mark.parametrize(
    ("moment", "words"),
    [
        (
            OPENS - INSTANT,
            "Đợt đề xuất nhận từ 08:00 ngày 01/11/2026. Bản nháp đã lưu; nộp từ giờ đó.",
        ),
        (OPENS, ""),
        (CLOSES, ""),
        (
            CLOSES + INSTANT,
            (
                "Đợt đề xuất đã đóng lúc 17:00 ngày 15/12/2026. Bản nháp vẫn còn;"
                " liên hệ Sở để được gia hạn nếu có lý do."
            ),
        ),
    ],
)
def test_both_edges_of_a_call_are_in_time(moment, words):
    call = records.call(opens_at=OPENS, closes_at=CLOSES)
    proposal = records.proposal(call)
    if not words:
        check_in_time(proposal, moment)
        return
    with pytest.raises(ActionError) as refused:
        check_in_time(proposal, moment)
    assert str(refused.value) == words


def test_a_late_entry_counts_to_its_own_edge_and_for_its_unit_alone():
    call = records.call(opens_at=OPENS, closes_at=CLOSES)
    mine = records.proposal(call)
    other = Unit.objects.filter(kind="commune", valid_to=None)[0]
    theirs = records.proposal(call, unit=other)
    until = CLOSES + timedelta(days=5)
    LateEntry.objects.create(
        call=call, unit=ward(), until=until, reason="Bão", approver=person("leader")
    )
    check_in_time(mine, until)
    for proposal, moment in ((mine, until + INSTANT), (theirs, CLOSES + INSTANT)):
        with pytest.raises(ActionError, match="đã đóng"):
            check_in_time(proposal, moment)


def test_hanoi_is_the_clock():
    assert clock(datetime(2026, 12, 31, 17, 30, tzinfo=UTC)) == "00:30 ngày 01/01/2027"


def test_groups_are_meant_as_they_stand_on_the_day():
    """Before the merger the group's districts, afterwards communes; the call keeps its own day."""
    group = UnitGroup.objects.exclude(kinds=[]).filter(province__isnull=False)[0]
    plan = Plan.objects.get(is_current=True)
    values = {"plan": plan, "year": 2025, "title": "A", "kinds": ["assigned"]}
    old = Call.objects.create(
        opens_at=datetime(2025, 5, 1, tzinfo=UTC),
        closes_at=datetime(2025, 6, 1, tzinfo=UTC),
        **values,
    )
    old.invitations.create(group=group)
    new = Call.objects.create(
        opens_at=datetime(2026, 5, 1, tzinfo=UTC),
        closes_at=datetime(2026, 6, 1, tzinfo=UTC),
        **values,
    )
    new.invitations.create(group=group)
    assert all(unit.is_valid_on(old.day_of_units) for unit in invited(old))
    assert all(unit.is_valid_on(new.day_of_units) for unit in invited(new))
    assert invited(old) != []


def test_the_department_opens_a_call_and_units_see_it_once_it_is_announced(client):
    log_in(client, "staff")
    typed = {
        "title": "Đợt 2027",
        "year": "2027",
        "opens_at": "08:00 01/11/2026",
        "closes_at": "17:00 15/12/2099",
        "kinds": ["assigned"],
        "groups": [],
        "units": [ward().pk],
        "guidance": "Trọng tâm: truy xuất nguồn gốc.",
        "envelope_vnd": "2.000.000.000",
    }
    saved = client.post("/de-xuat/dot/them/", typed)
    call = Call.objects.get()
    assert saved.status_code == 302
    assert (call.opens_at, call.envelope_vnd, call.state) == (OPENS, 2_000_000_000, "prepared")
    assert invited(call) == [ward()]
    step = f"/de-xuat/dot/{call.pk}/buoc/announce/"
    log_in(client, "unit_officer")
    assert client.get(f"/de-xuat/dot/{call.pk}/").status_code == 404
    assert client.post(step, {}).status_code in {403, 404}
    client.logout()
    log_in(client, "leader")
    assert client.post(step, {"seen_version": call.version, "reason": ""}).status_code == 302
    call.refresh_from_db()
    assert call.state == "announced"


@pytest.mark.parametrize(
    ("changed", "errors"),
    [
        ({"closes_at": "08:00 01/11/2026"}, {"closes_at": ["Giờ đóng phải sau giờ mở."]}),
        ({"opens_at": "1/11"}, {"opens_at": ["Ghi giờ và ngày, ví dụ 17:00 15/12/2026."]}),
        (
            {"opens_at": "25:00 01/11/2026"},
            {"opens_at": ["Ghi giờ và ngày, ví dụ 17:00 15/12/2026."]},
        ),
        ({"kinds": []}, {"kinds": ["Mục này phải ghi."]}),
    ],
)
def test_what_a_call_cannot_be(client, changed, errors):
    log_in(client, "staff")
    typed = {
        "title": "Đợt 2027",
        "year": "2027",
        "opens_at": "08:00 01/11/2026",
        "closes_at": "17:00 15/12/2026",
        "kinds": ["assigned"],
    }
    page = client.post("/de-xuat/dot/them/", {**typed, **changed})
    assert page.context["form"].errors == errors
    assert not Call.objects.exists()


def test_a_call_without_anybody_is_not_announced(client):
    log_in(client, "staff")
    call = records.call(state="prepared")
    call.invitations.all().delete()
    page = client.post(
        f"/de-xuat/dot/{call.pk}/buoc/announce/", {"seen_version": call.version, "reason": ""}
    )
    assert page.context["form"].non_field_errors() == [
        "Chọn đơn vị, nhóm đơn vị được mời đề xuất trước khi thông báo."
    ]


def test_the_database_keeps_hours_in_order():
    with pytest.raises(IntegrityError), transaction.atomic():
        records.call(opens_at=CLOSES, closes_at=OPENS)


def test_a_unit_says_that_it_proposes_nothing_and_takes_it_back(client):
    user = log_in(client, "unit_officer")
    call = records.call()
    address = f"/de-xuat/dot/{call.pk}/khong-de-xuat/{ward().pk}/"
    assert client.post(address, {"note": "Chưa có cơ sở"}).status_code == 302
    said = Abstention.objects.get()
    assert (said.unit, said.by, said.note) == (ward(), user, "Chưa có cơ sở")
    assert client.post(address, {}).status_code == 302
    assert not Abstention.objects.exists()


def test_nobody_abstains_for_another_unit_or_beside_a_proposal(client):
    user = log_in(client, "unit_officer")
    call = records.call()
    other = Unit.objects.filter(kind="commune", valid_to=None)[0]
    call.invitations.create(unit=other)
    assert client.post(f"/de-xuat/dot/{call.pk}/khong-de-xuat/{other.pk}/", {}).status_code == 404
    made = records.proposal(call, by=user)
    Proposal.objects.filter(pk=made.pk).update(state="submitted", submitted_at=OPENS)
    page = client.post(f"/de-xuat/dot/{call.pk}/khong-de-xuat/{ward().pk}/", {})
    assert page.context["form"].non_field_errors() == [
        "Đơn vị đã nộp đề xuất trong đợt này. Thu hồi đề xuất trước."
    ]
    assert not Abstention.objects.exists()


def test_a_late_entry_wants_a_reason_and_a_later_moment(client):
    log_in(client, "staff")
    leader = person("leader")
    call = records.call(opens_at=OPENS, closes_at=CLOSES)
    address = f"/de-xuat/dot/{call.pk}/gia-han/"
    typed = {"unit": ward().pk, "until": "17:00 14/12/2026", "reason": "", "approver": leader.pk}
    page = client.post(address, typed)
    assert page.context["form"].errors == {
        "until": ["Giờ được nộp phải sau giờ đóng của đợt."],
        "reason": ["Mục này phải ghi."],
    }
    typed |= {"until": "17:00 20/12/2026", "reason": "Bão lũ"}
    assert client.post(address, typed).status_code == 302
    entry = LateEntry.objects.get()
    assert (entry.unit, entry.approver, entry.reason) == (ward(), leader, "Bão lũ")
    again = client.post(address, typed)
    assert again.context["form"].errors["__all__"] == [
        "Đơn vị này đã được gia hạn trong đợt; sửa gia hạn đó."
    ]
    changed = client.post(
        f"/de-xuat/gia-han/{entry.pk}/",
        {**typed, "until": "17:00 22/12/2026", "seen_version": entry.version},
    )
    assert changed.status_code == 302
    entry.refresh_from_db()
    assert clock(entry.until) == "17:00 ngày 22/12/2026"


def test_the_grid_shows_every_unit_with_its_state(client):
    user = log_in(client, "unit_officer")
    call = records.call()
    silent, abstaining = Unit.objects.filter(kind="commune", valid_to=None)[:2]
    for unit in (silent, abstaining):
        call.invitations.create(unit=unit)
    records.proposal(call, name="Nháp của xã")
    handed_in = records.proposal(call, by=user, name="Đã nộp")
    Proposal.objects.filter(pk=handed_in.pk).update(state="submitted", submitted_at=OPENS)
    Abstention.objects.create(call=call, unit=abstaining, by=user)
    log_in(client, "staff")
    page = client.get(f"/de-xuat/dot/{call.pk}/don-vi/")
    grid = page.context["grid"]
    assert (grid.units, grid.answered, grid.abstained, grid.waiting, grid.total) == (3, 1, 1, 1, 2)
    assert [row.unit for row in grid.silent] == [silent]
    own = next(row for row in grid.rows if row.unit == ward())
    assert own.counts == {"draft": 1, "submitted": 1}
    # A draft is counted, its text stays inside its unit.
    assert [p.name for p in own.proposals] == ["Đã nộp"]
    assert "Nháp của xã" not in page.content.decode()
    only = client.get(f"/de-xuat/dot/{call.pk}/don-vi/?trang_thai=chua-tra-loi")
    assert [row.unit for row in only.context["grid"].rows] == [silent]
    found = client.get(f"/de-xuat/dot/{call.pk}/don-vi/", {"tim": abstaining.name})
    assert abstaining in [row.unit for row in found.context["grid"].rows]
    none = client.get(f"/de-xuat/dot/{call.pk}/don-vi/?tim=khongco")
    assert "Không có đơn vị nào khớp." in none.content.decode()
