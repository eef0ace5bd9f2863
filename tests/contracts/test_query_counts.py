"""Queries of every page, compared with a reviewed file; none needs more than 15."""

import json
import os
from pathlib import Path

import pytest
from django.core.management import call_command
from django.db import connection
from django.test.utils import CaptureQueriesContext

from tests.people import person

FILE = Path(__file__).with_name("query_counts.json")
MOST = 15
PAGES = {
    "home": "/?giai-doan=2021",
    "home, targets not confirmed": "/?giai-doan=2026",
    "figure: classes": "/chi-tieu/trainings.courses/cumulative/2024-11-15/",
    "figure: supports": "/chi-tieu/support.enterprises/cumulative/2024-11-15/",
    "figure: certificates": "/chi-tieu/support.certified/cumulative/2024-11-15/",
    "figure: awards": "/chi-tieu/support.awards/cumulative/2024-11-15/",
    "plan": "/ke-hoach/224-kh-ubnd/",
    "imports": "/nhap-excel/",
    "reports": "/bao-cao/",
}


def counts(client) -> dict[str, int]:
    found = {}
    for name, address in PAGES.items():
        with CaptureQueriesContext(connection) as queries:
            assert client.get(address).status_code == 200
        found[name] = len(queries)
    return found


@pytest.mark.django_db
def test_counts_are_what_was_reviewed_and_do_not_grow(client, tmp_path, settings):
    settings.DEMO_ACCOUNTS_FILE = tmp_path / "accounts.txt"
    client.force_login(
        person("staff"), backend="allauth.account.auth_backends.AuthenticationBackend"
    )
    empty = counts(client)
    call_command("seed_demo", enterprises=60, verbosity=0)
    full = counts(client)

    assert full == empty
    assert max(full.values()) <= MOST
    if os.environ.get("UPDATE_CONTRACTS"):
        FILE.write_text(json.dumps(full, indent=1, ensure_ascii=False) + "\n", encoding="utf-8")
    assert full == json.loads(FILE.read_text(encoding="utf-8"))
