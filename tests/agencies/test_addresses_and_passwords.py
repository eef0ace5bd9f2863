"""Whose address, whose session, whose password; everything said in Vietnamese."""

import re

import pytest
from allauth.account.models import EmailAddress
from django.conf import settings
from django.test import Client

from agencies.choices import Role
from agencies.models import RoleAssignment, User
from notices.models import Notice
from notices.sending import send_letters
from tests.people import person

pytestmark = pytest.mark.django_db
BACKEND = "allauth.account.auth_backends.AuthenticationBackend"
PASSWORD = "mat-khau-rat-dai-12"
LOGIN = "/tai-khoan/login/"


@pytest.fixture
def admin(client):
    client.force_login(person("administrator"), backend=BACKEND)
    return client


@pytest.fixture
def someone():
    made = User.objects.create_user("cu@tinh.vn", PASSWORD, full_name="Trần Thị Mẫu")
    EmailAddress.objects.create(user=made, email="cu@tinh.vn", verified=True, primary=True)
    return made


def log_in(email: str, password: str = PASSWORD) -> tuple[Client, str]:
    browser = Client()
    page = browser.post(LOGIN, {"login": email, "password": password}, follow=True)
    return browser, page.content.decode()


def is_in(browser: Client) -> bool:
    return browser.get("/danh-muc-trang/").status_code == 200


def save(admin, account: User, **changes: str):
    data = {"email": account.email, "full_name": account.full_name, "is_active": "on"}
    data |= {"seen_version": User.objects.get(pk=account.pk).version} | changes
    address = f"/quan-tri/tai-khoan/{account.pk}/sua/"
    return admin.post(address, {k: v for k, v in data.items() if v}, follow=True)


def test_the_old_address_neither_logs_in_nor_resets_the_password(admin, someone, mailoutbox):
    browser, page = log_in("cu@tinh.vn")
    assert "Đã đăng nhập." in page
    save(admin, someone, email="moi@tinh.vn")
    assert not is_in(browser)
    assert not EmailAddress.objects.filter(email="cu@tinh.vn").exists()
    _browser, page = log_in("cu@tinh.vn")
    assert "Thư điện tử hoặc mật khẩu không đúng." in page
    Client().post("/tai-khoan/password/reset/", {"email": "cu@tinh.vn"})
    assert send_letters() == 0
    browser, _page = log_in("moi@tinh.vn")
    assert is_in(browser)
    Client().post("/tai-khoan/password/reset/", {"email": "moi@tinh.vn"})
    send_letters()
    assert [m.to for m in mailoutbox] == [["moi@tinh.vn"]]


def test_a_locked_account_is_logged_out_and_stays_so_when_it_is_opened_again(admin, someone):
    browser, _page = log_in("cu@tinh.vn")
    save(admin, someone, position="Phó phòng")
    assert is_in(browser)  # an edit that touches neither address nor lock ends nothing
    save(admin, someone, is_active="")
    assert not is_in(browser)
    save(admin, someone)
    assert not is_in(browser)
    assert is_in(log_in("cu@tinh.vn")[0])


def test_whoever_changes_the_own_address_works_on(admin):
    own = User.objects.get(email="administrator@tinh.vn")
    page = save(admin, own, email="quan-tri@tinh.vn").content.decode()
    assert "Đã lưu" in page
    assert is_in(admin)


def test_the_last_administrator_cannot_lock_everybody_out(admin):
    own = User.objects.get(email="administrator@tinh.vn")
    role = own.assignments.get()
    refusal = "không còn ai quản trị hệ thống"
    assert refusal in save(admin, own, is_active="").content.decode()
    address = f"/quan-tri/vai-tro/{role.pk}/sua/"
    kept = {"role": "administrator", "unit": role.unit_id, "seen_version": 1}
    for change in ({"role": "staff"}, {"valid_to": "01/01/2024"}, {"valid_from": "01/01/2099"},
                   {"valid_to": "31/12/2098"}):  # fmt: skip
        assert refusal in admin.post(address, kept | change).content.decode(), change
    assert User.objects.get(pk=own.pk).is_active
    role.refresh_from_db()
    assert (role.role, role.valid_from, role.valid_to) == ("administrator", None, None)

    other = User.objects.create_user("khac@tinh.vn", PASSWORD, full_name="Khác", is_active=False)
    given = RoleAssignment.objects.create(user=other, role=Role.ADMINISTRATOR, unit=role.unit)
    assert refusal in save(admin, own, is_active="").content.decode()
    User.objects.filter(pk=other.pk).update(is_active=True)
    admin.post(address, kept | {"valid_to": "31/12/2098"})
    role.refresh_from_db()
    assert str(role.valid_to) == "2098-12-31"
    page = admin.post(f"/quan-tri/vai-tro/{given.pk}/xoa/", {"reason": "x"})
    assert not RoleAssignment.objects.filter(pk=given.pk).exists()
    assert page.status_code == 302


def test_the_mail_that_sets_a_password_is_vietnamese_and_goes_to_known_accounts(
    someone, mailoutbox
):
    Client().post("/tai-khoan/password/reset/", {"email": "khong-co@tinh.vn"})
    assert send_letters() == 0
    Client().post("/tai-khoan/password/reset/", {"email": someone.email})
    assert "/password/reset/key/" not in Notice.objects.get().body
    assert send_letters() == 1
    (mail,) = mailoutbox
    assert mail.subject == "Đặt mật khẩu - Chương trình năng suất chất lượng"
    assert mail.body.startswith("Kính gửi Trần Thị Mẫu,\n")
    assert settings.SITE_URL in mail.body
    assert "Hello" not in mail.body
    assert "Thank you" not in mail.body
    browser = Client()
    address = re.search(rf"{settings.SITE_URL}(/tai-khoan\S+)", mail.body).group(1)
    form = browser.get(address, follow=True)
    assert "Ít nhất 12 ký tự" in form.content.decode()
    where = form.redirect_chain[-1][0]
    for password, again, words in (
        ("ngan", "ngan", "Mật khẩu quá ngắn; dùng ít nhất 12 ký tự."),
        ("1234567890123", "1234567890123", "Mật khẩu không được chỉ gồm chữ số."),
        ("trần thị mẫu", "trần thị mẫu", "Mật khẩu quá giống tên"),
        ("password1234", "password1234", "Mật khẩu này quá thông dụng"),
        (PASSWORD, "khac-han-12345", "Hai lần ghi mật khẩu mới không giống nhau."),
        ("", "", "Mục này phải ghi."),
    ):
        page = browser.post(where, {"password1": password, "password2": again}).content.decode()
        assert words in page, password
        assert "This password" not in page
    page = browser.post(where, {"password1": PASSWORD + "x", "password2": PASSWORD + "x"})
    assert page.status_code == 302
    assert is_in(log_in(someone.email, PASSWORD + "x")[0])


def test_the_pages_of_an_account_speak_vietnamese(someone):
    browser, _page = log_in(someone.email)
    page = browser.post("/tai-khoan/password/change/", {"oldpassword": "sai"}).content.decode()
    assert "Ghi mật khẩu đang dùng." in page
    assert "Current Password" not in page
    data = {"oldpassword": PASSWORD, "password1": PASSWORD + "x", "password2": PASSWORD + "x"}
    page = browser.post("/tai-khoan/password/change/", data, follow=True).content.decode()
    assert "Đã đổi mật khẩu." in page
    page = browser.post("/tai-khoan/logout/", follow=True).content.decode()
    assert "Đã đăng xuất." in page
    _browser, page = log_in("không phải thư")
    assert "Không phải thư điện tử." in page


def test_too_many_requests_are_answered_in_vietnamese(client, settings):
    settings.ACCOUNT_RATE_LIMITS = {"reset_password": "1/m/ip"}
    for _ in range(2):
        page = client.post("/tai-khoan/password/reset/", {"email": "a@tinh.vn"})
    assert page.status_code == 429
    assert "Có quá nhiều yêu cầu từ máy này." in page.content.decode()
