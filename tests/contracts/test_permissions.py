"""Every address × every role, compared with a reviewed file.

`UPDATE_CONTRACTS=1 pytest tests/contracts` rewrites the file; read the difference.
"""

import json
import os
from pathlib import Path

import pytest
from django.urls import URLPattern, URLResolver, get_resolver, reverse

from agencies.choices import Role
from agencies.models import User
from core.ui.registers import registers
from enterprises.models import Enterprise
from tests import records
from tests.people import person

FILE = Path(__file__).with_name("permissions.json")
DAY = "2024-11-15"
FIGURE = {"indicator": "support.enterprises", "period": "cumulative", "day": DAY}
ARGUMENTS = {
    "programs:plan-document": {"slug": "224-kh-ubnd"},
    "reporting:figure": FIGURE,
    "reporting:figure-export": FIGURE,
    "reporting:by-unit": {"day": DAY},
    "reporting:tasks": {"day": DAY},
    "account_reset_password_from_key": {"uidb36": "1", "key": "x"},
    "reporting:report-retry": {"job_id": "00000000-0000-0000-0000-000000000000"},
}
POSTED = {f"importing:batch-{verb}" for verb in ("confirm", "cancel", "retry")}
POSTED |= {"reporting:report-retry", "reporting:draft-compute", "reporting:draft-freeze"}
POSTED |= {"ui:job-retry"}
PARENTS = {"year": "enterprise", "placement": "enterprise", "ocop": "enterprise"}
PARENTS |= {"contact": "enterprise", "assignment": "user", "section": "draft", "estimate": "draft"}
PARENTS |= {"outline": "reporttype"}
PEOPLE = ["anonymous", "no role", *Role.values]
BACKEND = "allauth.account.auth_backends.AuthenticationBackend"


def names(resolver: URLResolver, space: str = "") -> list[str]:
    found = []
    for entry in resolver.url_patterns:
        if isinstance(entry, URLPattern):
            found.append(f"{space}{entry.name}")
        else:
            inner = f"{entry.namespace}:" if entry.namespace else ""
            found += names(entry, space + inner)
    return found


def address(name: str, pks: dict) -> str:
    """The page's address for the one record of its kind that the test made."""
    if name in ARGUMENTS:
        return reverse(name, kwargs=ARGUMENTS[name])
    if name.startswith("importing:batch") and name != "importing:batch-list":
        return reverse(name, kwargs={"pk": 1})
    kind, _, page = name.partition(":")[2].partition("-")
    if name == "ui:confirm":
        return reverse(name, kwargs={"kind": "units", "pk": pks["confirm"]})
    if name == "reporting:report-file":
        return reverse(name, kwargs={"pk": pks["file"]})
    if page == "create" and kind in PARENTS:
        return reverse(name, kwargs={"parent": pks[PARENTS[kind]]})
    needs_record = page not in {"list", "create", "export", "suggest"} and kind in pks
    return reverse(name, kwargs={"pk": pks[kind]} if needs_record else {})


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
        for name, answers in matrix.items():
            if name == "account_logout":
                continue
            is_posted = name in POSTED or name.endswith("-attach")
            ask = client.post if is_posted else client.get
            answer = ask(address(name, pks))
            answers[who] = answer.status_code
            for close in answer._resource_closers:  # without ending the test's transaction
                close()
    if os.environ.get("UPDATE_CONTRACTS"):
        FILE.write_text(json.dumps(matrix, indent=1, ensure_ascii=False) + "\n", encoding="utf-8")
    assert matrix == json.loads(FILE.read_text(encoding="utf-8"))


@pytest.mark.django_db
@pytest.mark.parametrize("who", [*Role.values, None])
def test_what_a_person_may_see_is_what_the_lists_show(who):
    """`visible_to` and the permission to view are twins (style: permissions)."""
    maker = person("staff")
    records.world(maker)
    stranger = records.enterprise("0301442989", "Công ty Nơi khác", ward="28249")
    records.support(stranger)
    records.certificate(stranger)
    records.award(stranger)
    assert Enterprise.objects.count() == 2
    user = maker if who == "staff" else person(who)
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
