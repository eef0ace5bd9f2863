"""Administrators invite by e-mail; the link sets a password once, for a while."""

import re
from datetime import UTC, date, datetime, timedelta

import pytest
import time_machine
from django.core import signing
from django.db import IntegrityError, transaction

from agencies.inviting import (
    SALT,
    InvitationClosed,
    accept_invitation,
    resend_invitation,
    token_of,
    withdraw_invitation,
)
from agencies.models import Invitation, RoleAssignment, Unit, User
from core.errors import ActionError
from notices.models import Notice
from notices.sending import send_letters
from tests import records
from tests.mail_server import MailServer
from tests.people import person

pytestmark = pytest.mark.django_db
BACKEND = "allauth.account.auth_backends.AuthenticationBackend"
NOW = datetime(2026, 11, 30, 15, 0, tzinfo=UTC)  # 22:00 in Vietnam: at night as well
PASSWORD = "con-duong-rat-dai-7"
ADDRESS = "/quan-tri/loi-moi/"


@pytest.fixture(autouse=True)
def clock():
    with time_machine.travel(NOW, tick=False) as moved:
        yield moved


@pytest.fixture
def mail(settings):
    server = MailServer()
    settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
    settings.EMAIL_HOST, settings.EMAIL_PORT = "127.0.0.1", server.port
    server.start()
    yield server
    server.stop()


@pytest.fixture
def admin(client):
    user = person("administrator")
    client.force_login(user, backend=BACKEND)
    return user


def ward() -> Unit:
    return Unit.objects.get(code=records.WARD, valid_to=None)


def typed(**more: object) -> dict[str, object]:
    data = {
        "email": "Moi@Tinh.vn",
        "full_name": "Võ Thị Mời",
        "position": "Công chức",
        "role": "unit_officer",
        "unit": ward().pk,
        "valid_from": "01/12/2026",
        "valid_to": "31/12/2027",
    }
    return data | more


def link_in(mail: MailServer) -> str:
    return re.search(r"http://[^/]+(/loi-moi/\S+/)", mail.body())[1]


def test_an_invited_person_sets_a_password_and_has_the_role(client, admin, mail):
    answer = client.post(f"{ADDRESS}them/", typed())
    invitation = Invitation.objects.get()
    assert answer["Location"] == f"{ADDRESS}{invitation.pk}/"
    assert send_letters() == 1  # whoever is invited waits for it: at night, too
    assert mail.got[0][0] == ["moi@tinh.vn"]
    assert "vai trò Cán bộ đơn vị, đơn vị Phường Mỹ Tho, đến hết ngày: 31/12/2027" in mail.body()
    link = link_in(mail)
    assert "/loi-moi/" not in Notice.objects.get().body

    client.logout()
    page = client.get(link).content.decode()
    assert "Võ Thị Mời" in page
    for wrong, words in {
        ("ngan", "ngan"): "Mật khẩu quá ngắn",
        (PASSWORD, "khac-han-7-nhe-abc"): "Hai lần ghi mật khẩu mới không giống nhau.",
        ("moi@tinh.vn.abc", "moi@tinh.vn.abc"): "Mật khẩu quá giống tên",
    }.items():
        data = dict(zip(("password1", "password2"), wrong, strict=True))
        assert words in client.post(link, data).content.decode()
    assert not User.objects.filter(email="moi@tinh.vn").exists()

    data = {"password1": PASSWORD, "password2": PASSWORD}
    assert client.post(link, data)["Location"] == "/tai-khoan/login/"
    account = User.objects.get(email="moi@tinh.vn")
    held = RoleAssignment.objects.get(user=account)
    assert (held.role, held.unit) == ("unit_officer", ward())
    assert (held.valid_from, held.valid_to) == (date(2026, 12, 1), date(2027, 12, 31))
    logged_in = client.post("/tai-khoan/login/", {"login": "moi@tinh.vn", "password": PASSWORD})
    assert logged_in["Location"] == "/"
    client.logout()

    again = client.post(link, data)
    assert again.status_code == 404
    assert "Lời mời không còn dùng được" in again.content.decode()
    invitation.refresh_from_db()
    assert (invitation.account, invitation.accepted_at) == (account, NOW)


def invitation(by: User, email: str = "moi@tinh.vn") -> Invitation:
    return records._invitation(by, email)


def test_a_link_expires_after_a_week_and_can_be_sent_again(client, admin, mail, clock):
    found = invitation(admin)
    first = token_of(found)
    clock.shift(timedelta(days=7))
    assert client.get(f"/loi-moi/{first}/").status_code == 404
    assert send_letters() == 0  # a link that opens nothing is not sent
    assert Notice.objects.get().state == "unsent"
    page = client.get(f"{ADDRESS}{found.pk}/").content.decode()
    assert "Đường dẫn đã hết hạn" in page

    client.post(f"{ADDRESS}{found.pk}/gui-lai/")
    found.refresh_from_db()
    assert client.get(f"/loi-moi/{first}/").status_code == 404
    assert client.get(f"/loi-moi/{token_of(found)}/").status_code == 200
    assert send_letters() == 1
    assert client.get(link_in(mail)).status_code == 200


def test_what_is_withdrawn_opens_nothing(client, admin, mail):
    found = invitation(admin)
    client.post(f"{ADDRESS}{found.pk}/thu-hoi/")
    assert client.get(f"/loi-moi/{token_of(found)}/").status_code == 404
    assert send_letters() == 0
    with pytest.raises(ActionError):
        withdraw_invitation(found)
    with pytest.raises(ActionError):
        resend_invitation(found)
    page = client.get(f"{ADDRESS}{found.pk}/").content.decode()
    assert "Gửi lại" not in page
    assert client.get(f"{ADDRESS}{found.pk}/sua/").status_code == 403
    invitation(admin)  # the address may be invited anew


def test_a_forged_or_foreign_link_opens_nothing(client, admin):
    one, two = invitation(admin), invitation(admin, "hai@tinh.vn")
    mixed = signing.dumps([two.pk, str(one.nonce)], salt=SALT)
    other_salt = signing.dumps([one.pk, str(one.nonce)], salt="page")
    shapeless = signing.dumps("x", salt=SALT)
    for wrong in (token_of(one)[:-2], mixed, other_salt, shapeless, "x", "a:b:c"):
        assert client.get(f"/loi-moi/{wrong}/").status_code == 404


def test_one_open_invitation_for_an_address_and_none_for_an_account(client, admin):
    invitation(admin)
    page = client.post(f"{ADDRESS}them/", typed()).content.decode()
    assert "Đã có lời mời đang chờ" in page
    with pytest.raises(IntegrityError), transaction.atomic():
        invitation(admin, "MOI@tinh.vn")
    staff = person("staff")
    page = client.post(f"{ADDRESS}them/", typed(email=staff.email)).content.decode()
    assert "Thư điện tử này đã có tài khoản." in page
    page = client.post(f"{ADDRESS}them/", typed(email="x@y.vn", valid_to="01/01/2026"))
    assert "Ngày kết thúc phải từ ngày bắt đầu trở đi." in page.content.decode()
    assert Invitation.objects.count() == 1


def test_an_account_that_was_made_meanwhile_stays_as_it_is(admin):
    found = invitation(admin)
    other = User.objects.create_user("moi@tinh.vn", PASSWORD, full_name="Khác")
    with pytest.raises(InvitationClosed, match="đã có tài khoản"):
        accept_invitation(token_of(found), password="khac-han-7-nhe-abc")
    other.refresh_from_db()
    assert other.check_password(PASSWORD)
    assert not RoleAssignment.objects.filter(user=other).exists()


def test_another_address_gets_a_link_of_its_own(client, admin, mail):
    found = invitation(admin)
    first = token_of(found)
    assert (
        client.post(
            f"{ADDRESS}{found.pk}/sua/", typed(email="dung@tinh.vn", seen_version=found.version)
        ).status_code
        == 302
    )
    assert client.get(f"/loi-moi/{first}/").status_code == 404
    assert Notice.objects.order_by("pk").values_list("address", flat=True)[1] == "dung@tinh.vn"
    found.refresh_from_db()
    client.post(
        f"{ADDRESS}{found.pk}/sua/",
        typed(email="dung@tinh.vn", role="viewer", seen_version=found.version),
    )
    assert Notice.objects.count() == 2  # the same link: the same letter
    found.refresh_from_db()
    assert found.role == "viewer"
