"""Queries of every page, compared with a reviewed file; none needs more than 15.

`UPDATE_CONTRACTS=1 pytest tests/contracts` rewrites the file; read the difference. Every address
that shows something is asked by the department (staff who administer as well) and by a unit
officer, once with one record of everything and once with three.
"""

import json
import os
from pathlib import Path

import pghistory
import pytest
from django.apps import apps
from django.contrib.contenttypes.models import ContentType
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import get_resolver

from agencies.models import RoleAssignment
from core.remembered import forget
from tests import records
from tests.addresses import address, is_posted, names
from tests.people import person

FILE = Path(__file__).with_name("query_counts.json")
MOST = 15
BACKEND = "allauth.account.auth_backends.AuthenticationBackend"
# The same addresses with what people choose on them.
CHOICES = {
    "reporting:home, targets not confirmed": "/?giai-doan=2026",
    "reporting:home, first stage": "/?giai-doan=2021",
    "reporting:figure, classes": "/chi-tieu/trainings.courses/cumulative/2024-11-15/",
    "reporting:figure, certificates": "/chi-tieu/support.certified/cumulative/2024-11-15/",
    "reporting:figure, awards": "/chi-tieu/support.awards/cumulative/2024-11-15/",
    "reporting:figure, a unit": "/chi-tieu/support.certified/cumulative/2024-11-15/?don-vi=khong-ro",
    "reporting:figure, told beside": (
        "/chi-tieu/support.awards/cumulative/2024-11-15/?ben-canh=tham-gia"
    ),
    "reporting:by-unit, of the day": "/theo-don-vi/2024-11-15/?luc=do",
    "programs:plan-document, of the day": "/ke-hoach/224-kh-ubnd/?luc=do",
    "enterprises:enterprise-list, filtered": (
        "/doanh-nghiep/?tim=cong+ty&co_ho_tro=co&loai_hinh=enterprise"
    ),
    "enterprises:enterprise-list, filters open": "/doanh-nghiep/?bo_loc=mo",
    "programs:year-plan, by lead": "/cong-viec-nam/lich/?nam=2026&theo=don-vi",
    "programs:work-list, filters open": "/cong-viec-nam/?bo_loc=mo&nam=2026&cham=co",
    "support:support-list, filtered": "/ho-tro/?trang_thai=completed",
    "support:certificate-list, filtered": "/chung-nhan/?hieu_luc=con",
}
Counts = dict[str, dict[str, int]]


@pytest.fixture(autouse=True)
def _media(tmp_path, settings):
    settings.MEDIA_ROOT = tmp_path


def counts(client, people: dict, addresses: dict[str, str]) -> Counts:
    found: Counts = {name: {} for name in addresses}
    for who, user in people.items():
        client.force_login(user, backend=BACKEND)
        for name, where in addresses.items():
            forget()  # the most a page ever asks
            with CaptureQueriesContext(connection) as queries:
                answer = client.get(where)
                answer.getvalue()  # a download is written while it is read
            found[name][who] = len(queries)
            for close in answer._resource_closers:  # without ending the test's transaction
                close()
    return found


@pytest.mark.django_db
def test_counts_are_what_was_reviewed_and_do_not_grow(client):
    staff = person("staff")
    unit = records.user_unit(staff)
    people = {"staff": staff, "unit_officer": person("unit_officer")}
    with pghistory.context(user=staff.pk):  # or the first line with a name looks like growth
        RoleAssignment.objects.create(user=staff, role="administrator", unit=unit)
        world = records.world(staff)
    addresses = {
        name: address(name, world.pks) for name in names(get_resolver()) if not is_posted(name)
    } | CHOICES
    ContentType.objects.get_for_models(*apps.get_models())  # read once in a process's life
    few = counts(client, people, addresses)
    with pghistory.context(user=staff.pk):
        records.crowd(world, staff)
    many = counts(client, people, addresses)

    growing = {name: (few[name], many[name]) for name in few if few[name] != many[name]}
    assert growing == {}
    assert {name: found for name, found in many.items() if max(found.values()) > MOST} == {}
    found = dict(sorted(many.items()))
    if os.environ.get("UPDATE_CONTRACTS"):
        FILE.write_text(json.dumps(found, indent=1, ensure_ascii=False) + "\n", encoding="utf-8")
    assert found == json.loads(FILE.read_text(encoding="utf-8"))
