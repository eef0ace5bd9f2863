"""The worked examples of the counting rules (cut-off 15/11/2024 for year 2024)."""

from datetime import date
from pathlib import Path

import pytest

from core.errors import ActionError
from core.importing.run import run_import
from programs.actions import confirm_target
from programs.indicators import Window, indicators, open_window, progress_of, proposals_for
from programs.models import Plan, Target
from tests import records
from tests.people import person
from tests.workbooks import (
    AWARDS,
    CERTIFICATES,
    CLASSES,
    ENTERPRISES,
    SUPPORTS,
    make_workbook,
    tax_code,
)

pytestmark = pytest.mark.django_db
TODAY = date(2026, 11, 24)
CODES = {letter: tax_code(n) for n, letter in enumerate("ABCDEFGHI", 1)}
HEAD = "1200100557"


@pytest.fixture
def examples(tmp_path: Path) -> None:
    c = CODES
    kinds = {"D": "Hợp tác xã"}
    path = make_workbook(
        tmp_path / "examples.xlsx",
        enterprises=[
            ENTERPRISES,
            *((code, f"Doanh nghiệp {k}", "Huyện Cái Bè", kinds.get(k)) for k, code in c.items()),
        ],
        supports=[
            SUPPORTS,
            (c["A"], "5S", "01/02/2023", "10/03/2023", "Hoàn thành"),
            (c["A"], "Kaizen", "01/02/2024", "20/06/2024", "Hoàn thành"),
            (c["B"], "ISO 9001", "01/02/2024", "16/11/2024", "Hoàn thành"),
            (c["C"], "5S", "01/02/2024", None, "Đang thực hiện"),
            (c["D"], "VietGAP", "01/02/2024", "01/07/2024", "Hoàn thành"),
        ],
        certificates=[
            CERTIFICATES,
            (
                c["E"],
                "Hệ thống quản lý",
                "ISO 22000",
                "E1",
                "05/05/2022",
                None,
                "Hủy bỏ",
                "01/02/2024",
                "x",
            ),
            (c["F"], "Sản phẩm", "TCVN 1", "F1", "05/05/2022", "04/05/2025", None, None, "x"),
            (c["G"], "Sản phẩm", "TCVN 1", "G1", "05/05/2024", None, None, None, None),
            (c["I"], "Hệ thống quản lý", "ISO 9001", "I1", "05/05/2023", None, None, None, "x"),
        ],
        classes=[
            CLASSES,
            ("Lớp 1", "28/10/2024", "01/11/2024", "Đã tổ chức"),
            ("Lớp 2", "14/11/2024", "18/11/2024", "Đã tổ chức"),
            ("Lớp 3", "01/03/2024", "02/03/2024", "Hủy"),
        ],
        awards=[AWARDS, (c["H"], 2021, "GTCLQG", "Được tặng", "20/04/2022")],
    )
    assert run_import(path, save=True).errors == []


def window(year: int, cut_off: date | None = None) -> Window:
    plan = Plan.objects.get(is_current=True)
    return open_window(plan, year, cut_off=cut_off or date(year, 11, 15), today=TODAY)


def figures(code: str, year: int) -> tuple:
    found = indicators.get(code).evaluate(window(year))
    return (found.in_year.value, found.previous_year_final.value, found.cumulative.value)


def test_supported_enterprises(examples):
    found = indicators.get("support.enterprises").evaluate(window(2024))
    assert (found.in_year.value, found.cumulative.value) == (1, 1)
    assert (found.in_year.turns, found.cumulative.turns) == (1, 2)
    assert (found.in_year.others, found.cumulative.others) == (1, 1)
    # B completed on 16/11/2024: next year's report has it, as the year before and in all.
    assert figures("support.enterprises", 2025) == (0, 2, 2)


def test_both_ends_of_every_period_are_counted():
    days = (
        *(date(2020, 12, 31), date(2021, 1, 1)),
        *(date(2022, 12, 31), date(2023, 1, 1), date(2023, 12, 31)),
        *(date(2024, 1, 1), date(2024, 11, 15), date(2024, 11, 16)),
    )
    for number, day in enumerate(days, 1):
        records.support(records.enterprise(tax_code(number)), started_on=day, completed_on=day)
    assert figures("support.enterprises", 2024) == (2, 2, 6)
    found = indicators.get("support.enterprises").evaluate(window(2024))
    assert found.by_year == {2021: 1, 2022: 1, 2023: 2, 2024: 2}
    later = indicators.get("support.enterprises").evaluate(window(2025))
    assert later.by_year == {2021: 1, 2022: 1, 2023: 2, 2024: 3, 2025: 0}
    after = indicators.get("support.enterprises").evaluate(window(2026))
    assert after.by_year == {2026: 0}


def test_certified_enterprises_forget_what_was_cancelled_by_the_cut_off(examples):
    assert figures("support.certified", 2022) == (2, 0, 2)
    assert figures("support.certified", 2023) == (0, 2, 2)
    assert figures("support.certified", 2024) == (0, 0, 1)
    in_force = {
        y: indicators.get("support.certified").evaluate(window(y)).beside for y in (2024, 2025)
    }
    assert in_force[2024] == {"in_force_at_cut_off": 1}
    assert in_force[2025] == {"in_force_at_cut_off": 0}


def test_classes_count_by_their_last_day(examples):
    assert figures("trainings.courses", 2024) == (1, 0, 1)
    assert figures("trainings.courses", 2025) == (0, 2, 2)


def test_awards_count_by_decision_and_part_by_year(examples):
    found = indicators.get("support.awards").evaluate(window(2022))
    assert (found.in_year.value, found.previous_year_final.value, found.cumulative.value) == (
        1,
        0,
        1,
    )
    assert found.beside == {
        "took_part_in_year": 0,
        "took_part_previous_year_final": 1,
        "took_part_cumulative": 1,
    }
    before = indicators.get("support.awards").evaluate(window(2021))
    assert (before.cumulative.value, before.beside["took_part_in_year"]) == (0, 1)


@pytest.mark.parametrize(("head_is_registered", "expected"), [(True, 1), (False, 2)])
def test_a_branch_is_one_with_its_registered_parent(tmp_path, head_is_registered, expected):
    codes = [f"{HEAD}-001", HEAD if head_is_registered else f"{HEAD}-002"]
    path = make_workbook(
        tmp_path / "b.xlsx",
        enterprises=[ENTERPRISES, *((code, code, "Huyện Cái Bè", None) for code in codes)],
        supports=[
            SUPPORTS,
            *((code, "5S", "01/02/2024", "10/03/2024", "Hoàn thành") for code in codes),
        ],
    )
    assert run_import(path, save=True).errors == []
    found = indicators.get("support.enterprises").evaluate(window(2024))
    assert (found.in_year.value, found.in_year.turns) == (expected, 2)


def test_records_behind_a_figure_are_what_it_counts(examples):
    for year in (2022, 2023, 2024, 2025):
        here = window(year)
        for indicator in indicators:
            found = indicator.evaluate(here)
            for name in here.periods:
                figure = getattr(found, name)
                records = indicator.records(here, name)
                turns = figure.value if figure.turns is None else figure.turns
                assert records.count() == turns


def test_progress_of_the_stage(examples):
    here = window(2024)
    targets = list(here.stage.targets.select_related("stage__plan", "previous"))
    rows = {p.target.indicator: p for p in progress_of(targets, here)}
    courses = rows["trainings.courses"]
    assert (str(courses.rate), courses.met, courses.needed) == ("10.0", False, 9)
    assert courses.pace.is_behind is True
    awards = rows["support.awards"]
    assert (awards.rate, awards.met, awards.pace) == (None, True, None)


def test_proposals_of_the_next_stage(examples):
    targets = Target.objects.filter(stage__first_year=2026).select_related(
        "stage", "previous__stage__plan"
    )
    found = {t.indicator: [(p.value, p.basis) for p in proposals_for(t)] for t in targets}
    assert found == {
        "trainings.courses": [(11, "target"), (3, "actual")],
        "support.enterprises": [(22, "target"), (3, "actual")],
        "support.certified": [(33, "target"), (2, "actual")],
        "support.awards": [(2, "actual")],
    }
    first = Target.objects.filter(stage__first_year=2021).first()
    assert proposals_for(first) == ()


def test_one_that_took_part_and_one_awarded_meet_a_target_without_a_number():
    """Who took part counts by the award's year: that of 2020 lies before the stage."""
    target = Target.objects.get(indicator="support.awards", stage__first_year=2021)
    enterprise = records.enterprise()

    def verdict() -> tuple:
        (found,) = progress_of([target], window(2021))
        return (found.met, found.needed, found.exceeded, found.rate)

    assert verdict() == (False, None, False, None)
    took_part = records.award(enterprise, year=2021, result="took_part", decided_on=None)
    assert verdict() == (False, None, False, None)
    records.award(enterprise, year=2020, decided_on=date(2021, 2, 1))
    assert verdict() == (True, None, False, None)
    took_part.delete()
    assert verdict() == (False, None, False, None)


def test_a_number_of_awards_is_told_down():
    target = Target.objects.get(indicator="support.awards", stage__first_year=2026)
    (before,) = progress_of([target], window(2026))
    assert (before.met, before.needed, before.proposal.value) == (None, None, 1)
    confirm_target(target, value=3, basis="actual", document="1/QĐ", by=person("leader"))
    target.refresh_from_db()
    found = []
    for number in range(1, 6):
        (progress,) = progress_of([target], window(2026))
        found.append((progress.figures.cumulative.value, progress.met, progress.needed))
        records.award(
            records.enterprise(tax_code(number)), year=2026, decided_on=date(2026, 3, number)
        )
    assert found == [(n, n >= 3, max(0, 3 - n)) for n in range(5)]


def test_an_unconfirmed_target_has_proposals_and_no_verdict(examples):
    here = window(2026)
    targets = list(here.stage.targets.select_related("stage__plan", "previous__stage__plan"))
    for found in progress_of(targets, here):
        assert (found.rate, found.met, found.exceeded, found.pace, found.needed) == (
            *(None, None, False),
            *(None, None),
        )
        assert found.proposal == proposals_for(found.target)[0]


@pytest.mark.parametrize(
    ("year", "cut_off", "field", "words"),
    [
        (2020, date(2020, 11, 15), "year", "224/KH-UBND không có giai đoạn nào gồm năm 2020."),
        (2031, date(2031, 11, 15), "year", "224/KH-UBND không có giai đoạn nào gồm năm 2031."),
        (2024, date(2023, 11, 15), "cut_off", "15/11/2023 không thuộc năm 2024."),
        (2024, date(2025, 1, 1), "cut_off", "01/01/2025 không thuộc năm 2024."),
        (2026, date(2026, 11, 25), "cut_off", "25/11/2026 chưa tới."),
    ],
)
def test_windows_that_cannot_be(year, cut_off, field, words):
    with pytest.raises(ActionError, match=words) as error:
        window(year, cut_off)
    assert error.value.field == field


@pytest.mark.parametrize("year", [2021, 2025, 2026])
def test_the_first_and_the_last_year_of_a_stage_are_its_own(year):
    assert window(year).stage.first_year == (2021 if year < 2026 else 2026)
    assert window(year).first_day == date(year, 1, 1)


def test_today_may_be_the_cut_off_and_a_stage_ends_with_its_last_day():
    assert window(2026, TODAY).cut_off == TODAY
    assert [window(2025, date(2025, 12, day)).ends_stage for day in (30, 31)] == [False, True]


def test_a_first_day_after_the_cut_off_is_refused():
    plan = Plan.objects.get(is_current=True)
    day = date(2024, 1, 5)

    def begin(first_day: date) -> Window:
        return open_window(plan, 2024, cut_off=day, today=TODAY, first_day=first_day)

    assert begin(day).periods["in_year"].first == day
    with pytest.raises(ActionError, match="sau ngày chốt số liệu") as error:
        begin(date(2024, 1, 6))
    assert error.value.field == "first_day"
