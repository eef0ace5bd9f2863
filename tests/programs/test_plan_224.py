from datetime import date

import pytest
from django.core.management import call_command

from programs.models import Plan, PlanClause, Stage, Target, Task, TaskParty

pytestmark = pytest.mark.django_db


def test_the_document():
    plan = Plan.objects.get(is_current=True)
    assert str(plan) == "224/KH-UBND"
    assert (plan.issued_on, plan.signer_name) == (date(2021, 7, 16), "Trần Văn Dũng")
    assert "Quyết định 224/QĐ-UBND" in plan.source_note
    assert plan.recipients[-1] == "Lưu: VT, P.KT"


def test_clauses_word_for_word():
    texts = dict(PlanClause.objects.values_list("code", "text"))
    assert len(texts) == 57
    assert texts["I.2.a.2"].startswith("Hỗ trợ ít nhất 20 doanh nghiệp áp dụng các hệ thống")
    assert texts["V.1.5"].count("xây dựng các mô hình điểm về năng suất chất lượng") == 1
    assert texts["V.5"].endswith("xem xét sửa đổi, bổ sung cho phù hợp.")
    groups = [c for c in texts if c.startswith("III.") and c.count(".") == 2]
    assert [sum(c.startswith(f"III.{n}.") for c in groups) for n in (1, 2, 3, 4)] == [4, 3, 3, 4]
    assert str(PlanClause.objects.get(code="PL")) == "PL"


def test_targets_of_both_stages():
    rows = Target.objects.values_list(
        "stage__first_year", "indicator", "comparator", "value", "is_confirmed"
    )
    assert list(rows) == [
        (2021, "trainings.courses", "about", 10, True),
        (2021, "support.enterprises", "at_least", 20, True),
        (2021, "support.certified", "more_than", 30, True),
        (2021, "support.awards", "qualitative", None, True),
        (2026, "trainings.courses", "about", None, False),
        (2026, "support.enterprises", "at_least", None, False),
        (2026, "support.certified", "more_than", None, False),
        (2026, "support.awards", "qualitative", None, False),
    ]
    stage = Stage.objects.get(first_year=2026)
    assert (stage.first_day, stage.last_day) == (date(2026, 1, 1), date(2030, 12, 31))
    assert str(stage) == "2026-2030"


@pytest.mark.parametrize(
    ("number", "due"),
    [
        (1, {2021}),
        (2, {2021, 2022, 2023, 2024, 2025, 2026}),
        (4, {2021, 2022, 2023, 2024, 2025, 2026}),
        (6, {2025}),
    ],
)
def test_the_four_shapes_of_time(number, due):
    task = Task.objects.get(number=number)
    assert {year for year in range(2021, 2027) if task.is_due_in(year)} == due
    assert str(task).startswith(f"{number}. ")


def test_coordinators_expand_by_date():
    party = TaskParty.objects.get(task__number=4, role="coordinator", order=2)
    assert str(party) == "UBND các huyện, thị xã, thành phố"
    names_2022 = {unit.name for unit in party.members_on(date(2022, 1, 1))}
    assert "Thị xã Gò Công" in names_2022
    assert len(names_2022) == 11
    assert "Thành phố Gò Công" in {u.name for u in party.members_on(date(2024, 6, 1))}
    assert len(party.members_on(date(2026, 1, 1))) == 102
    lead = TaskParty.objects.get(task__number=4, role="lead")
    assert [u.code for u in lead.members_on(date(2022, 1, 1))] == ["tg-skhcn"]
    assert [u.code for u in lead.members_on(date(2026, 1, 1))] == ["dt-skhcn"]
    outside = TaskParty.objects.get(task__number=4, role="coordinator", order=5)
    assert list(outside.members_on(date(2022, 1, 1))) == []


def test_loading_again_changes_nothing():
    before = {m: m.objects.count() for m in (Plan, PlanClause, Stage, Target, Task, TaskParty)}
    call_command("loaddata", "plan_224", verbosity=0)
    assert before == {m: m.objects.count() for m in before}
    natural = Task.objects.get(number=1).natural_key()
    assert Task.objects.get_by_natural_key(*natural).number == 1
    party = TaskParty.objects.first()
    assert TaskParty.objects.get_by_natural_key(*party.natural_key()) == party
    clause = PlanClause.objects.first()
    assert PlanClause.objects.get_by_natural_key(*clause.natural_key()) == clause
    target = Target.objects.first()
    assert Target.objects.get_by_natural_key(*target.natural_key()) == target
