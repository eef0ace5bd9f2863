"""Keyset pages walk every row once, both ways; counts stop at their bound."""

import pytest
from django.db import connection

from core.ui import paging
from core.ui.paging import (
    Page,
    Sort,
    bounded_count,
    counted_page,
    first_found,
    in_their_order,
    page_of,
)
from enterprises.models import Enterprise
from tests import records

pytestmark = pytest.mark.django_db
NAMES = ["An", "Ân", "Ba", "Đa", "Đà", "Đà", "Yên"]  # two of one name: the key settles it


@pytest.fixture
def firms() -> list[int]:
    for number, name in enumerate(NAMES):
        records.enterprise(f"12001005{number:02}", name)
    return list(Enterprise.objects.order_by("sort_key", "pk").values_list("pk", flat=True))


def walk(sort: Sort, size: int) -> list[list[int]]:
    pages, after = [], ""
    while True:
        page = page_of(Enterprise.objects.all(), sort, after=after, size=size)
        pages.append([e.pk for e in page.records])
        after = page.after
        if not after:
            return pages


@pytest.mark.parametrize("size", [1, 2, 3, 7, 8])
@pytest.mark.parametrize("is_descending", [False, True])
def test_pages_hold_every_row_once_in_order(firms, size, is_descending):
    sort = Sort("ten", "theo tên", ("sort_key",), is_descending=is_descending)
    pages = walk(sort, size)
    wanted = firms[::-1] if is_descending else firms
    assert [pk for page in pages for pk in page] == wanted
    assert [len(page) for page in pages[:-1]] == [size] * (len(pages) - 1)


def test_the_way_back_leads_through_the_same_pages(firms):
    sort = Sort("ten", "theo tên", ("sort_key",))
    found = Enterprise.objects.all()
    first = page_of(found, sort, size=3)
    second = page_of(found, sort, after=first.after, size=3)
    third = page_of(found, sort, after=second.after, size=3)
    assert (first.before, third.after) == ("", "")
    back = page_of(found, sort, before=third.before, size=3)
    assert back.records == second.records
    start = page_of(found, sort, before=back.before, size=3)
    assert start.records == first.records
    assert start.before == ""
    assert start.after


def test_a_cursor_that_is_not_ours_means_the_first_page(firms):
    sort, other = Sort("ten", "", ("sort_key",)), Sort("moi", "", ("updated_at",))
    for cursor in ("hỏng", paging.signing.dumps(["x"], salt="page")):
        page = page_of(Enterprise.objects.all(), sort, after=cursor, size=2)
        assert [e.pk for e in page.records] == firms[:2]
    of_names = page_of(Enterprise.objects.all(), sort, size=2).after
    page = page_of(Enterprise.objects.all(), other, after=of_names, size=2)
    assert len(page.records) == 2


def test_counting_stops_at_the_bound(firms, monkeypatch):
    assert bounded_count(Enterprise.objects.all()) == (7, True)
    monkeypatch.setattr(paging, "COUNTED", 5)
    assert bounded_count(Enterprise.objects.all()) == (5, False)


def test_an_empty_list_is_one_page():
    page = page_of(Enterprise.objects.all(), Sort("ten", "", ("sort_key",)))
    assert (page.records, page.after, page.before) == ([], "", "")


@pytest.mark.parametrize("size", [2, 7, 50])
@pytest.mark.parametrize("is_descending", [False, True])
def test_what_is_found_by_words_is_the_first_page_with_the_number_of_all(
    firms, size, is_descending
):
    sort = Sort("ten", "theo tên", ("sort_key",), is_descending=is_descending)
    found = Enterprise.objects.exclude(pk=firms[3])
    plain = page_of(found, sort, size=size)
    assert first_found(found, found, sort, size=size) == (plain, 6)
    assert first_found(Enterprise.objects.none(), found, sort) == (Page([], "", ""), 0)


def test_a_search_counts_and_pages_alike_however_many_it_finds(firms, monkeypatch):
    sort = Sort("ten", "theo tên", ("sort_key",))
    found = Enterprise.objects.all()

    def answers(**asked):
        page, number, is_complete = counted_page(found, found, sort, **asked)
        return [e.pk for e in page.records], number, is_complete

    for counted, gathered in ((7, 10), (3, 10), (3, 5)):
        monkeypatch.setattr(paging, "COUNTED", counted)
        monkeypatch.setattr(paging, "GATHERED", gathered)
        is_whole = counted == len(firms)
        assert answers(is_searched=True) == (firms, counted, is_whole)
        assert answers() == answers(is_searched=True)
        assert answers(is_searched=True, is_exact=True) == (firms, 7, True)
        after = page_of(found, sort, size=2).after
        assert answers(is_searched=True, after=after) == (firms[2:], counted, is_whole)


def test_rows_read_in_their_order_leave_the_planner_as_it_was(firms):
    def sorts():
        with connection.cursor() as cursor:
            cursor.execute("SHOW enable_sort")
            return cursor.fetchone()[0]

    with in_their_order():
        assert sorts() == "off"
        assert page_of(Enterprise.objects.all(), Sort("ten", "", ("sort_key",))).records
    assert sorts() == "on"
