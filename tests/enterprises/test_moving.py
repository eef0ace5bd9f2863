"""Where an enterprise was, move after move."""

from datetime import date

import pytest
from django.db import IntegrityError

from agencies.models import Unit
from enterprises.actions import save_placement
from enterprises.models import Enterprise, Placement

pytestmark = pytest.mark.django_db


@pytest.fixture
def firm() -> Enterprise:
    firm = Enterprise.objects.create(tax_code="1200100557", name="Công ty A")
    Placement.objects.create(enterprise=firm, unit=Unit.objects.get(code="819"))
    return firm


def move(firm: Enterprise, day: date, until: date | None = None) -> None:
    unit = Unit.objects.get(code="821")
    save_placement(Placement(enterprise=firm, unit=unit, valid_from=day, valid_to=until))


def periods(firm: Enterprise) -> list[tuple]:
    return sorted(firm.placements.values_list("valid_from", "valid_to"), key=lambda p: str(p[1]))


def test_each_move_ends_the_period_before_it(firm):
    move(firm, date(2020, 1, 1))
    move(firm, date(2022, 1, 1))
    assert periods(firm) == [
        (None, date(2019, 12, 31)),
        (date(2020, 1, 1), date(2021, 12, 31)),
        (date(2022, 1, 1), None),
    ]


def test_a_move_before_one_that_is_known_leaves_the_later_one(firm):
    move(firm, date(2022, 1, 1))
    Placement.objects.filter(valid_from=None).delete()
    move(firm, date(2020, 1, 1), date(2021, 12, 31))
    assert periods(firm) == [
        (date(2020, 1, 1), date(2021, 12, 31)),
        (date(2022, 1, 1), None),
    ]


def test_a_move_that_is_refused_ends_nothing(firm):
    """An open period would end with the move, which meets a closed one."""
    Placement.objects.update(valid_to=date(2019, 12, 31))
    move(firm, date(2023, 1, 1), date(2023, 12, 31))
    unit = Unit.objects.get(code="821")
    Placement.objects.filter(valid_from=None).delete()
    Placement.objects.create(enterprise=firm, unit=unit, valid_from=date(2024, 1, 1))
    before = periods(firm)
    with pytest.raises(IntegrityError):
        move(firm, date(2024, 6, 1), date(2022, 6, 1))
    assert periods(firm) == before
