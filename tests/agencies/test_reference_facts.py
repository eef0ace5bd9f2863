"""Units, successions and names as loaded; what no document was checked for waits to be confirmed."""

from collections import Counter
from datetime import date

import pytest

from agencies.models import DocumentIdentity, Unit, UnitSuccession

pytestmark = pytest.mark.django_db
NEW = date(2025, 7, 1)


def test_districts_and_communes_are_all_there():
    districts = Unit.objects.filter(kind__in=["city", "town", "district"])
    before = districts.exclude(valid_from=date(2024, 5, 1))
    assert Counter(before.values_list("parent__name", flat=True)) == {
        "Tỉnh Tiền Giang": 11,
        "Tỉnh Đồng Tháp": 12,
    }
    communes = Unit.objects.filter(valid_from=NEW, kind__in=["ward", "commune"])
    assert Counter(communes.values_list("kind", flat=True)) == {"ward": 20, "commune": 82}
    assert set(communes.values_list("parent__code_system", "parent__code")) == {
        ("qd-19-2025", "82")
    }
    assert not Unit.objects.filter(valid_from__gt=NEW).exists()


@pytest.mark.parametrize(
    ("code", "names"),
    [
        ("28249", ["Phường 5", "Phường Đạo Thạnh"]),
        ("28261", ["Phường 1", "Phường Mỹ Tho"]),
        ("816", ["Thị xã Gò Công", "Thành phố Gò Công"]),
        ("82", ["Tỉnh Tiền Giang", "Tỉnh Đồng Tháp"]),
        ("87", ["Tỉnh Đồng Tháp"]),
    ],
)
def test_a_code_means_a_unit_for_a_time(code, names):
    units = Unit.objects.filter(code=code).order_by("valid_to")
    assert list(units.values_list("name", flat=True)) == names


def test_successions_of_communes_are_all_there_and_wait_for_their_document():
    communes = UnitSuccession.objects.filter(
        on=NEW, source__kind__in=["ward", "commune", "township"]
    )
    assert Counter(communes.values_list("kind", "share", "is_confirmed")) == {
        ("merge", "whole", False): 302,
        ("split", "main", False): 3,
        ("split", "part", False): 3,
    }
    divided = communes.filter(kind="split").values_list("source__name", "target__name")
    assert len(set(divided)) == 6
    heirs = communes.filter(source__code="28252").values_list("target__name", flat=True)
    assert list(heirs) == ["Phường Đạo Thạnh"]


def test_only_what_a_source_says_is_loaded_as_confirmed():
    """The decree that made TP Gò Công was read; that of 2025 was not."""
    assert [str(edge) for edge in UnitSuccession.objects.filter(is_confirmed=True)] == [
        "Thị xã Gò Công → Thành phố Gò Công"
    ]
    later = UnitSuccession.objects.filter(legal_basis__startswith="Nghị quyết 202/2025")
    assert later.count() == 45
    assert all("chưa đối chiếu" in edge.note for edge in later)
    confirmed = DocumentIdentity.objects.filter(is_confirmed=True)
    assert set(confirmed.values_list("jurisdiction", "role", "name", "valid_to")) == {
        ("tien-giang", "department", "SỞ KHOA HỌC VÀ CÔNG NGHỆ", date(2025, 6, 30)),
        ("tien-giang", "committee", "ỦY BAN NHÂN DÂN TỈNH TIỀN GIANG", date(2025, 6, 30)),
        ("tien-giang", "ministry", "Bộ Khoa học và Công nghệ", None),
        ("dong-thap", "committee", "ỦY BAN NHÂN DÂN TỈNH ĐỒNG THÁP", date(2025, 6, 30)),
        ("dong-thap", "ministry", "Bộ Khoa học và Công nghệ", None),
    }
    bodies = Unit.objects.filter(code_system="co-quan", is_confirmed=True)
    assert set(bodies.values_list("code", flat=True)) == {
        *("tg-ubnd", "tg-skhcn", "tg-stc", "tg-snv", "tw-bkhcn")
    }
