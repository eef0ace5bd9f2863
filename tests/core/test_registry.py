from datetime import date

import pytest

from core.registry import Registry
from core.validity import Validity
from support.models import AwardLevel, CatalogueItem


def test_registry_keeps_order_and_refuses_a_second_of_a_code():
    registry: Registry[str] = Registry()
    registry.register("b", "second", order=2)
    registry.register("a", "first", order=1)
    assert list(registry) == ["first", "second"]
    assert "a" in registry
    assert "c" not in registry
    with pytest.raises(ValueError, match="twice"):
        registry.register("a", "again")
    with pytest.raises(KeyError):
        registry.get("c")


def test_validity_includes_both_days():
    level = AwardLevel(valid_from=date(2024, 1, 1), valid_to=date(2024, 1, 31), name="Giải")
    days = [date(2023, 12, 31), date(2024, 1, 1), date(2024, 1, 31), date(2024, 2, 1)]
    assert [level.is_valid_on(day) for day in days] == [False, True, True, False]
    assert isinstance(level, Validity)
    assert str(level) == "Giải"


def test_levels_of_the_award_follow_the_decree_in_force(db):
    item = CatalogueItem.objects.get_by_natural_key("award", "national-quality-award")
    assert item.natural_key() == ("award", "national-quality-award")
    in_2025 = item.levels.filter(pk__in=AwardLevel.objects.valid_on(date(2025, 6, 1)))
    assert {level.name for level in in_2025} == {
        "Giải Vàng Chất lượng Quốc gia",
        "Giải thưởng Chất lượng Quốc gia",
    }
    in_2026 = item.levels.filter(pk__in=AwardLevel.objects.valid_on(date(2026, 6, 1)))
    assert "Giải Bạc Chất lượng Quốc gia" in {level.name for level in in_2026}
