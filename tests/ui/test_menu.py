"""The menu, written once for each set of entries and page, is everybody's own."""

import re

import pytest
from django.urls import reverse

from tests.people import person

pytestmark = pytest.mark.django_db
BACKEND = "allauth.account.auth_backends.AuthenticationBackend"


def seen(client, user, address):
    """Addresses in the rail and in the bar of a phone, and those marked as the page one is on."""
    client.force_login(user, backend=BACKEND)
    page = client.get(address).content.decode()
    found = []
    for name in ("rail", "tabbar"):
        (part,) = re.findall(f'<nav class="{name}".*?</nav>', page, re.DOTALL)
        links = re.findall('<a href="([^"]*)"( aria-current="page")?', part)
        found.append(([to for to, _now in links], [to for to, now in links if now]))
    return found


def test_each_role_has_its_entries_whoever_asked_before(client):
    people = {role: person(role) for role in ("staff", "administrator", "leader")}
    for address in ("/doanh-nghiep/", "/danh-muc-trang/", "/doanh-nghiep/"):
        rails = {role: set(seen(client, user, address)[0][0]) for role, user in people.items()}
        assert reverse("agencies:user-list") in rails["administrator"]
        assert reverse("agencies:user-list") not in rails["staff"] | rails["leader"]
        assert reverse("importing:batch-list") in rails["staff"]
        assert reverse("importing:batch-list") not in rails["leader"]


def test_the_page_one_is_on_is_marked_and_no_other(client):
    rail, bar = seen(client, person("staff"), "/doanh-nghiep/them/")
    assert (rail[1], bar[1]) == (["/doanh-nghiep/"], ["/doanh-nghiep/"])


def test_the_page_of_all_pages_is_marked_in_the_bar(client):
    rail, bar = seen(client, person("staff"), "/danh-muc-trang/")
    assert (rail[1], bar[1]) == ([], ["/danh-muc-trang/"])


def test_who_has_no_role_has_no_menu(client):
    client.force_login(person(None), backend=BACKEND)
    page = client.get("/doanh-nghiep/").content.decode()
    assert "<nav" not in page
