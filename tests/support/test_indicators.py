"""Targets 3 and 4 where the counting rules turn: categories, the day of a cancellation, other parties."""

from datetime import date

import pytest

from enterprises.models import Enterprise
from programs.indicators import Figure, Window, indicators, open_window
from programs.models import Plan
from tests import records
from tests.workbooks import tax_code

pytestmark = pytest.mark.django_db
CUT_OFF = date(2024, 11, 15)
TODAY = date(2026, 11, 24)
CERTIFIED, AWARDS = "support.certified", "support.awards"


@pytest.fixture
def window() -> Window:
    return open_window(Plan.objects.get(), 2024, cut_off=CUT_OFF, today=TODAY)


def cooperative(code: str) -> Enterprise:
    made = records.enterprise(code, "Hợp tác xã")
    Enterprise.objects.filter(pk=made.pk).update(entity_type="cooperative")
    return made


@pytest.mark.parametrize(
    ("category", "system", "counts"),
    [
        ("product", "", 1),
        ("gap", "", 1),
        ("organic", "", 1),
        ("traceability", "", 1),
        ("system", "ISO 22000", 1),
        ("system", "ISO 14001", 1),
        ("system", "ISO 50001", 1),
        ("system", "ISO 45001", 1),
        ("system", "ISO 9001", 0),
    ],
)
def test_which_certificates_count(window, category, system, counts):
    item = records.item("certificate", system) if system else None
    records.certificate(records.enterprise(), category=category, item=item)
    figures = indicators.get(CERTIFIED).evaluate(window)
    assert figures.in_year == figures.cumulative == Figure(counts, counts, 0)
    left_out = indicators.get(CERTIFIED).not_counted(window, "in_year")
    assert left_out.count() == 1 - counts


def test_a_certificate_cancelled_on_the_cut_off_is_gone_and_one_day_later_it_is_not(window):
    days = {"1": date(2024, 11, 15), "2": date(2024, 11, 16)}
    for number, day in days.items():
        records.certificate(
            records.enterprise(tax_code(int(number))),
            number=number,
            status="cancelled",
            cancelled_on=day,
        )
    found = indicators.get(CERTIFIED)
    assert [c.number for c in found.records(window, "in_year")] == ["2"]
    assert [c.number for c in found.not_counted(window, "in_year")] == ["1"]


def test_in_force_on_the_cut_off_are_those_not_suspended_whose_last_day_is_not_over(window):
    lives = {
        1: {},
        2: {"expires_on": date(2024, 11, 15)},
        3: {"expires_on": date(2024, 11, 14)},
        4: {"status": "suspended"},
        5: {"issued_on": date(2024, 11, 15)},
        6: {"issued_on": date(2024, 11, 16)},
    }
    for number, values in lives.items():
        records.certificate(records.enterprise(tax_code(number)), number=str(number), **values)
    cooperative_one = cooperative(tax_code(7))
    records.certificate(cooperative_one, number="7")
    indicator = indicators.get(CERTIFIED)
    figures = indicator.evaluate(window)
    assert figures.cumulative == Figure(value=5, turns=5, others=1)
    assert figures.beside == {"in_force_at_cut_off": 3}
    in_force = indicator.records_beside(window, "cumulative", "in_force")
    assert {c.number for c in in_force} == {"1", "2", "5"}
    others = indicator.records_beside(window, "cumulative", "others")
    assert [c.number for c in others] == ["7"]


def test_the_parts_and_reasons_of_awards(window):
    """Awarded by the day of the decision; taking part by the award's year, whatever the result."""
    firms = [records.enterprise(tax_code(number)) for number in range(1, 6)]
    records.award(firms[0])
    records.award(firms[0], year=2022, decided_on=date(2022, 5, 5))
    records.award(firms[1], year=2024, result="took_part", decided_on=None)
    records.award(firms[2], year=2023, decided_on=date(2024, 1, 1))
    records.award(firms[3], year=2024, decided_on=date(2024, 11, 16))
    records.award(firms[4], year=2024, name="Bằng khen", item=None)
    records.award(cooperative(tax_code(6)), year=2024)
    indicator = indicators.get(AWARDS)
    figures = indicator.evaluate(window)
    assert figures.in_year == Figure(value=2, turns=2, others=1)
    assert figures.cumulative == Figure(value=2, turns=3, others=1)
    assert figures.previous_year_final == Figure(value=0, turns=0, others=0)
    assert figures.by_year == {2021: 0, 2022: 1, 2023: 0, 2024: 2}
    assert figures.beside == {
        "took_part_in_year": 3,
        "took_part_previous_year_final": 1,
        "took_part_cumulative": 4,
    }
    took_part = indicator.records_beside(window, "in_year", "took_part")
    assert {a.enterprise_id for a in took_part} == {firms[0].pk, firms[1].pk, firms[3].pk}
    reasons = {
        a.enterprise_id: a.reason.split(",")[0].split(":")[0]
        for a in indicator.not_counted(window, "in_year")
    }
    assert reasons == {
        firms[1].pk: "Tham gia",
        firms[3].pk: "Quyết định ngoài khoảng thời gian này",
        firms[4].pk: "Giải thưởng khác",
        Enterprise.objects.get(tax_code=tax_code(6)).pk: "Hợp tác xã",
    }


def test_a_support_under_way_is_left_out_with_its_reason_though_it_has_an_end(window):
    records.support(records.enterprise(), status="under_way", completed_on=date(2024, 6, 20))
    (left_out,) = indicators.get("support.enterprises").not_counted(window, "in_year")
    assert left_out.reason == "Đang thực hiện, chưa nghiệm thu"


def test_the_count_of_a_unit_is_of_enterprises_and_its_turns_of_records(window):
    firm = records.enterprise()
    records.certificate(firm, number="1")
    records.certificate(firm, number="2", issued_on=date(2023, 5, 5))
    indicator = indicators.get(CERTIFIED)
    (then,) = indicator.by_unit(window, today=None)
    (now,) = indicator.by_unit(window, today=TODAY)
    assert (then.value, now.value, then.unit_id != now.unit_id) == (1, 1, True)
    for unit_id, today in ((then.unit_id, None), (now.unit_id, TODAY)):
        found = indicator.figure_in(window, "cumulative", unit_id, today=today)
        assert found == Figure(value=1, turns=2)
        assert indicator.figure_in(window, "in_year", unit_id, today=today).turns == 1
    assert indicator.figure_in(window, "cumulative", None, today=TODAY) == Figure(0, 0)
