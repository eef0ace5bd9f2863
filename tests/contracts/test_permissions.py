"""Every address × every role, compared with a reviewed file.

`UPDATE_CONTRACTS=1 pytest tests/contracts` rewrites the file; read the difference.
"""

import json
import os
from pathlib import Path

import pytest
from django.urls import URLPattern, URLResolver, get_resolver, reverse

from agencies.choices import Role
from tests.people import person

FILE = Path(__file__).with_name("permissions.json")
ARGUMENTS = {
    "programs:plan-document": {"slug": "224-kh-ubnd"},
    "reporting:figure": {
        "indicator": "support.enterprises",
        "period": "cumulative",
        "day": "2024-11-15",
    },
    "account_reset_password_from_key": {"uidb36": "1", "key": "x"},
}
ARGUMENTS |= {
    "reporting:report-file": {"pk": 1},
    "reporting:report-retry": {"job_id": "00000000-0000-0000-0000-000000000000"},
} | {
    f"importing:{name}": {"pk": 1}
    for name in ("batch", "batch-confirm", "batch-cancel", "batch-retry", "batch-rejected")
}
ARGUMENTS["reporting:figure-export"] = ARGUMENTS["reporting:figure"]
POSTED = {f"importing:batch-{verb}" for verb in ("confirm", "cancel", "retry")}
POSTED.add("reporting:report-retry")
PEOPLE = ["anonymous", "no role", *Role.values]


def names(resolver: URLResolver, space: str = "") -> list[str]:
    found = []
    for entry in resolver.url_patterns:
        if isinstance(entry, URLPattern):
            found.append(f"{space}{entry.name}")
        else:
            inner = f"{entry.namespace}:" if entry.namespace else ""
            found += names(entry, space + inner)
    return found


@pytest.mark.django_db
def test_the_matrix_is_what_was_reviewed(client):
    matrix: dict[str, dict[str, int]] = {name: {} for name in sorted(names(get_resolver()))}
    for who in PEOPLE:
        if who == "anonymous":
            client.logout()
        else:
            client.force_login(
                person(None if who == "no role" else who),
                backend="allauth.account.auth_backends.AuthenticationBackend",
            )
        for name, answers in matrix.items():
            if name == "account_logout":
                continue
            ask = client.post if name in POSTED else client.get
            answers[who] = ask(reverse(name, kwargs=ARGUMENTS.get(name, {}))).status_code
    if os.environ.get("UPDATE_CONTRACTS"):
        FILE.write_text(json.dumps(matrix, indent=1, ensure_ascii=False) + "\n", encoding="utf-8")
    assert matrix == json.loads(FILE.read_text(encoding="utf-8"))
