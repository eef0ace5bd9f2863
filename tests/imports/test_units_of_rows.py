"""Units in rows: names borne by several, abolished ones, and what a later file says."""

from datetime import date

import pytest

from agencies.models import Unit
from agencies.unit_names import AmbiguousUnit, UnitNames, UnknownUnit
from core.importing.run import run_import
from enterprises.models import Enterprise, Placement
from programs.models import Plan
from support.models import Support
from tests.workbooks import ENTERPRISES, SUPPORTS, make_workbook, tax_code

pytestmark = pytest.mark.django_db
A = tax_code(1)


@pytest.fixture
def names() -> UnitNames:
    return UnitNames(Plan.objects.get(is_current=True).province_id, date(2026, 11, 24))


@pytest.mark.parametrize(
    ("written", "code", "name"),
    [
        ("Huyện Châu Thành", "821", "Huyện Châu Thành"),
        ("huyện CHÂU THÀNH", "821", "Huyện Châu Thành"),
        ("H. Cái Bè", "819", "Huyện Cái Bè"),
        ("TP. Mỹ Tho", "815", "Thành phố Mỹ Tho"),
        ("821", "821", "Huyện Châu Thành"),
        ("Phường Mỹ Tho", "28261", "Phường Mỹ Tho"),
        ("Thị xã Gò Công", "816", "Thị xã Gò Công"),
        ("Thành phố Gò Công", "816", "Thành phố Gò Công"),
        ("28249", "28249", "Phường Đạo Thạnh"),
        ("Phường 1, Thành phố Mỹ Tho", "28261", "Phường 1"),
        ("Phường 1 (TP Mỹ Tho), Tiền Giang", "28261", "Phường 1"),
        ("Huyện Châu Thành, tỉnh Tiền Giang", "821", "Huyện Châu Thành"),
        ("Huyện Châu Thành - Đồng Tháp", "877", "Huyện Châu Thành"),
        ("HUYEN CAI BE", "819", "Huyện Cái Bè"),
        ("tp my tho", "815", "Thành phố Mỹ Tho"),
        ("Xã Thạnh Mỹ", "28330", "Xã Thạnh Mỹ"),
        ("Xã Thanh Mỹ", "30073", "Xã Thanh Mỹ"),
        ("Huyện Cái Bè, tỉnh Đồng Tháp", "819", "Huyện Cái Bè"),
    ],
)
def test_names_and_codes_find_their_unit(names, written, code, name):
    unit = names.find(written)
    assert (unit.code, unit.name) == (code, name)


def test_an_ambiguous_name_lists_the_codes(names):
    with pytest.raises(AmbiguousUnit) as error:
        names.find("Phường 1")
    assert len(error.value.choices) > 1
    assert any(
        choice.startswith("28261 (Phường 1, Thành phố Mỹ Tho") for choice in error.value.choices
    )


def test_an_unknown_name_gives_the_nearest(names):
    with pytest.raises(UnknownUnit) as error:
        names.find("Huyện Cái Bờ")
    assert error.value.nearest[0] == "Huyện Cái Bè"


@pytest.mark.parametrize("written", ["Xã Thành Mỷ", "Huyện Cái Be", "Huyện Cái Bè, tỉnh Bến Tre"])
def test_a_name_that_is_spelled_otherwise_is_never_guessed(names, written):
    with pytest.raises(UnknownUnit):
        names.find(written)


def test_a_name_without_marks_that_may_mean_several_lists_them(names):
    with pytest.raises(AmbiguousUnit) as error:
        names.find("Xa Tan Thanh")
    named = " ".join(error.value.choices)
    assert "Xã Tân Thanh" in named
    assert "Xã Tân Thành" in named
    assert "Xã Tân Thạnh" in named


def place(tmp_path, unit: str) -> None:
    path = make_workbook(tmp_path / "b.xlsx", enterprises=[ENTERPRISES, (A, "A", unit, None)])
    assert run_import(path, save=True).errors == []


def placements() -> list[tuple]:
    return [
        (p.unit.name, p.valid_from, p.valid_to)
        for p in Placement.objects.order_by("valid_from").select_related("unit")
    ]


def test_a_later_unit_splits_the_period_and_history_stays(tmp_path):
    place(tmp_path, "Huyện Cái Bè")
    path = make_workbook(
        tmp_path / "s.xlsx",
        supports=[SUPPORTS, (A, "5S", "01/02/2024", "10/03/2024", "Hoàn thành")],
    )
    run_import(path, save=True)
    place(tmp_path, "Phường Mỹ Tho")
    assert set(placements()) == {
        ("Huyện Cái Bè", None, date(2025, 6, 30)),
        ("Phường Mỹ Tho", date(2025, 7, 1), None),
    }
    assert Support.objects.get().unit.name == "Huyện Cái Bè"
    assert Enterprise.objects.get().unit.name == "Phường Mỹ Tho"


def test_a_file_of_a_moved_enterprise_changes_nothing_the_second_time(tmp_path):
    place(tmp_path, "Huyện Cái Bè")
    place(tmp_path, "Phường Mỹ Tho")
    path = make_workbook(
        tmp_path / "b.xlsx",
        enterprises=[
            ENTERPRISES,
            (A, "A", "Phường Mỹ Tho", None),
            (tax_code(2), "B", "Huyện Cái Bè", None),
            (tax_code(2), "B", "Phường Mỹ Tho", None),
        ],
    )
    run_import(path, save=True)
    counts = run_import(path, save=True).as_dict()["sheets"]["Doanh nghiệp"]
    assert counts == {"created": 0, "updated": 0, "unchanged": 3, "rejected": 0}
    assert Placement.objects.count() == 4


def test_an_earlier_unit_is_put_before(tmp_path):
    place(tmp_path, "Phường Mỹ Tho")
    place(tmp_path, "Huyện Cái Bè")
    assert set(placements()) == {
        ("Huyện Cái Bè", None, date(2025, 6, 30)),
        ("Phường Mỹ Tho", date(2025, 7, 1), None),
    }
    place(tmp_path, "Huyện Chợ Gạo")
    assert len(placements()) == 2


def test_another_unit_of_the_same_time_is_a_correction(tmp_path):
    place(tmp_path, "Huyện Cái Bè")
    place(tmp_path, "Huyện Chợ Gạo")
    assert placements() == [("Huyện Chợ Gạo", None, None)]


def test_a_unit_that_says_less_changes_nothing(tmp_path):
    place(tmp_path, "Phường 1, Thành phố Mỹ Tho")
    place(tmp_path, "Thành phố Mỹ Tho")
    assert placements() == [("Phường 1", None, None)]
    place(tmp_path, "Phường Mỹ Tho")
    assert placements() == [("Phường 1", None, None)]


def test_the_town_of_a_ward_says_less_than_the_ward(tmp_path):
    place(tmp_path, "Phường 1, Thị xã Cai Lậy")
    place(tmp_path, "Thị xã Cai Lậy")
    assert placements() == [("Phường 1", None, None)]


def test_a_unit_that_began_while_another_was_there_corrects_it(tmp_path):
    place(tmp_path, "Huyện Cái Bè")
    place(tmp_path, "Thành phố Gò Công")
    assert placements() == [("Thành phố Gò Công", None, None)]


def test_an_heir_says_nothing_new_whatever_the_rows_beside_it_say(tmp_path):
    for now in ("Phường 1, Thành phố Mỹ Tho", "Phường Mỹ Tho"):
        rows = [(A, "A", "Phường 1, Thành phố Mỹ Tho", None), (tax_code(2), "B", now, None)]
        path = make_workbook(tmp_path / "b.xlsx", enterprises=[ENTERPRISES, *rows])
        assert run_import(path, save=True).errors == []
    assert placements() == [("Phường 1", None, None)] * 2


def test_record_of_a_commune_enterprise_stands_in_the_district_of_its_day(tmp_path):
    place(tmp_path, "Phường Đạo Thạnh")
    path = make_workbook(
        tmp_path / "s.xlsx",
        supports=[
            SUPPORTS,
            (A, "5S", "01/02/2024", "10/03/2024", "Hoàn thành"),
            (A, "KPI", "01/02/2026", "10/03/2026", "Hoàn thành"),
        ],
    )
    run_import(path, save=True)
    assert dict(Support.objects.values_list("item__code", "unit__name")) == {
        "5s": "Thành phố Mỹ Tho",
        "kpi": "Phường Đạo Thạnh",
    }
    assert Unit.objects.get(name="Thành phố Mỹ Tho").kind == "city"
