"""What Prometheus reads, and who else may."""

from datetime import timedelta

import pytest
from django.core.cache import cache
from django.db import DatabaseError
from django.test import Client
from django.utils import timezone
from prometheus_client.parser import text_string_to_metric_families

from core.models import Job
from notices.models import Notice
from plan_admin import env
from plan_admin.tasks import SIGN_OF_LIFE, sign_of_life
from tests.people import person

pytestmark = pytest.mark.django_db
BACKEND = "allauth.account.auth_backends.AuthenticationBackend"
ADDRESS = "/chi-so-may/"
TOKEN = {"authorization": "Bearer a-long-token"}


@pytest.fixture(autouse=True)
def token(monkeypatch, settings, tmp_path):
    monkeypatch.setattr(env, "METRICS_TOKEN", "a-long-token")
    settings.BACKUP_DIR = tmp_path
    cache.delete(SIGN_OF_LIFE)
    yield
    cache.delete(SIGN_OF_LIFE)


def read(client: Client) -> dict[tuple, float]:
    """Every sample by its name and labels."""
    answer = client.get(ADDRESS, headers=TOKEN)
    assert answer.status_code == 200
    assert answer["Content-Type"].startswith("text/plain; version=")
    families = text_string_to_metric_families(answer.content.decode())
    return {
        (s.name, *sorted(s.labels.items())): s.value for family in families for s in family.samples
    }


def requests(found: dict[tuple, float], page: str, status: str, method: str = "GET") -> float:
    labels = (("method", method), ("page", page), ("status", status))
    return found.get(("plan_admin_request_seconds_count", *labels), 0)


def test_answers_are_counted_under_their_page_and_never_under_their_address(client):
    before = read(client)
    client.get("/doanh-nghiep/1/")  # to the log-in
    client.get("/khong-co/secret-words")
    client.generic("BREW", "/suc-khoe/")
    after = read(client)
    grown = {
        key: n for key, n in after.items() if key[0].endswith("_count") and n != before.get(key)
    }
    assert {key[2][1] for key in grown} == {
        "enterprises:enterprise-detail",
        "none",
        "health",
        "metrics",
    }
    assert (
        requests(after, "enterprises:enterprise-detail", "302")
        - requests(before, "enterprises:enterprise-detail", "302")
        == 1
    )
    assert "BREW" not in str(after)
    assert "secret-words" not in str(after)


def test_jobs_signs_of_life_backup_and_disk(client, tmp_path):
    for state in ("queued", "queued", "failed"):
        Job.objects.create(kind="a", state=state, error="x" if state == "failed" else "")
    Job.objects.filter(state="queued").update(created_at=timezone.now() - timedelta(seconds=90))
    due = timezone.now() - timedelta(seconds=50)
    for state in ("waiting", "failed"):
        Notice.objects.create(
            address="a@b.vn", kind="x", subject="x", state=state, at=due, due_at=due
        )
    sign_of_life()
    found = read(client)
    assert found["plan_admin_letters", ("state", "waiting")] == 1
    assert found["plan_admin_letters", ("state", "failed")] == 1
    assert 50 <= found[("plan_admin_letter_waiting_seconds",)] < 80
    assert found["plan_admin_jobs", ("kind", "a"), ("state", "queued")] == 2
    assert found["plan_admin_jobs", ("kind", "a"), ("state", "failed")] == 1
    assert 90 <= found["plan_admin_job_waiting_seconds", ("kind", "a")] < 120
    assert 0 <= found["plan_admin_sign_of_life_age_seconds", ("part", "worker")] < 30
    assert found["plan_admin_disk_free_bytes",] > 0
    assert ("plan_admin_backup_age_seconds",) not in found
    (tmp_path / "backup-20260101-013000.tar").touch()
    at = (timezone.now() - timedelta(hours=1)).isoformat()
    note = tmp_path / "backup-20260101-013000.tar.verified"
    note.write_text(f'{{"verified_at": "{at}"}}')
    assert 3600 <= read(client)["plan_admin_backup_age_seconds",] < 3700


def test_without_the_database_the_rest_is_told(client, monkeypatch):
    Job.objects.create(kind="a")

    def away(*_arguments):
        raise DatabaseError

    monkeypatch.setattr(Job.objects, "order_by", away)
    found = read(client)
    assert not [key for key in found if key[0].startswith("plan_admin_job")]
    assert ("plan_admin_disk_free_bytes",) in found


def test_others_may_not_read_them(client, monkeypatch):
    assert client.get(ADDRESS).status_code == 403
    assert client.get(ADDRESS, headers={"authorization": "Bearer wrong"}).status_code == 403
    client.force_login(person("staff"), backend=BACKEND)
    assert client.get(ADDRESS).status_code == 403
    monkeypatch.setattr(env, "METRICS_TOKEN", "")
    assert client.get(ADDRESS, headers={"authorization": "Bearer "}).status_code == 403
    client.force_login(person("administrator"), backend=BACKEND)
    assert client.get(ADDRESS).status_code == 200


def test_the_workers_of_a_server_count_together(client, monkeypatch, tmp_path):
    monkeypatch.setattr(env, "metrics_dir", lambda: str(tmp_path))
    found = read(client)  # nobody has counted there
    assert not [key for key in found if key[0].startswith("plan_admin_request")]
    assert ("plan_admin_disk_free_bytes",) in found
