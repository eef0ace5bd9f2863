import re
from datetime import date

import pytest
from django.core.management import call_command

from agencies.queries import meant_on
from plan_admin.env import BASE_DIR
from programs.models import Plan, PlanClause, Stage, Target, Task, TaskParty

pytestmark = pytest.mark.django_db


def test_the_document():
    plan = Plan.objects.get(is_current=True)
    assert str(plan) == "224/KH-UBND"
    assert (plan.issued_on, plan.signer_name) == (date(2021, 7, 16), "Trần Văn Dũng")
    assert "Quyết định 224/QĐ-UBND" in plan.source_note
    assert plan.recipients[-1] == "Lưu: VT, P.KT"


def plain(text: str) -> str:
    """Without marks of the scan (bold, scribbles, HTML), one space between words."""
    text = re.sub(r"<[^>]+>|\*\*|\*(?:Phu|Buc)\*", " ", text)
    return " ".join(text.split())


SOURCE = (BASE_DIR / "tests/data/ke-hoach-224-kh-ubnd.txt").read_text(encoding="utf-8")
BODY, _, REST = SOURCE.partition("Nơi nhận:")
ENDING, _, APPENDIX = REST.partition("PHỤ LỤC")


def test_the_whole_text_stands_word_for_word():
    """Every clause in its order, with its marker, is the text of the document and no more."""
    head, start, body = BODY.partition("Thực hiện Quyết định số 1322")
    clauses = PlanClause.objects.exclude(code__startswith="PL").order_by("order")
    assert clauses.count() == 55
    loaded = " ".join(f"{clause.marker} {clause.text}" for clause in clauses)
    assert plain(loaded) == plain(start + body)
    plan = Plan.objects.get()
    issued = (
        f"Số: {plan.number.replace('/', ' /')} {plan.issued_at_place}, ngày 16 tháng 7 năm 2021"
    )
    assert plain(head) == plain(f"{issued} {plan.kind_name} {plan.title}")
    assert plan.issued_on == date(2021, 7, 16)


def test_basis_scope_signature_and_recipients_word_for_word():
    plan = Plan.objects.get()
    assert plain(plan.legal_basis) in plain(SOURCE)
    assert plain(plan.scope) in plain(SOURCE)
    recipients, _, signed = ENDING.partition("5 14")
    assert plain(recipients) == " ".join(f"- {who};" for who in plan.recipients)[:-1] + "."
    assert plain(signed) == plain(f"{plan.signer_authority} {plan.signer_name}")


def appendix_rows() -> list[list[str]]:
    """Five cells a row; the scan broke row 5 over two pages."""
    rows: list[list[str]] = []
    for line in APPENDIX[APPENDIX.index("STT") :].splitlines()[1:]:
        cells = line.split("\t")
        if cells[0]:
            rows.append(cells)
        elif len(cells) > 1:
            rows[-1] = [f"{old} {new}" for old, new in zip(rows[-1], cells, strict=True)]
    return [[plain(cell) for cell in row] for row in rows]


def test_the_appendix_word_for_word():
    tasks = Task.objects.order_by("number")
    loaded = [
        [f"{t.number}.", t.text, t.time_text, t.lead_text, t.coordinators_text] for t in tasks
    ]
    assert [[plain(cell) for cell in row] for row in loaded] == appendix_rows()
    title = APPENDIX[: APPENDIX.index("STT")]
    clauses = PlanClause.objects.filter(code__startswith="PL").order_by("order")
    assert plain(" ".join(c.text for c in clauses)) == plain(title)
    for task in tasks:
        parties = task.parties.filter(role="coordinator").values_list("text", flat=True)
        assert re.split(r"; | và (?=các đơn vị)", task.coordinators_text.rstrip(".")) == list(
            parties
        )


def test_the_tree_of_clauses():
    codes = list(PlanClause.objects.values_list("code", flat=True))
    assert len(codes) == 57
    solutions = [c for c in codes if c.startswith("III.") and c.count(".") == 2]
    assert [sum(c.startswith(f"III.{n}.") for c in solutions) for n in (1, 2, 3, 4)] == [4, 3, 3, 4]
    for clause in PlanClause.objects.select_related("parent"):
        above = clause.code.rpartition(".")[0]
        assert (clause.parent.code if clause.parent else "") == above
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


def units_on(day: date, party: TaskParty) -> list[str]:
    if party.group:
        return [unit.name for unit in meant_on(day, groups=[party.group]).members[party.group_id]]
    found = meant_on(day, unit_ids=[party.unit_id] if party.unit_id else [])
    return [unit.code for unit in found.units.values()]


def test_coordinators_expand_by_date():
    party = TaskParty.objects.get(task__number=4, role="coordinator", order=2)
    assert str(party) == "UBND các huyện, thị xã, thành phố"
    names_2022 = units_on(date(2022, 1, 1), party)
    assert "Thị xã Gò Công" in names_2022
    assert len(names_2022) == 11
    assert "Thành phố Gò Công" in units_on(date(2024, 6, 1), party)
    assert len(units_on(date(2026, 1, 1), party)) == 102
    departments = TaskParty.objects.get(task__number=4, role="coordinator", order=1)
    assert len(units_on(date(2022, 1, 1), departments)) == 18
    assert len(units_on(date(2026, 1, 1), departments)) == 13
    lead = TaskParty.objects.get(task__number=4, role="lead")
    assert units_on(date(2022, 1, 1), lead) == ["tg-skhcn"]
    assert units_on(date(2026, 1, 1), lead) == ["dt-skhcn"]
    outside = TaskParty.objects.get(task__number=4, role="coordinator", order=5)
    assert units_on(date(2022, 1, 1), outside) == []
    named = PlanClause.objects.get(code="V.4").duty_of_group
    members = meant_on(date(2026, 1, 1), groups=[named]).members[named.pk]
    assert sorted(unit.code for unit in members) == ["dt-chndn", "dt-hdnt", "dt-hhdn"]
    both = PlanClause.objects.get(code="V.3").duty_of_group
    assert len(meant_on(date(2022, 1, 1), groups=[both]).members[both.pk]) == 11 + 18


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
