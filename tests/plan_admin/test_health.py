"""`/suc-khoe/` tells a monitor, without a login, what does not work."""

from datetime import timedelta

import pytest
from django.core.cache import cache
from django.test import Client
from django.utils import timezone

from core.models import Job
from notices.models import Notice
from plan_admin import env
from plan_admin.health import said_age
from plan_admin.tasks import BEAT_SIGN_OF_LIFE, SIGN_OF_LIFE, note_beat, sign_of_life
from tests.people import person

pytestmark = pytest.mark.django_db
BACKEND = "allauth.account.auth_backends.AuthenticationBackend"
NAMES = ["status", "database", "broker", "worker", "beat", "jobs", "letters", "backup", "disk"]


@pytest.fixture(autouse=True)
def shelf(settings, tmp_path):
    settings.BACKUP_DIR = tmp_path
    cache.delete_many([SIGN_OF_LIFE, BEAT_SIGN_OF_LIFE])
    yield tmp_path
    cache.delete_many([SIGN_OF_LIFE, BEAT_SIGN_OF_LIFE])


def verify(shelf, *, hours: int) -> None:
    (shelf / "backup-20260101-013000.tar").touch()
    at = (timezone.now() - timedelta(hours=hours)).isoformat()
    note = shelf / "backup-20260101-013000.tar.verified"
    note.write_text(f'{{"verified_at": "{at}"}}')


def letter(state: str, *, minutes: int) -> None:
    at = timezone.now() - timedelta(minutes=minutes)
    Notice.objects.create(address="a@b.vn", kind="x", subject="x", state=state, at=at, due_at=at)


def test_all_is_well(client: Client, shelf):
    sign_of_life()
    note_beat(sender="core.run_job")
    assert client.get("/suc-khoe/").json()["beat"] is False  # a page asks for jobs, too
    note_beat(sender="plan_admin.sign_of_life")
    verify(shelf, hours=35)
    letter("waiting", minutes=59)
    letter("failed", minutes=600)
    response = client.get("/suc-khoe/")
    assert response.status_code == 200
    assert response.json() == dict.fromkeys(NAMES, True) | {"status": "ok"}
    assert list(response.json()) == NAMES
    assert "no-store" in response["Cache-Control"]


def test_people_can_work_and_somebody_must_look(client: Client, shelf):
    verify(shelf, hours=37)
    cache.set(SIGN_OF_LIFE, (timezone.now() - timedelta(minutes=4)).isoformat())
    late = Job.objects.create(kind="a")
    Job.objects.filter(pk=late.pk).update(created_at=timezone.now() - timedelta(minutes=11))
    letter("waiting", minutes=61)
    response = client.get("/suc-khoe/")
    assert response.status_code == 200
    assert response.json() == {
        "status": "degraded",
        "database": True,
        "broker": True,
        "worker": False,
        "beat": False,
        "jobs": False,
        "letters": False,
        "backup": False,
        "disk": True,
    }


def test_the_broker_is_away(client: Client, settings):
    settings.REDIS_URL = "redis://127.0.0.1:1/0"
    response = client.get("/suc-khoe/")
    assert response.status_code == 503
    assert response.json() == {"status": "down", "database": True, "broker": False, "disk": True}


def test_the_disk_is_nearly_full(client: Client, monkeypatch):
    monkeypatch.setattr("plan_admin.health.LEAST_FREE_BYTES", 1 << 60)
    assert client.get("/suc-khoe/").json()["disk"] is False


def test_an_administrator_reads_it_as_a_page_others_only_whether_it_works(client: Client, shelf):
    Job.objects.create(kind="a", state="failed", error="x")
    client.force_login(person("administrator"), backend=BACKEND)
    page = client.get("/suc-khoe/").content.decode()
    assert "Tình trạng hệ thống" in page
    assert "Chưa có bản nào được phục hồi thử" in page
    assert "Chưa có dấu hiệu hoạt động" in page
    assert "Đang chờ 0, chờ quá lâu 0, không thực hiện được 1" in page
    verify(shelf, hours=3)
    assert (
        "backup-20260101-013000.tar, phục hồi thử cách đây 3 giờ"
        in client.get("/suc-khoe/").content.decode()
    )
    assert client.get("/suc-khoe/", headers={"accept": "application/json"}).json()["backup"]
    for role in ("staff", "leader", "viewer"):
        client.force_login(person(role), backend=BACKEND)
        answer = client.get("/suc-khoe/")
        assert list(answer.json()) == NAMES
        assert env.BASE_DIR.name not in answer.content.decode()


@pytest.mark.parametrize(
    ("minutes", "words"),
    [(0, "0 phút"), (59, "59 phút"), (60, "1 giờ"), (47 * 60 + 59, "47 giờ"), (48 * 60, "2 ngày")],
)
def test_ages_are_said_in_words(minutes, words):
    assert said_age(timedelta(minutes=minutes)) == words


def test_every_page_forbids_foreign_and_inline_content(client: Client) -> None:
    policy = client.get("/suc-khoe/")["Content-Security-Policy"]
    rules = {rule.split()[0]: rule.split()[1:] for rule in policy.split(";")}

    assert rules["script-src"] == rules["style-src"] == rules["default-src"] == ["'self'"]
    assert rules["frame-ancestors"] == rules["object-src"] == ["'none'"]
    assert "unsafe" not in policy


def test_an_administrator_hears_of_an_old_backup_on_the_home_page(client: Client, shelf):
    words = "Sao lưu: không có bản mới được phục hồi thử."
    client.force_login(person("administrator"), backend=BACKEND)
    assert words in client.get("/").content.decode()
    verify(shelf, hours=3)
    assert words not in client.get("/").content.decode()
    verify(shelf, hours=40)
    assert words in client.get("/").content.decode()
    client.force_login(person("staff"), backend=BACKEND)
    assert words not in client.get("/").content.decode()
