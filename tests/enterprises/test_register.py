from datetime import date, timedelta

import pytest
from django.db import IntegrityError, transaction

from agencies.models import RoleAssignment, Unit, User
from core.validity import months_after
from enterprises.models import (
    ContactPerson,
    Enterprise,
    EnterpriseYear,
    OcopProduct,
    Placement,
    SizeThreshold,
)
from enterprises.sizes import SizeRules
from programs.models import Plan
from support.models import Award, CatalogueItem, Certificate, Support
from trainings.models import TrainingClass

pytestmark = pytest.mark.django_db


def enterprise(code: str, **values) -> Enterprise:
    return Enterprise.objects.create(tax_code=code, name=f"Công ty {code}", **values)


def person(role: str, unit: Unit, email: str = "") -> User:
    user = User.objects.create_user(email or f"{role}@tinh.vn", "x", full_name=role)
    RoleAssignment.objects.create(user=user, role=role, unit=unit)
    return user


def test_a_merged_registration_counts_as_the_other_with_its_branches():
    branch, head, other = (enterprise(c) for c in ("0100233488-001", "0100233488", "0314409058"))
    head.merged_into = other
    head.save()
    counted = dict(Enterprise.objects.values_list("tax_code", "counted_as"))
    assert counted == {branch.tax_code: other.pk, head.tax_code: other.pk, other.tax_code: None}
    head.merged_into = None
    head.save()
    branch.refresh_from_db()
    assert branch.counted_as_id == head.pk


def test_an_enterprise_cannot_be_part_of_itself():
    branch, head = enterprise("0100233488-001"), enterprise("0100233488")
    head.merged_into = branch
    with pytest.raises(IntegrityError, match="part of itself"), transaction.atomic():
        head.save()
    head.merged_into = head
    with pytest.raises(IntegrityError), transaction.atomic():
        head.save()


@pytest.mark.parametrize("code", ["123", "0100233488001", "010023348A"])
def test_the_database_refuses_other_shapes_of_tax_codes(code):
    with pytest.raises(IntegrityError), transaction.atomic():
        enterprise(code)


def test_a_personal_number_is_shown_masked():
    household = enterprise("001099012345", entity_type="household")
    assert household.masked_tax_code == "001******345"
    assert enterprise("0100233488").masked_tax_code == "0100233488"
    assert Enterprise.objects.get_by_natural_key("001099012345") == household
    assert household.natural_key() == ("001099012345",)
    assert str(household) == "Công ty 001099012345"


def test_periods_of_an_enterprise_never_overlap():
    one, unit = enterprise("0100233488"), Unit.objects.get(code="819")
    placement = Placement.objects.create(enterprise=one, unit=unit, valid_to=date(2024, 6, 30))
    assert str(placement) == "Huyện Cái Bè"
    with pytest.raises(IntegrityError), transaction.atomic():
        Placement.objects.create(enterprise=one, unit=unit, valid_from=date(2024, 6, 30))
    Placement.objects.create(enterprise=one, unit=unit, valid_from=date(2024, 7, 1))
    placement.delete()
    one.refresh_from_db()
    assert one.unit == unit


@pytest.mark.parametrize(
    ("sector", "labour", "revenue", "capital", "size"),
    [
        ("industry", 10, 3, None, "micro"),
        ("industry", 10, 4, None, "small"),
        ("industry", 10, 60, 3, "micro"),
        ("industry", 101, 40, None, "medium"),
        ("industry", 201, 1, None, "large"),
        ("trade", 51, 90, None, "medium"),
        ("trade", 10, 301, 101, "large"),
        ("industry", None, 3, None, ""),
        ("industry", 5, None, None, ""),
        ("", 5, 3, None, ""),
    ],
)
def test_size_classes_of_decree_80(sector, labour, revenue, capital, size):
    facts = EnterpriseYear(
        year=2023,
        labour=labour,
        revenue_vnd=None if revenue is None else revenue * 10**9,
        capital_vnd=None if capital is None else capital * 10**9,
    )
    assert SizeRules.load().classify(sector, facts) == size


def test_names_of_facts():
    one = enterprise("0100233488")
    assert str(EnterpriseYear(enterprise=one, year=2023)) == "Số liệu năm 2023"
    assert str(OcopProduct(enterprise=one, stars=4)) == "Sản phẩm OCOP (4 sao)"
    assert str(ContactPerson(name="Nguyễn Văn A")) == "Nguyễn Văn A"
    assert str(SizeThreshold.objects.filter(sector="trade", size_class="small").first()) == (
        "Thương mại, dịch vụ - Nhỏ"
    )


@pytest.mark.parametrize(
    ("certified", "expires", "last"),
    [
        (None, date(2025, 1, 1), date(2025, 1, 1)),
        (date(2020, 5, 10), date(2025, 1, 1), date(2025, 1, 1)),
        (date(2022, 5, 10), None, date(2025, 5, 10)),
        (date(2024, 2, 29), None, date(2027, 2, 28)),
        (date(2021, 2, 28), None, date(2024, 2, 28)),
        (date(2021, 12, 31), None, date(2024, 12, 31)),
        (None, None, None),
    ],
)
def test_stars_last_until_their_day_or_36_months(certified, expires, last):
    product = OcopProduct.objects.create(
        enterprise=enterprise("0100233488"), stars=4, certified_on=certified, expires_on=expires
    )
    assert product.ends_on == last
    days = [last, last + timedelta(days=1)] if last else [date(2099, 1, 1)]
    for day in days:
        is_in_force = day != (last and last + timedelta(days=1))
        assert product.is_in_force_on(day) == is_in_force
        assert OcopProduct.objects.in_force_on(day).exists() == is_in_force


@pytest.mark.parametrize(
    ("day", "months", "later"),
    [
        (date(2024, 1, 31), 1, date(2024, 2, 29)),
        (date(2023, 12, 31), 2, date(2024, 2, 29)),
        (date(2024, 11, 30), 1, date(2024, 12, 30)),
        (date(2024, 12, 5), 12, date(2025, 12, 5)),
    ],
)
def test_months_end_with_the_month(day, months, later):
    assert months_after(day, months) == later


def test_the_unit_of_an_enterprise_follows_its_placements_to_the_last():
    one = enterprise("0100233488")
    first, second = Unit.objects.get(code="819"), Unit.objects.get(code="822")
    Placement.objects.create(enterprise=one, unit=first, valid_to=date(2024, 6, 30))
    Placement.objects.create(enterprise=one, unit=second, valid_from=date(2024, 7, 1))
    for left in (second, first, None):
        one.refresh_from_db()
        assert one.unit == left
        Placement.objects.filter(enterprise=one, unit=left).delete()
    one.refresh_from_db()
    assert one.unit is None


@pytest.fixture
def two_places():
    here, there = Unit.objects.get(code="819"), Unit.objects.get(code="822")
    mine, other = enterprise("0100233488"), enterprise("0314409058")
    Placement.objects.create(enterprise=mine, unit=here)
    Placement.objects.create(enterprise=other, unit=there)
    item = CatalogueItem.objects.get_by_natural_key("support", "5s")
    for one in (mine, other):
        Support.objects.create(
            enterprise=one, item=item, started_on=date(2024, 1, 1), status="under_way"
        )
        Certificate.objects.create(
            enterprise=one,
            category="product",
            standard="TCVN 1",
            number="1",
            issued_on=date(2024, 1, 1),
        )
        Award.objects.create(enterprise=one, year=2024, name="GTCLQG", result="took_part")
        ContactPerson.objects.create(enterprise=one, name="Người liên hệ")
    TrainingClass.objects.create(
        name="Lớp", starts_on=date(2024, 1, 1), ends_on=date(2024, 1, 1), status="held"
    )
    return here, mine


@pytest.mark.parametrize(
    ("role", "unit"),
    [
        ("administrator", "819"),
        ("staff", "819"),
        ("leader", "819"),
        ("finance", "819"),
        ("viewer", "dt-skhcn"),
        ("viewer", "87"),
    ],
)
def test_the_department_and_its_partners_see_every_record(two_places, role, unit):
    user = person(role, Unit.objects.filter(code=unit).order_by("valid_to").first())
    for model in (Enterprise, Support, Certificate, Award):
        assert model.objects.visible_to(user).count() == 2
    assert ContactPerson.objects.visible_to(user).count() == (
        2 if role in ("administrator", "staff") else 0
    )
    assert TrainingClass.objects.visible_to(user).count() == 1


@pytest.mark.parametrize(
    ("role", "words"), [("unit_officer", "Cán bộ đơn vị"), ("viewer", "Người xem")]
)
def test_a_unit_sees_its_own_area_only(two_places, role, words):
    here, mine = two_places
    user = person(role, here)
    assert set(Enterprise.objects.visible_to(user)) == {mine}
    for model in (Support, Certificate, Award):
        assert {r.enterprise for r in model.objects.visible_to(user)} == {mine}
    assert not ContactPerson.objects.visible_to(user).exists()
    assert not user.sees_the_province
    assert user.current_assignments[0].is_valid_on(date(2024, 1, 1))
    assert str(user.current_assignments[0]) == f"{words} - Huyện Cái Bè"


def test_somebody_without_a_role_sees_no_records(two_places):
    user = User.objects.create_user("nobody@tinh.vn", "x", full_name="")
    for model in (Enterprise, Support, Certificate, Award, TrainingClass, ContactPerson):
        assert not model.objects.visible_to(user).exists()
    assert not Unit.objects.visible_to(user).exists()
    assert Plan.objects.visible_to(user).exists()
    assert not CatalogueItem.objects.visible_to(user).exists()
    assert str(user) == "nobody@tinh.vn"
    assert User.objects.get_by_natural_key("NOBODY@tinh.vn") == user
    assert User.objects.create_superuser("root@tinh.vn", "x", full_name="R").is_superuser


def test_a_role_is_held_once_at_a_time(two_places):
    user = person("staff", two_places[0])
    with pytest.raises(IntegrityError), transaction.atomic():
        RoleAssignment.objects.create(user=user, role="staff", unit=two_places[0])


def test_names_of_records(two_places):
    assert str(Support.objects.first()).startswith("5S - Công ty")
    assert str(Certificate.objects.first()) == "TCVN 1 - 1"
    assert str(Award.objects.first()) == "GTCLQG 2024"
    assert str(TrainingClass.objects.first()) == "Lớp"
