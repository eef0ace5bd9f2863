"""The plan as a page: every clause leads somewhere true, every body has its units of a day."""

import re
from datetime import date

import pytest
import time_machine
from django.urls import reverse

from core.reference import rows
from programs.document import address, document_of
from programs.models import Plan, PlanClause, Task
from tests.people import person

pytestmark = pytest.mark.django_db
BACKEND = "allauth.account.auth_backends.AuthenticationBackend"
PAGE = "/ke-hoach/224-kh-ubnd/"
TODAY = date(2026, 11, 24)


def page_of(client, role: str, address: str = PAGE) -> str:
    client.force_login(person(role), backend=BACKEND)
    return client.get(address).content.decode()


def test_every_leaf_clause_and_task_says_where_it_lives():
    leaves = PlanClause.objects.filter(children=None).exclude(tasks__isnull=False)
    assert [clause.code for clause in leaves if not clause.implemented_note] == []
    assert [c.code for c in leaves if not c.implemented_at] == ["MD", "PL.KT"]
    user = person("administrator")
    for place in [*leaves, *Task.objects.all()]:
        if place.implemented_at:
            assert address(place.implemented_at, user=user, day=TODAY), place.implemented_note


def test_sections_of_the_report_named_by_a_clause_exist():
    titles = {row["title"] for row in rows("report_sections.csv") if row["type"] == "annual"}
    notes = [*PlanClause.objects.all(), *Task.objects.all()]
    named = [n.implemented_note for n in notes if "của báo cáo năm" in n.implemented_note]
    named += [n.implemented_note for n in notes if n.implemented_note.startswith("Báo cáo năm, m")]
    assert len(named) >= 6
    for note in named:
        assert any(title in note for title in titles) or "phần lời của báo cáo năm" in note, note


@time_machine.travel("2026-11-24 09:00:00+07:00")
def test_each_clause_leads_to_its_page(client):
    page = page_of(client, "administrator")
    links = re.findall(r'class="lives" href="(/[^"]*)"', page)
    assert len(links) > 45
    for link in {link.replace("&amp;", "&") for link in links}:
        assert client.get(link).status_code == 200, link
    task = Task.objects.get(number=4)
    assert f'href="/ho-tro/?nhiem_vu={task.pk}"' in page
    assert 'href="/nhiem-vu/2026-11-24/"' in page
    assert f'<a class="lives" href="{reverse("agencies:user-list")}">' in page


@time_machine.travel("2026-11-24 09:00:00+07:00")
def test_who_may_not_open_a_page_reads_what_is_there_without_a_link(client):
    page = page_of(client, "unit_officer")
    assert "/bao-cao/" not in page
    assert "/nhiem-vu/" not in page
    assert '<span class="lives">Báo cáo năm, mục Kinh phí (phần lời).' in page
    assert '<a class="lives" href="/kho-khan/">' in page
    for link in set(re.findall(r'class="lives" href="(/[^"?]+)', page)):
        assert client.get(link, follow=True).status_code == 200, link


@time_machine.travel("2026-11-24 09:00:00+07:00")
def test_bodies_are_those_of_today_or_of_the_day_of_issue(client):
    page = page_of(client, "viewer")
    assert "UBND các huyện, thị xã, thành phố (102 đơn vị vào ngày 24/11/2026)" in page
    assert "Các sở, ban, ngành (13 đơn vị vào ngày 24/11/2026)" in page
    assert "Sở Khoa học và Công nghệ: Sở Khoa học và Công nghệ tỉnh Đồng Tháp" in page
    assert page.count("<details") == 4
    then = client.get(f"{PAGE}?luc=do").content.decode()
    assert "UBND các huyện, thị xã, thành phố (11 đơn vị vào ngày 16/07/2021)" in then
    assert "Các sở, ban, ngành (18 đơn vị vào ngày 16/07/2021)" in then
    assert "<li>Thị xã Gò Công</li>" in then
    assert "Sở Tài chính: Sở Tài chính tỉnh Tiền Giang" in then
    assert then.count('aria-current="true">Khi ban hành') == 1
    group = PlanClause.objects.get(code="V.3").duty_of_group
    assert f'href="#nhom-{group.pk}"' in then
    assert f'<details id="nhom-{group.pk}"' in then


def test_signature_and_recipients_close_the_text_before_the_appendix(client):
    page = page_of(client, "viewer")
    parts = ["V.5", "Nơi nhận:", "Lưu: VT, P.KT.", "KT. CHỦ TỊCH<br>PHÓ CHỦ TỊCH", "Trần Văn Dũng"]
    places = [page.index(part) for part in [*parts, 'id="muc-PL"']]
    assert places == sorted(places)


def test_after_the_last_stage_progress_stands_at_its_end():
    plan = Plan.objects.get()
    found = document_of(plan, user=person("staff"), day=date(2031, 1, 5), today=date(2031, 1, 5))
    assert {line.clause.code: line.address for line in found.clauses}["PL"] == (
        "/nhiem-vu/2030-12-31/"
    )
