"""A unit's page through its successions, and the act by which its duties pass on."""

from datetime import date

import pytest
import time_machine
from django.db import InternalError, ProgrammingError, transaction

from agencies.duties import Duty, duties
from agencies.handing_over import hand_over_duties, mark_of, open_duties
from agencies.models import DutyHandover, RoleAssignment, Unit, User
from core.errors import ActionError
from notices.models import Notice
from reporting.models import Difficulty
from tests import records
from tests.people import person

pytestmark = pytest.mark.django_db
BACKEND = "allauth.account.auth_backends.AuthenticationBackend"


@pytest.fixture(autouse=True)
def _day():
    with time_machine.travel("2026-11-30 09:00:00+07:00", tick=False):
        yield


@pytest.fixture
def admin(client):
    user = person("administrator")
    client.force_login(user, backend=BACKEND)
    return user


def district() -> Unit:
    return Unit.objects.get(name="Huyện Cái Bè")


def commune() -> Unit:
    return Unit.objects.get(name="Xã Cái Bè")


def ward() -> Unit:
    return Unit.objects.get(code=records.WARD, valid_to=None)


def officer_of(unit: Unit, email: str = "xa@tinh.vn") -> User:
    user = User.objects.create_user(email, "x", full_name="Cán bộ xã")
    RoleAssignment.objects.create(user=user, role="unit_officer", unit=unit)
    return user


def page(client, unit: Unit, user: User | None = None) -> str:
    if user is not None:
        client.force_login(user, backend=BACKEND)
    answer = client.get(f"/don-vi/{unit.pk}/")
    assert answer.status_code == 200
    return answer.content.decode()


def hand_over(by: User, unit: Unit | None = None, successor: Unit | None = None) -> DutyHandover:
    old = unit or district()
    seen = mark_of(open_duties(old))
    return hand_over_duties(
        old,
        successor=successor or commune(),
        basis="QĐ 12",
        seen=seen,
        by=User.objects.get(pk=by.pk),
    )


# ---- the page ----


def test_units_are_found_by_name_without_marks_and_by_whether_they_are_there(client, admin):
    found = client.get("/don-vi/?tim=cai+be&con=khong").content.decode()
    assert "Huyện Cái Bè" in found
    assert "Thị trấn Cái Bè" in found
    assert "Xã Cái Bè" not in found
    assert "Xã Cái Bè" in client.get("/don-vi/?tim=cai+be&con=co").content.decode()


def test_a_page_leads_to_the_units_before_and_after(client, admin):
    township = Unit.objects.get(name="Thị trấn Cái Bè")
    now = page(client, commune())
    assert f'href="/don-vi/{township.pk}/"' in now
    assert f'href="/don-vi/{commune().pk}/"' in page(client, township)
    assert "Không có đơn vị kế thừa" in page(client, district())


def test_what_a_predecessor_reported_stands_on_the_page_of_its_successor(client, admin):
    township = Unit.objects.get(name="Thị trấn Cái Bè")
    records.difficulty(unit=township, title="Chuyện thị trấn", raised_on=date(2023, 5, 1))
    records.difficulty(unit=ward(), title="Chuyện phường khác")
    now = page(client, commune())
    assert "Chuyện thị trấn" in now
    assert "Chuyện phường khác" not in now


def test_an_officer_sees_their_own_and_nothing_of_another_unit(client):
    records.difficulty(unit=ward(), title="Chuyện phường")
    records.difficulty(unit=commune(), title="Chuyện xã")
    officer = officer_of(commune())
    officer_of(ward(), "phuong@tinh.vn")
    own = page(client, commune(), officer)
    assert "Chuyện xã" in own
    assert "Cán bộ xã" in own
    other = page(client, ward())
    assert "Chuyện phường" not in other
    assert "Người của đơn vị" not in other


def test_people_are_shown_to_those_who_work_with_them(client):
    officer_of(ward())
    for role, sees in {"staff": True, "leader": True, "finance": False, "viewer": False}.items():
        shown = page(client, ward(), person(role))
        assert ("Cán bộ xã" in shown) == sees, role


# ---- passing duties on ----


def test_an_administrator_sees_what_would_pass_and_passes_it_by_one_act(client, admin):
    officer = officer_of(commune())
    records.difficulty(unit=district(), title="Việc mở")
    records.difficulty(unit=district(), title="Việc xong", state="resolved", answer="x")
    assert "Chuyển việc đang mở" in page(client, district())
    address = f"/don-vi/{district().pk}/chuyen-viec/"
    preview = client.get(address)
    text = preview.content.decode()
    assert "Việc mở" in text
    assert "Việc xong" not in text
    assert not DutyHandover.objects.exists()
    data = {
        "successor": commune().pk,
        "basis": "QĐ 12/QĐ-UBND",
        "seen": preview.context["form"].initial["seen"],
    }
    answer = client.post(address, data, follow=True)
    assert "Đã chuyển 1 việc cho Xã Cái Bè." in answer.content.decode()
    act = DutyHandover.objects.get()
    assert (act.unit, act.successor, act.by, act.basis) == (
        district(),
        commune(),
        admin,
        "QĐ 12/QĐ-UBND",
    )
    assert [(duty["label"], duty["name"]) for duty in act.duties] == [
        ("Khó khăn, kiến nghị", "Việc mở")
    ]
    told = Notice.objects.get(user=officer)
    assert told.subject == "Xã Cái Bè nhận việc của Huyện Cái Bè"
    assert "Việc mở" in page(client, commune(), officer)
    assert "QĐ 12/QĐ-UBND" in page(client, commune())


def test_the_successors_officer_goes_on_where_the_unit_stopped(client, admin):
    officer, stranger = officer_of(commune()), officer_of(ward(), "phuong@tinh.vn")
    old = records.difficulty(unit=district(), title="Việc mở")
    closed = records.difficulty(unit=district(), title="Việc cũ", state="resolved", answer="x")
    client.force_login(officer, backend=BACKEND)
    assert client.get(f"/kho-khan/{old.pk}/").status_code == 404
    hand_over(admin)
    assert client.get(f"/kho-khan/{old.pk}/").status_code == 200
    assert client.get(f"/kho-khan/{closed.pk}/").status_code == 200
    data = {"reason": "Đã hết", "seen_version": old.version}
    assert client.post(f"/kho-khan/{old.pk}/buoc/withdraw/", data).status_code == 302
    old.refresh_from_db()
    assert (old.state, old.unit) == ("withdrawn", district())
    client.force_login(stranger, backend=BACKEND)
    assert client.get(f"/kho-khan/{old.pk}/").status_code == 404
    # An enterprise follows its place, not its unit's papers.
    firm = records.enterprise()
    assert not officer.has_perm("enterprises.view_enterprise", firm)


def test_the_act_cannot_be_changed_and_what_passed_does_not_pass_again(admin):
    records.difficulty(unit=district(), title="Việc mở")
    act = hand_over(admin)
    for change in (
        lambda: DutyHandover.objects.update(basis="khác"),
        lambda: DutyHandover.objects.all().delete(),
    ):
        with pytest.raises((InternalError, ProgrammingError)), transaction.atomic():
            change()
    assert open_duties(district()) == []
    records.difficulty(unit=district(), title="Việc muộn")
    assert [str(duty.record) for duty in open_duties(district())] == ["Việc muộn"]
    assert len(act.duties) == 1


def test_nothing_passes_that_the_person_did_not_see(client, admin):
    address = f"/don-vi/{district().pk}/chuyen-viec/"
    seen = client.get(address).context["form"].initial["seen"]
    records.difficulty(unit=district(), title="Việc mới đến")
    data = {"successor": commune().pk, "basis": "QĐ", "seen": seen}
    answer = client.post(address, data)
    text = answer.content.decode()
    assert "Các việc đang mở vừa thay đổi." in text
    assert "Việc mới đến" in text
    assert not DutyHandover.objects.exists()
    data["seen"] = answer.context["form"]["seen"].value()
    assert client.post(address, data).status_code == 302


def test_only_a_unit_that_ended_hands_over_and_only_to_one_that_is_there(client, admin):
    assert client.get(f"/don-vi/{ward().pk}/chuyen-viec/").status_code == 404
    with pytest.raises(ActionError, match="còn hoạt động"):
        hand_over(admin, unit=ward())
    township = Unit.objects.get(name="Thị trấn Cái Bè")
    with pytest.raises(ActionError, match="đang hoạt động"):
        hand_over(admin, successor=township)
    with pytest.raises(ActionError, match="Ghi căn cứ"):
        hand_over_duties(district(), successor=commune(), basis=" ", seen=mark_of([]), by=admin)
    client.force_login(person("staff"), backend=BACKEND)
    assert client.get(f"/don-vi/{district().pk}/chuyen-viec/").status_code == 403


def test_a_kind_of_duty_may_change_hands_itself(admin):
    def pass_on(record: Difficulty, successor: Unit, _by: User) -> None:
        Difficulty.objects.filter(pk=record.pk).update(unit=successor)

    def found(units) -> list[Difficulty]:
        return list(Difficulty.objects.filter(unit__in=units, category="people"))

    duties.register("test", Duty("thử", found, pass_on))
    try:
        one = records.difficulty(unit=district(), category="people")
        act = hand_over(admin)
    finally:
        duties._items.pop("test")
    one.refresh_from_db()
    assert one.unit == commune()
    assert {duty["code"] for duty in act.duties} == {"test", "difficulties"}


def test_what_was_taken_over_goes_on_with_the_successors_own_end(client, admin):
    """District → township (which ended, too) → commune: nothing is lost on the way."""
    old = records.difficulty(unit=district(), title="Việc huyện")
    DutyHandover.objects.create(
        unit=district(), successor=Unit.objects.get(name="Thị trấn Cái Bè"), basis="1", by=admin
    )
    officer = officer_of(commune())  # the commune wholly continues the township
    client.force_login(officer, backend=BACKEND)
    assert client.get(f"/kho-khan/{old.pk}/").status_code == 200
