"""`docs/plan-coverage.md` has one true row for every clause and task of the plan."""

from datetime import date

import pytest
from django.apps import apps
from django.urls import resolve

from plan_admin.env import BASE_DIR
from programs.document import address
from programs.models import PlanClause, Task
from tests.people import person

FILE = BASE_DIR / "docs" / "plan-coverage.md"
DAY = date(2025, 12, 31)
PLAN = "/ke-hoach/224-kh-ubnd/"


def table() -> list[list[str]]:
    lines = FILE.read_text(encoding="utf-8").splitlines()
    cells = [[cell.strip() for cell in line.strip("|").split("|")] for line in lines if "|" in line]
    return [row for row in cells if row[0] not in {"clause", "---"}]


def quoted(cell: str) -> list[str]:
    return cell.strip("`").split("`, `")


@pytest.mark.django_db
def test_every_clause_and_task_has_exactly_one_row_with_its_page():
    clauses = list(PlanClause.objects.order_by("order"))
    tasks = list(Task.objects.order_by("number"))
    named = [(clause.code, clause) for clause in clauses]
    named += [(f"PL.{task.number}", task) for task in tasks]
    rows = table()
    assert [row[0] for row in rows] == [code for code, _record in named]
    user = person("administrator")
    for (code, words, page, *_rest), (_code, record) in zip(rows, named, strict=True):
        assert record.text.split()[:6] == words.split(), code
        (where,) = quoted(page)
        where = where.replace("<day>", DAY.isoformat())
        own = address(record.implemented_at, user=user, day=DAY) or f"{PLAN}#muc-{code}"
        assert where == own, code
        assert resolve(where.partition("#")[0])


def test_every_model_and_test_that_is_named_exists():
    models = {model.__name__ for model in apps.get_models()}
    for code, _words, _page, named_models, tests, _not_yet in table():
        assert set(quoted(named_models)) <= models, code
        for test in quoted(tests):
            source = BASE_DIR / test
            assert source.is_file(), f"{code}: {test}"
            assert "\ndef test_" in source.read_text(encoding="utf-8"), test
