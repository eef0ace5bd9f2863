"""`/suc-khoe/` tells a monitor, without a login, what does not answer."""

import pytest
from django.test import Client


@pytest.mark.django_db
def test_health_needs_no_login_and_names_both_engines(client: Client) -> None:
    response = client.get("/suc-khoe/")

    assert response.status_code == 200
    assert response.json() == {"database": True, "broker": True}
    assert "no-store" in response["Cache-Control"]


@pytest.mark.django_db
def test_health_says_that_the_broker_is_away(client: Client, settings) -> None:
    settings.REDIS_URL = "redis://127.0.0.1:1/0"

    response = client.get("/suc-khoe/")

    assert response.status_code == 503
    assert response.json() == {"database": True, "broker": False}


@pytest.mark.django_db
def test_every_page_forbids_foreign_and_inline_content(client: Client) -> None:
    policy = client.get("/suc-khoe/")["Content-Security-Policy"]
    rules = {rule.split()[0]: rule.split()[1:] for rule in policy.split(";")}

    assert rules["script-src"] == rules["style-src"] == rules["default-src"] == ["'self'"]
    assert rules["frame-ancestors"] == rules["object-src"] == ["'none'"]
    assert "unsafe" not in policy
