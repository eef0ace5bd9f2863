"""Guessing a password stops after a few tries, for that person from that address."""

from datetime import timedelta

import pytest
from django.conf import settings
from django.contrib.auth import get_user_model
from django.test import Client

PASSWORD = "đúng-mật-khẩu-2026"


def log_in(client: Client, password: str, address: str = "10.0.0.1", email: str = "an@example.vn"):
    form = {"login": email, "password": password}
    return client.post("/tai-khoan/login/", form, REMOTE_ADDR=address)


@pytest.fixture
def person(db):
    return get_user_model().objects.create_user("an@example.vn", PASSWORD, full_name="Trần An")


@pytest.mark.usefixtures("person")
def test_person_is_locked_from_the_guessing_address_alone() -> None:
    for _ in range(settings.AXES_FAILURE_LIMIT):
        answer = log_in(Client(), "sai")

    assert answer.status_code == 429
    assert "15 phút" in answer.content.decode()
    assert log_in(Client(), PASSWORD).status_code == 429
    assert log_in(Client(), PASSWORD, email="An@Example.VN").status_code == 429
    assert log_in(Client(), PASSWORD, address="10.0.0.2").status_code == 302


@pytest.mark.usefixtures("person")
def test_a_success_forgets_earlier_failures() -> None:
    for _ in range(settings.AXES_FAILURE_LIMIT - 1):
        log_in(Client(), "sai")
    assert log_in(Client(), PASSWORD).status_code == 302

    assert log_in(Client(), "sai").status_code == 200


@pytest.mark.django_db
def test_nobody_signs_up(client: Client) -> None:
    client.post(
        "/tai-khoan/signup/",
        {"email": "moi@example.vn", "password1": PASSWORD, "password2": PASSWORD},
    )

    assert not get_user_model().objects.filter(email="moi@example.vn").exists()


def test_the_security_page_says_what_the_settings_do() -> None:
    words = " ".join((settings.BASE_DIR / "SECURITY.md").read_text(encoding="utf-8").split())

    assert settings.AXES_FAILURE_LIMIT == 5
    assert "five failures from one address lock that account there" in words
    assert timedelta(minutes=15) == settings.AXES_COOLOFF_TIME
    assert "for 15 minutes" in words
    assert settings.SESSION_COOKIE_AGE == 12 * 60 * 60
    assert "Sessions end with the browser and after 12 hours" in words
