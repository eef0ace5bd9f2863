"""Queries of every page, compared with a reviewed file; none needs more than 15."""

import json
import os
from pathlib import Path

import pytest
from django.core.management import call_command
from django.db import connection
from django.db.models import Count
from django.test.utils import CaptureQueriesContext

from agencies.models import RoleAssignment, User
from enterprises.models import Enterprise
from reporting.models import ReportDraft, ReportType
from support.models import Award, Certificate, Support
from tests import records
from tests.people import person
from trainings.models import TrainingClass

FILE = Path(__file__).with_name("query_counts.json")
MOST = 15
PAGES = {
    "home": "/?giai-doan=2021",
    "home, targets not confirmed": "/?giai-doan=2026",
    "figure: classes": "/chi-tieu/trainings.courses/cumulative/2024-11-15/",
    "figure: supports": "/chi-tieu/support.enterprises/cumulative/2024-11-15/",
    "figure: certificates": "/chi-tieu/support.certified/cumulative/2024-11-15/",
    "figure: awards": "/chi-tieu/support.awards/cumulative/2024-11-15/",
    "figure of a unit": "/chi-tieu/support.certified/cumulative/2024-11-15/?don-vi=1",
    "by unit": "/theo-don-vi/2024-11-15/",
    "by unit of the day": "/theo-don-vi/2024-11-15/?luc=do",
    "tasks": "/nhiem-vu/2024-11-15/",
    "plan": "/ke-hoach/224-kh-ubnd/",
    "enterprises": "/doanh-nghiep/",
    "enterprises, filtered": "/doanh-nghiep/?tim=cong+ty&co_ho_tro=co&loai_hinh=enterprise",
    "supports": "/ho-tro/?trang_thai=completed",
    "certificates": "/chung-nhan/?hieu_luc=con",
    "awards": "/giai-thuong/",
    "classes": "/dao-tao/",
    "catalogue": "/danh-muc/",
    "support form": "/ho-tro/them/",
    "enterprise form": "/doanh-nghiep/them/",
    "imports": "/nhap-excel/",
    "reports": "/bao-cao/",
    "report types": "/quan-tri/loai-bao-cao/",
    "figure told beside": "/chi-tieu/support.awards/cumulative/2024-11-15/?ben-canh=tham-gia",
}


RECORD_PAGES = {
    "enterprise": (Enterprise, "/doanh-nghiep/{}/"),
    "enterprise history": (Enterprise, "/doanh-nghiep/{}/lich-su/"),
    "support": (Support, "/ho-tro/{}/"),
    "support history": (Support, "/ho-tro/{}/lich-su/"),
    "support edited": (Support, "/ho-tro/{}/sua/"),
    "certificate": (Certificate, "/chung-nhan/{}/"),
    "award": (Award, "/giai-thuong/{}/"),
    "class": (TrainingClass, "/dao-tao/{}/"),
    "account": (User, "/quan-tri/tai-khoan/{}/"),
    "accounts": (User, "/quan-tri/tai-khoan/"),
    "unconfirmed": (User, "/chua-xac-nhan/"),
    "report type": (ReportType, "/quan-tri/loai-bao-cao/{}/"),
    "draft": (ReportDraft, "/bao-cao/{}/"),
    "draft history": (ReportDraft, "/bao-cao/{}/lich-su/"),
}


def record_counts(client) -> dict[str, int]:
    """Pages of the record with the most rows hanging on it."""
    found = {}
    for name, (model, address) in RECORD_PAGES.items():
        record = model.objects.order_by("pk").first()
        if model is Enterprise:
            record = Enterprise.objects.annotate(n=Count("supports")).order_by("-n", "pk").first()
        with CaptureQueriesContext(connection) as queries:
            assert client.get(address.format(record.pk)).status_code == 200, name
        found[name] = len(queries)
    return found


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
    settings.MEDIA_ROOT = tmp_path
    staff = person("staff")
    RoleAssignment.objects.create(
        user=staff, role="administrator", unit=RoleAssignment.objects.get(user=staff).unit
    )
    client.force_login(staff, backend="allauth.account.auth_backends.AuthenticationBackend")
    client.get("/ui/")  # the session and the tables of content types are read once
    records.world(staff)
    few = counts(client)
    call_command("seed_demo", enterprises=60, verbosity=0)
    full = counts(client)

    assert full == few
    full |= record_counts(client)
    assert max(full.values()) <= MOST
    if os.environ.get("UPDATE_CONTRACTS"):
        FILE.write_text(json.dumps(full, indent=1, ensure_ascii=False) + "\n", encoding="utf-8")
    assert full == json.loads(FILE.read_text(encoding="utf-8"))
