"""“Việc của tôi”: what waits for a person and nobody else's, oldest due first."""

from datetime import date, timedelta

import pytest
import time_machine
from django.db import connection
from django.test.utils import CaptureQueriesContext

from agencies.models import User
from core.models import ImportBatch
from core.ui import desk
from core.ui.desk import waiting_for
from reporting.actions import assemble_draft
from reporting.models import ReportDraft, ReportType, ReportVersion
from tests import records
from tests.people import person

pytestmark = pytest.mark.django_db
BACKEND = "allauth.account.auth_backends.AuthenticationBackend"
TODAY = date(2026, 11, 20)


@pytest.fixture(autouse=True)
def clock(settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path
    with time_machine.travel("2026-11-20 09:00:00+07:00", tick=False) as moved:
        yield moved


def titles(user: User) -> list[str]:
    return [item.title for item in waiting_for(User.objects.get(pk=user.pk)).items]


def handled(by: User, title: str, due: date) -> None:
    records.difficulty(title=title, state="handling", assignee=by, due_on=due)


def test_what_waits_for_the_department_and_for_one_person():
    staff, other = person("staff"), person("administrator")
    records.difficulty(title="mới")
    records.difficulty(title="đã tiếp nhận", state="received")
    records.difficulty(title="xong", state="resolved", answer="x")
    handled(staff, "của tôi", TODAY)
    handled(other, "của người khác", TODAY)
    assert titles(staff) == ["của tôi", "mới", "đã tiếp nhận"]
    assert titles(other) == ["của người khác", "mới", "đã tiếp nhận"]
    for role in ("leader", "finance", "viewer", "unit_officer"):
        assert titles(person(role)) == [], role


def test_what_was_given_to_somebody_who_is_gone_waits_for_the_department():
    staff, gone = person("staff"), person("administrator")
    handled(gone, "bỏ lại", TODAY - timedelta(days=1))
    assert titles(staff) == []
    User.objects.filter(pk=gone.pk).update(is_active=False)
    (item,) = waiting_for(User.objects.get(pk=staff.pk)).items
    assert (item.title, str(item.task)) == (
        "bỏ lại",
        "Giao lại: tài khoản người xử lý đã khóa",
    )


def test_the_oldest_due_comes_first_and_says_whether_it_is_late():
    staff = person("staff")
    for days in (2, -3, 1, 0, -1):
        handled(staff, f"{days}", TODAY + timedelta(days=days))
    records.difficulty(title="không hạn")
    found = waiting_for(staff).items
    assert [(item.title, item.state, item.days_late) for item in found] == [
        ("-3", "late", 3),
        ("-1", "late", 1),
        ("0", "soon", 0),
        ("1", "soon", -1),
        ("2", "", -2),
        ("không hạn", "", 0),
    ]


def test_files_wait_for_whoever_sent_them_in():
    staff, other = person("staff"), person("administrator")
    counted = {"sheets": [{"created": 1, "updated": 0}]}
    for name, values in {
        "cho.xlsx": {"state": "checked", "summary": counted},
        "khong-co-gi.xlsx": {"state": "checked"},
        "da-luu.xlsx": {"state": "saved", "summary": counted},
    }.items():
        ImportBatch.objects.create(name=name, sha256="0" * 64, uploaded_by=staff, **values)
    assert titles(staff) == ["cho.xlsx"]
    assert titles(other) == []


def test_drafts_past_their_cut_off_wait_to_be_frozen():
    leader, viewer = person("leader"), person("viewer")
    plan = ReportDraft._meta.get_field("plan").related_model.objects.get(is_current=True)
    annual = ReportType.objects.get(code="annual")
    assemble_draft(plan, annual, year=2026, by=None)
    (item,) = waiting_for(leader).items
    assert (item.title, item.due_on, item.state) == (
        f"{annual.name} năm 2026",
        annual.due_on(2026),
        "",
    )
    assert titles(viewer) == []
    ReportVersion.objects.create(
        plan=plan,
        kind="annual",
        year=2026,
        cut_off=date(2026, 11, 15),
        number=1,
        label="x",
        snapshot={},
        made_by=leader,
    )
    assert titles(leader) == []


def test_a_draft_before_its_cut_off_waits_for_nobody(clock):
    leader = person("leader")
    plan = ReportDraft._meta.get_field("plan").related_model.objects.get(is_current=True)
    assemble_draft(plan, ReportType.objects.get(code="annual"), year=2026, by=None)
    clock.move_to("2026-11-15 09:00:00+07:00")
    assert titles(leader) == []


def test_the_page_leads_to_the_place_and_its_queries_do_not_grow(client):
    staff = person("staff")
    client.force_login(staff, backend=BACKEND)
    empty = client.get("/viec-cua-toi/").content.decode()
    assert "Không có việc nào đang chờ bạn." in empty
    counts = []
    for number in (1, 20):
        for index in range(number):
            handled(staff, f"{number} {index}", TODAY - timedelta(days=2))
        with CaptureQueriesContext(connection) as queries:
            page = client.get("/viec-cua-toi/").content.decode()
        counts.append(len(queries))
    assert counts[0] == counts[1] <= 10
    assert page.count('class="late"') == 21
    assert "Quá hạn 2 ngày" in page
    assert 'href="/kho-khan/' in page
    panel = client.get("/viec-cua-toi/", headers={"HX-Request": "true"}).content.decode()
    assert panel.count('class="late"') == 6
    assert "Còn 15 việc" in panel
    assert "<html" not in panel


def test_more_than_a_page_shows_is_said(client, monkeypatch):
    monkeypatch.setattr(desk, "SOURCE_ITEMS", 2)
    monkeypatch.setattr("reporting.desk.SOURCE_ITEMS", 2)
    staff = person("staff")
    client.force_login(staff, backend=BACKEND)
    for number in range(3):
        records.difficulty(title=f"{number}")
    page = client.get("/viec-cua-toi/").content.decode()
    assert page.count('<a href="/kho-khan/1') == 2
    assert "Còn nhiều việc nữa" in page


def test_the_home_page_has_the_panel_and_a_person_without_role_no_desk(client):
    client.force_login(person("staff"), backend=BACKEND)
    assert 'hx-get="/viec-cua-toi/"' in client.get("/").content.decode()
    client.force_login(person(None), backend=BACKEND)
    assert client.get("/viec-cua-toi/").status_code == 403
