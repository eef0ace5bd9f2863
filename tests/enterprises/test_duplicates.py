"""Likely duplicates: found by keys of the database, decided once, met again when something changes."""

import pytest
from django.db import connection

from core.jobs import enqueue, run_job
from core.models import Job
from core.workflow import advance
from enterprises import duplicates
from enterprises.actions import save_enterprise
from enterprises.choices import PairState
from enterprises.duplicates import FIND, NEIGHBOURS, look_again
from enterprises.merging.steps import ask_undo, merge_enterprises
from enterprises.models import ContactPerson, DuplicatePair, Enterprise
from enterprises.tasks import nightly_duplicates
from enterprises.workflow import DUPLICATE
from tests import records
from tests.people import person

pytestmark = pytest.mark.django_db


def search() -> None:
    run_job(enqueue(FIND).pk)


def firm(code: str, name: str, address: str = "", ward: str = records.WARD) -> Enterprise:
    made = records.enterprise(code, name, ward)
    Enterprise.objects.filter(pk=made.pk).update(address=address)
    return made


def key(function: str, text: str) -> str:
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT {function}(%s)", [text])
        return cursor.fetchone()[0]


@pytest.mark.parametrize(
    ("name", "bare"),
    [
        ("Công ty TNHH Thành Phát", "thanh phat"),
        ("CÔNG TY TRÁCH NHIỆM HỮU HẠN MỘT THÀNH VIÊN THÀNH PHÁT", "thanh phat"),
        ("Cty TNHH MTV SX-TM-DV Thành Phát", "thanh phat"),
        ("Công ty TNHH Sản xuất, Thương mại và Dịch vụ Thành Phát", "thanh phat"),
        ("Doanh nghiệp tư nhân Thành Phát", "thanh phat"),
        ("DNTN Thành Phát", "thanh phat"),
        ("Công ty CP XNK Thành Phát", "thanh phat"),
        ("HTX Nông nghiệp Mỹ Tịnh An", "nong nghiep my tinh an"),
        ("Hộ kinh doanh Đào Thị Hoà", "dao thi hoa"),
        ("Tổng công ty Lương thực", "tong luong thuc"),
        ("Công ty TNHH", ""),
        ("", ""),
    ],
)
def test_a_name_is_compared_without_its_legal_form(name, bare):
    assert key("enterprises_bare_name", name) == bare


@pytest.mark.parametrize(
    ("address", "said"),
    [
        ("Số 12, ấp Mỹ Lợi, xã Cái Bè", "12 ap my loi cai be"),
        ("12 Mỹ Lợi, X. Cái Bè", "12 my loi x cai be"),
        ("Tỉnh Tiền Giang", ""),
        ("", ""),
    ],
)
def test_an_address_is_compared_by_what_it_says(address, said):
    assert key("enterprises_address_key", address) == said


def test_the_same_name_in_other_words_is_met():
    one = firm("1200100557", "Công ty TNHH Thành Phát")
    two = firm("0301442989", "CTY CP THÀNH PHÁT", ward="28249")
    firm("0314409058", "Công ty TNHH Thành Đạt")
    search()
    pair = DuplicatePair.objects.get()
    assert (pair.first, pair.second) == (one, two)
    assert pair.reasons == ["Tên giống nhau khi bỏ loại hình và dấu"]
    assert (pair.strength, pair.likelihood) == (40, "Ít khả năng")
    assert str(pair) == "Công ty TNHH Thành Phát - CTY CP THÀNH PHÁT"


def test_more_signs_make_a_pair_likelier():
    place = "Số 12, ấp Mỹ Lợi, xã Cái Bè"
    firm("1200100557", "Công ty TNHH Thành Phát", place)
    firm("0301442989", "Thành Phát", "12 ấp Mỹ Lợi, Cái Bè")
    search()
    pair = DuplicatePair.objects.get()
    assert (pair.strength, pair.likelihood) == (80, "Rất có thể")
    assert pair.reasons[1:] == ["Cùng địa chỉ, tên giống một phần", "Cùng xã, phường"]


def test_one_address_alone_makes_no_pair():
    place = "Số 12, ấp Mỹ Lợi, xã Cái Bè"
    firm("1200100557", "Công ty Thành Phát", place)
    firm("0301442989", "Công ty Kim Sơn", place)
    partly = firm("0314409058", "Công ty Gạo Kim Sơn", place)
    search()
    pair = DuplicatePair.objects.get()
    assert (pair.second, pair.same_name, pair.likelihood) == (partly, False, "Ít khả năng")


def test_a_branch_is_no_duplicate_unless_its_name_is_its_head_offices():
    firm("1200100557", "Công ty Thành Phát")
    firm("1200100557-001", "Chi nhánh Công ty Thành Phát tại Cái Bè")
    search()
    assert not DuplicatePair.objects.exists()
    again = firm("1200100557-002", "Cty Thành Phát Mỹ Tho")
    search()
    pair = DuplicatePair.objects.get()
    assert (pair.second, pair.same_code, pair.same_name) == (again, True, False)


def test_one_contact_and_a_name_alike_make_a_pair():
    one, two = firm("1200100557", "Gạo Thành Phát"), firm("0301442989", "Thành Phát")
    three = firm("0314409058", "Kim Sơn")
    for number, one_of in enumerate((one, two, three)):
        ContactPerson.objects.create(
            enterprise=one_of,
            name=f"Người {number}",
            phone=("0273 3873 024", "0273.3873.024")[number % 2],
        )
    search()
    pair = DuplicatePair.objects.get()
    assert (pair.first, pair.second, pair.same_contact) == (one, two, True)
    assert pair.strength == 30


def test_what_was_decided_is_remembered_until_something_changes():
    staff = person("staff")
    one, two = firm("1200100557", "Thành Phát"), firm("0301442989", "Công ty Thành Phát")
    search()
    pair = DuplicatePair.objects.get()
    advance(DUPLICATE, pair, "dismiss", by=staff, reason="Hai chủ khác nhau")
    search()
    look_again([one.pk, two.pk])
    pair.refresh_from_db()
    assert pair.state == PairState.DISMISSED
    Enterprise.objects.filter(pk=two.pk).update(address="Số 12, ấp Mỹ Lợi, xã Cái Bè")
    search()
    pair.refresh_from_db()
    assert pair.state == PairState.OPEN
    assert DuplicatePair.objects.count() == 1


def test_what_is_no_longer_alike_is_forgotten_unless_it_was_decided():
    staff = person("staff")
    one = firm("1200100557", "Thành Phát")
    two = firm("0301442989", "Công ty Thành Phát")
    three = firm("0314409058", "DNTN Thành Phát")
    search()
    assert DuplicatePair.objects.count() == 3
    pair = DuplicatePair.objects.get(first=one, second=two)
    advance(DUPLICATE, pair, "dismiss", by=staff, reason="x")
    Enterprise.objects.filter(pk=one.pk).update(name="Kim Sơn")
    search()
    left = {(p.first_id, p.second_id): p.state for p in DuplicatePair.objects.all()}
    assert left == {(one.pk, two.pk): "dismissed", (two.pk, three.pk): "open"}


def test_of_many_alike_each_meets_a_few_and_every_one_is_met():
    made = [firm(f"12001005{number:02}", "Công ty Thành Phát") for number in range(20)]
    search()
    pairs = DuplicatePair.objects.values_list("first", "second")
    assert len(pairs) <= 20 * NEIGHBOURS
    assert {pk for pair in pairs for pk in pair} == {e.pk for e in made}
    kept = set(pairs)
    look_again([made[10].pk])
    assert set(DuplicatePair.objects.values_list("first", "second")) == kept


def test_a_record_saved_by_a_person_is_compared_at_once():
    firm("1200100557", "Công ty Thành Phát")
    save_enterprise(Enterprise(tax_code="0301442989", name="CTY THÀNH PHÁT"))
    assert DuplicatePair.objects.count() == 1


def test_a_merge_settles_its_pair_and_its_way_back_opens_it_again():
    staff = person("staff")
    one, two = firm("1200100557", "Thành Phát"), firm("0301442989", "Công ty Thành Phát")
    firm("0314409058", "DNTN Thành Phát")
    search()
    merge = merge_enterprises(source=one, target=two, reason="x", by=staff)
    states = {(p.first_id, p.second_id): p.state for p in DuplicatePair.objects.all()}
    assert states[one.pk, two.pk] == "merged"
    assert len(states) == 2  # nothing is asked of a merged registration
    ask_undo(merge, reason="x", by=staff)
    run_job(merge.job_id)
    assert {p.state for p in DuplicatePair.objects.all()} == {"open"}
    assert DuplicatePair.objects.count() == 3


def test_pairs_go_with_a_record_that_is_deleted():
    one, _two = firm("1200100557", "Thành Phát"), firm("0301442989", "Công ty Thành Phát")
    search()
    one.placements.all().delete()
    one.delete()
    assert not DuplicatePair.objects.exists()


def test_the_search_is_one_job_a_night():
    nightly_duplicates()
    nightly_duplicates()
    assert Job.objects.filter(kind=FIND).count() == 1


def test_nothing_of_a_page_or_a_chunk_reads_the_whole_register():
    """With some thousand rows and sequential scans made dear, every step has an index to go by."""
    Enterprise.objects.bulk_create(
        Enterprise(tax_code=f"13{number:08}", name=f"Cơ sở {number} số", address=f"Số {number}")
        for number in range(3000)
    )
    made = [firm(f"12001005{number:02}", f"Công ty Thành Phát {number}").pk for number in range(9)]
    with connection.cursor() as cursor:
        cursor.execute("ANALYZE enterprises_enterprise")
        cursor.execute("SET LOCAL enable_seqscan = off")
        cursor.execute(f"EXPLAIN {duplicates._CANDIDATES}", {"ids": made, "back": True})
        plan = "\n".join(row[0] for row in cursor.fetchall())
    assert "Seq Scan on enterprises_enterprise" not in plan
    assert "Seq Scan on enterprises_contactperson" not in plan
    for index in ("enterprises_by_bare_name", "enterprises_by_address", "contacts_by_key"):
        assert index in plan, plan
