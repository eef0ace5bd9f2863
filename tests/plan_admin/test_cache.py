"""With the broker away the site works on."""

import pytest
from django.core.cache import caches

from plan_admin.cache import SpareCache
from tests.people import person

NOWHERE = "redis://127.0.0.1:1/0"


@pytest.fixture
def away() -> SpareCache:
    return SpareCache(NOWHERE, {})


def test_what_is_away_is_a_miss(away):
    assert away.get("a") is None
    assert away.get("a", 3) == away.get("a", default=3) == 3
    assert away.get_many(["a"]) == {}
    assert away.set_many({"a": 1}) == []
    assert away.set("a", 1) is None
    assert away.add("a", 1)
    assert away.incr("a") == 1
    assert away.incr("a", 2) == 2
    assert not any((away.touch("a"), away.delete("a"), away.has_key("a"), away.clear()))
    assert away.delete_many(["a"]) is None


def test_pages_and_logging_in_work_without_the_broker(client, db, settings):
    settings.CACHES = {"default": {"BACKEND": "plan_admin.cache.SpareCache", "LOCATION": NOWHERE}}
    user = person("staff")
    user.set_password("mat-khau-that-dai-1")
    user.save()
    answer = client.post(
        "/tai-khoan/login/", {"login": user.email, "password": "mat-khau-that-dai-1"}
    )
    assert answer.status_code == 302
    assert client.get("/doanh-nghiep/").status_code == 200
    assert isinstance(caches["default"], SpareCache)


def test_one_client_asks_for_all(settings):
    cache = SpareCache(settings.REDIS_URL, {"KEY_PREFIX": settings.BROKER_KEY_PREFIX})
    cache.set("kept", 1, 60)
    first = cache._cache.get_client("kept")
    assert cache.get("kept") == 1
    assert cache._cache.get_client("other", write=True) is first
