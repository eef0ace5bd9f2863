"""The peer's work outside pages: `work.py session | export ROWS | import FILE`; answers in JSON."""

import json
import os
import sys
import time
from pathlib import Path

import django

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "peer.settings")
django.setup()

from django.contrib.auth.models import User
from django.db import connection
from django.test import Client
from reg.models import Enterprise
from reg.resources import EnterpriseResource
from tablib import Dataset

QUERIES = [0]


def counted(execute, sql, params, many, context):
    QUERIES[0] += 1
    return execute(sql, params, many, context)


def session() -> dict[str, object]:
    user = User.objects.filter(username="bench").first()
    user = user or User.objects.create_superuser("bench", "b@example.vn", "bench-pw-1")
    client = Client()
    client.force_login(user)
    return {"cookie": f"sessionid={client.cookies['sessionid'].value}"}


def export_rows(count: str) -> dict[str, object]:
    found = Enterprise.objects.select_related("district").order_by("pk")[: int(count)]
    began = time.perf_counter()
    content = EnterpriseResource().export(found).xlsx
    return {"seconds": time.perf_counter() - began, "bytes": len(content)}


def import_file(path: str) -> dict[str, object]:
    began = time.perf_counter()
    rows = Dataset().load(Path(path).read_bytes(), "xlsx")
    result = EnterpriseResource().import_data(rows, dry_run=False, raise_errors=True)
    return {"seconds": time.perf_counter() - began, "rows": dict(result.totals)}


WORK = {"session": session, "export": export_rows, "import": import_file}

if __name__ == "__main__":
    with connection.execute_wrapper(counted):
        answer = WORK[sys.argv[1]](*sys.argv[2:])
    print(json.dumps({**answer, "queries": QUERIES[0]}))
