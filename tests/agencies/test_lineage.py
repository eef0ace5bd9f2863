from datetime import date

import pytest

from agencies.actions import rebuild_lineage
from agencies.models import DocumentIdentity, Unit, UnitLineage, UnitSuccession

pytestmark = pytest.mark.django_db


def stands_for(unit: Unit, day: date) -> str | None:
    row = UnitLineage.objects.valid_on(day).get(unit=unit)
    return row.resolved.name if row.resolved else None


def test_counts_of_loaded_units():
    kinds = dict.fromkeys(("district", "city", "town", "ward", "commune"), 0)
    new = Unit.objects.filter(code_system="qd-19-2025", parent__isnull=False)
    for kind in new.values_list("kind", flat=True):
        kinds[kind] += 1
    assert (kinds["ward"], kinds["commune"]) == (20, 82)
    districts = Unit.objects.filter(
        parent__name="Tỉnh Tiền Giang", kind__in=("city", "town", "district")
    )
    assert districts.valid_on(date(2021, 7, 16)).count() == 11
    assert (
        Unit.objects.filter(parent__code="87", kind__in=("city", "town", "district")).count() == 12
    )


def test_a_renamed_town_is_followed_both_ways():
    town = Unit.objects.get(code="816", kind="town")
    city = Unit.objects.get(code="816", kind="city")
    assert stands_for(town, date(2024, 4, 30)) == "Thị xã Gò Công"
    assert stands_for(town, date(2024, 5, 1)) == "Thành phố Gò Công"
    assert stands_for(city, date(2023, 1, 1)) == "Thị xã Gò Công"
    assert stands_for(city, date(2025, 7, 1)) is None


def test_a_commune_is_followed_back_to_the_common_district():
    ward = Unit.objects.get(code="28249", code_system="qd-19-2025")
    assert stands_for(ward, date(2024, 1, 1)) == "Thành phố Mỹ Tho"
    assert stands_for(ward, date(2026, 1, 1)) == "Phường Đạo Thạnh"


def test_a_divided_commune_has_no_certain_heir():
    edge = UnitSuccession.objects.filter(share="part").first()
    assert stands_for(edge.source, date(2026, 1, 1)) is None
    assert str(edge) == f"{edge.source} → {edge.target}"


def test_the_province_goes_on_in_the_new_one():
    province = Unit.objects.get(name="Tỉnh Tiền Giang")
    assert stands_for(province, date(2026, 1, 1)) == "Tỉnh Đồng Tháp"
    assert not province.is_area


def test_rebuilding_writes_only_where_something_changed():
    assert rebuild_lineage() is False
    UnitSuccession.objects.filter(source__code="816", source__kind="town").delete()
    assert rebuild_lineage() is True


def test_rebuilding_puts_back_what_is_missing():
    UnitLineage.objects.filter(unit__code="816").delete()
    before = UnitLineage.objects.count()
    assert rebuild_lineage() is True
    assert UnitLineage.objects.count() > before
    assert rebuild_lineage() is False


def test_units_covered_by():
    district = Unit.objects.get(code="819")
    assert district.is_area
    ward = Unit.objects.get(code="28261", code_system="qd-19-2025")
    covered = set(Unit.objects.covered_by([ward.pk]).values_list("name", flat=True))
    assert {"Phường Mỹ Tho", "Phường 1", "Phường 2"} <= covered
    assert Unit.objects.get_by_natural_key(*district.natural_key()) == district


def test_names_in_documents_follow_the_date():
    at = DocumentIdentity.objects.filter(jurisdiction="tien-giang", role="department")
    assert at.valid_on(date(2024, 11, 15)).get().superior == "UBND TỈNH TIỀN GIANG"
    assert at.valid_on(date(2025, 11, 15)).get().superior == "UBND TỈNH ĐỒNG THÁP"
    assert str(at.first()) == "SỞ KHOA HỌC VÀ CÔNG NGHỆ"
