"""Every address × every role, compared with a reviewed file.

`UPDATE_CONTRACTS=1 pytest tests/contracts` rewrites the file; read the difference.
"""

import json
import os
from pathlib import Path

import pytest
from django.urls import get_resolver

from agencies.choices import Role
from agencies.models import User
from core.ui.registers import registers
from enterprises.models import Enterprise
from tests import records
from tests.addresses import address, is_posted, names
from tests.people import person

FILE = Path(__file__).with_name("permissions.json")
PEOPLE = ["anonymous", "no role", *Role.values]
BACKEND = "allauth.account.auth_backends.AuthenticationBackend"


@pytest.fixture(autouse=True)
def _media(tmp_path, settings):
    settings.MEDIA_ROOT = tmp_path


@pytest.mark.django_db
def test_the_matrix_is_what_was_reviewed(client):
    people = {who: person(who) for who in Role.values} | {"no role": person(None)}
    pks = records.world(people["staff"]).pks
    matrix: dict[str, dict[str, int]] = {name: {} for name in sorted(names(get_resolver()))}
    for who in PEOPLE:
        if who == "anonymous":
            client.logout()
        else:
            client.force_login(people[who], backend=BACKEND)
        for name, answers in sorted(matrix.items(), key=lambda row: row[0] == "account_logout"):
            ask = client.post if is_posted(name) else client.get
            answer = ask(address(name, pks))
            answers[who] = answer.status_code
            for close in answer._resource_closers:  # without ending the test's transaction
                close()
    if os.environ.get("UPDATE_CONTRACTS"):
        FILE.write_text(json.dumps(matrix, indent=1, ensure_ascii=False) + "\n", encoding="utf-8")
    assert matrix == json.loads(FILE.read_text(encoding="utf-8"))


WRITTEN_BY_OFFICERS = {f"reporting:difficulty-{page}" for page in ("create", "update")}
WRITTEN_BY_OFFICERS |= {f"support:request-{page}" for page in ("create", "update")}
WRITTEN_BY_OFFICERS |= {"proposals:proposal-create", "proposals:call-abstain"}
# Of a proposal the viewer of its place reads what was handed in and writes nothing.
ALONE_FOR_OFFICERS = {
    f"proposals:{page}"
    for page in (
        *("proposal-update", "proposal-part", "proposal-copy", "proposal-step"),
        "proposal-revise",
    )
}


@pytest.mark.django_db
def test_a_viewer_of_a_place_opens_what_its_officer_opens(client):
    """ADR 11: bound to the area, and never more than the officer; who looks on writes nothing."""
    officer, viewer = person("unit_officer"), person("viewer", records.WARD)
    pks = records.world(person("staff")).pks
    for name in names(get_resolver()):
        if is_posted(name):
            continue
        answers = []
        for user in (officer, viewer):
            client.force_login(user, backend=BACKEND)
            answer = client.get(address(name, pks))
            answers.append(answer.status_code)
            for close in answer._resource_closers:
                close()
        if name in WRITTEN_BY_OFFICERS:
            assert answers == [200, 403], name
        elif name in ALONE_FOR_OFFICERS:
            assert answers[0] in {200, 302}, name
            assert answers[1] in {302, 403}, name
        else:
            assert answers[0] == answers[1], name


@pytest.mark.django_db
@pytest.mark.parametrize("who", [*Role.values, "viewer of a ward", None])
def test_what_a_person_may_see_is_what_the_lists_show(who):
    """`visible_to` and the permission to view are twins (style: permissions)."""
    maker = person("staff")
    records.world(maker)
    stranger = records.enterprise("0301442989", "Công ty Nơi khác", ward="28249")
    records.support(stranger)
    records.certificate(stranger)
    records.award(stranger)
    assert Enterprise.objects.count() == 2
    area = records.WARD if who == "viewer of a ward" else ""
    user = maker if who == "staff" else person("viewer" if area else who, area)
    user = User.objects.get(pk=user.pk)
    for declared in registers:
        label = f"{declared.app}.view_{declared.model._meta.model_name}"
        everything = declared.model._default_manager.all()
        seen = set(declared.visible_to(user))
        assert seen == {row for row in everything if user.has_perm(label, row)}, label


@pytest.mark.django_db
def test_a_unit_officer_finds_nothing_of_another_area(client):
    officer = person("unit_officer")
    own = records.enterprise()
    other = records.enterprise("0301442989", "Công ty Nơi khác", ward="28249")
    records.support(own)
    hidden = records.support(other)
    client.force_login(officer, backend=BACKEND)
    assert client.get(f"/doanh-nghiep/{own.pk}/").status_code == 200
    assert client.get(f"/doanh-nghiep/{own.pk}/sua/").status_code == 403
    for page in ("", "lich-su/"):
        assert client.get(f"/doanh-nghiep/{other.pk}/{page}").status_code == 404
        assert client.get(f"/ho-tro/{hidden.pk}/{page}").status_code == 404
    listed = client.get("/ho-tro/").content.decode()
    assert "Công ty Mẫu" in listed
    assert "Công ty Nơi khác" not in listed
    assert "Công ty Nơi khác" not in client.get("/doanh-nghiep/?tim=noi+khac").content.decode()
