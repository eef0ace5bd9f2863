"""Whom a failed log-in is counted against."""

import pytest
from django.test import RequestFactory

from plan_admin import client


@pytest.mark.parametrize(
    ("proxies", "forwarded", "expected"),
    [
        (0, "1.1.1.1", "9.9.9.9"),  # nobody of ours wrote that header
        (1, "6.6.6.6, 1.1.1.1", "1.1.1.1"),  # the first one is the visitor's own invention
        (2, "1.1.1.1, 10.0.0.2", "1.1.1.1"),
        (2, "1.1.1.1", "9.9.9.9"),  # it did not come through both
        (1, "", "9.9.9.9"),
    ],
)
def test_address_believes_only_our_own_proxies(
    settings, proxies: int, forwarded: str, expected: str
) -> None:
    settings.TRUSTED_PROXIES = proxies
    request = RequestFactory().get(
        "/", REMOTE_ADDR="9.9.9.9", headers={"x-forwarded-for": forwarded}
    )

    assert client.address(request) == expected


def test_username_is_the_mail_in_one_spelling() -> None:
    request = RequestFactory().post("/", {"login": " An@Example.VN "})

    assert client.username(request) == "an@example.vn"
    assert client.username(request, {"email": "Binh@example.vn"}) == "binh@example.vn"
    assert client.username(RequestFactory().post("/")) is None
