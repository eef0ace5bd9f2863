"""Accounts as administrators keep them."""

from datetime import date

import pytest
from django.utils import timezone

from agencies.choices import Role
from agencies.models import RoleAssignment, Unit, User
from tests.people import person

pytestmark = pytest.mark.django_db
BACKEND = "allauth.account.auth_backends.AuthenticationBackend"


@pytest.fixture
def admin(client):
    client.force_login(person("administrator"), backend=BACKEND)
    return client


def test_an_account_is_made_given_a_role_and_sent_its_link(admin, client, mailoutbox):
    data = {"email": "Moi@Tinh.vn", "full_name": "Nguyễn Mới", "is_active": "on"}
    admin.post("/quan-tri/tai-khoan/them/", data)
    made = User.objects.get(email="moi@tinh.vn")
    assert not made.has_usable_password()
    assert "Chưa có vai trò nào" in admin.get(f"/quan-tri/tai-khoan/{made.pk}/").content.decode()
    unit = Unit.objects.get(code="dt-skhcn", valid_to=None)
    role = {"role": "staff", "unit": unit.pk, "valid_from": "01/01/2025"}
    admin.post(f"/quan-tri/vai-tro/them/{made.pk}/", role)
    assert User.objects.get(pk=made.pk).has_role(Role.STAFF)
    twice = admin.post(f"/quan-tri/vai-tro/them/{made.pk}/", role).content.decode()
    assert "Người này đã có vai trò đó tại đơn vị trong thời gian này." in twice
    backwards = role | {"role": "leader", "valid_to": "01/01/2024"}
    page = admin.post(f"/quan-tri/vai-tro/them/{made.pk}/", backwards).content.decode()
    assert "Ngày kết thúc phải từ ngày bắt đầu trở đi." in page

    address = f"/quan-tri/tai-khoan/{made.pk}/mat-khau/"
    assert "moi@tinh.vn" in admin.get(address).content.decode()
    assert not mailoutbox
    admin.post(address)
    assert [m.to for m in mailoutbox] == [["moi@tinh.vn"]]


def test_a_role_that_ended_gives_nothing_and_stays_in_the_history(admin):
    someone = person("staff")
    given = someone.assignments.get()
    data = {"role": "staff", "unit": given.unit_id, "valid_to": "01/01/2024", "seen_version": 1}
    admin.post(f"/quan-tri/vai-tro/{given.pk}/sua/", data)
    assert not User.objects.get(pk=someone.pk).roles
    given.refresh_from_db()
    assert given.valid_to == date(2024, 1, 1)
    page = admin.get(f"/quan-tri/tai-khoan/{someone.pk}/lich-su/").content.decode()
    assert "Sửa vai trò Chuyên viên Sở KH&amp;CN" in page
    listed = admin.get("/quan-tri/tai-khoan/?vai_tro=staff").context["rows"]
    assert [row.record for row in listed] == [someone]
    assert (
        "Chuyên viên Sở KH&amp;CN (đến 01/01/2024)"
        in admin.get("/quan-tri/tai-khoan/?tim=staff").content.decode()
    )


def test_the_second_editor_of_an_account_or_a_role_is_told(admin, client):
    someone = person("staff")
    address = f"/quan-tri/tai-khoan/{someone.pk}/sua/"
    seen = {"email": someone.email, "full_name": "staff", "is_active": "on", "seen_version": 1}
    User.objects.filter(pk=someone.pk).update(last_login=timezone.now())  # no edit of anybody
    admin.post(address, seen | {"position": "Chuyên viên"})
    page = admin.post(address, seen | {"position": "Phó phòng"}).content.decode()
    assert "Hồ sơ vừa được người khác sửa" in page
    assert "Phó phòng" in page
    someone.refresh_from_db()
    assert (someone.position, someone.version) == ("Chuyên viên", 2)

    given = someone.assignments.get()
    address = f"/quan-tri/vai-tro/{given.pk}/sua/"
    assert 'name="seen_version" value="1"' in admin.get(address).content.decode()
    seen = {"role": "staff", "unit": given.unit_id, "seen_version": 1}
    admin.post(address, seen | {"valid_to": "31/12/2026"})
    page = admin.post(address, seen | {"valid_to": "31/12/2030"}).content.decode()
    assert "Hồ sơ vừa được người khác sửa" in page
    given.refresh_from_db()
    assert (given.valid_to, given.version) == (date(2026, 12, 31), 2)


def test_the_last_administrator_stays(admin):
    own = RoleAssignment.objects.get(role=Role.ADMINISTRATOR)
    page = admin.post(f"/quan-tri/vai-tro/{own.pk}/xoa/", {"reason": "x"}).content.decode()
    assert "đây là quản trị duy nhất" in page
    other = User.objects.create_user("khac@tinh.vn", "x", full_name="Khác")
    RoleAssignment.objects.create(user=other, role=Role.ADMINISTRATOR, unit=own.unit)
    admin.post(f"/quan-tri/vai-tro/{own.pk}/xoa/", {"reason": "Chuyển công tác"})
    assert not RoleAssignment.objects.filter(pk=own.pk).exists()


def test_a_locked_account_cannot_log_in(admin, client):
    someone = User.objects.create_user("khoa@tinh.vn", "mat-khau-dai-12", full_name="Khóa")
    data = {"email": someone.email, "full_name": someone.full_name, "seen_version": 1}
    admin.post(f"/quan-tri/tai-khoan/{someone.pk}/sua/", data)
    assert not User.objects.get(pk=someone.pk).is_active
    assert admin.post(f"/quan-tri/tai-khoan/{someone.pk}/mat-khau/").status_code == 404
    rows = admin.get("/quan-tri/tai-khoan/?dang_dung=khong").context["rows"]
    assert [row.record for row in rows] == [someone]
    assert admin.get(f"/quan-tri/tai-khoan/{someone.pk}/xoa/").status_code == 403


def test_facts_are_confirmed_one_by_one_with_their_document(admin):
    page = admin.get("/chua-xac-nhan/").content.decode()
    waiting = Unit.objects.filter(is_confirmed=False).first()
    assert f"/chua-xac-nhan/units/{waiting.pk}/" in page
    address = f"/chua-xac-nhan/units/{waiting.pk}/"
    assert "Ghi văn bản đã đối chiếu." in admin.post(address, {}).content.decode()
    admin.post(address, {"document": "NQ 1663/NQ-UBTVQH15"})
    waiting.refresh_from_db()
    assert waiting.is_confirmed
    event = Unit.pgh_event_model.objects.filter(pgh_obj_id=waiting.pk).latest("pgh_id")
    assert event.pgh_context["reason"] == "NQ 1663/NQ-UBTVQH15"
    assert admin.get(address).status_code == 404
    assert admin.get("/chua-xac-nhan/khong-co/1/").status_code == 404
    history = admin.get("/chua-xac-nhan/units/lich-su/").content.decode()
    assert "NQ 1663/NQ-UBTVQH15" in history
    assert "Đã xác nhận: <del>Không</del> → <ins>Có</ins>" in history
    assert waiting.name in history
    assert admin.get("/chua-xac-nhan/khong-co/lich-su/").status_code == 404


def test_the_first_account_of_a_new_site_gives_the_others_their_roles(client, db):
    first = User.objects.create_superuser("dau@tinh.vn", "x", full_name="Người đầu")
    client.force_login(first, backend="allauth.account.auth_backends.AuthenticationBackend")
    assert "Người đầu" in client.get("/quan-tri/tai-khoan/").content.decode()
    assert client.get(f"/quan-tri/vai-tro/them/{first.pk}/").status_code == 200
    assert client.get("/doanh-nghiep/").status_code == 200
