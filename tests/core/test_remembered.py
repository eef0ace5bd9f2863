"""An answer is given again only while it is true; few are kept; many who ask at once count once."""

from concurrent.futures import ThreadPoolExecutor
from threading import Barrier

import pytest
from django.db import connection, transaction

from core import remembered
from core.remembered import Question, answers_to
from enterprises.models import Enterprise
from programs.models import Task
from tests import records


class Counting:
    """A question that tells how often it had to be computed."""

    def __init__(self, key: str = "names") -> None:
        self.times = 0
        self.question = Question(key, (Enterprise,), self.compute)

    def compute(self) -> int:
        self.times += 1
        return Enterprise.objects.count()

    @property
    def answer(self) -> int:
        return answers_to([self.question])[0]


@pytest.mark.django_db
def test_computed_again_after_each_change_and_no_other(django_assert_num_queries):
    counting = Counting()
    before = counting.answer
    with django_assert_num_queries(1):
        assert counting.answer == before
    Task.objects.update(short_name="Việc khác")
    assert (counting.answer, counting.times) == (before, 1)
    firm = records.enterprise()
    assert (counting.answer, counting.answer, counting.times) == (before + 1, before + 1, 2)
    Enterprise.objects.filter(pk=firm.pk).update(name="Khác")
    assert (counting.answer, counting.times) == (before + 1, 3)


@pytest.mark.django_db
def test_what_was_rolled_back_is_not_remembered():
    counting = Counting()
    before = counting.answer
    with transaction.atomic():
        records.enterprise()
        assert counting.answer == before + 1
        transaction.set_rollback(True)
    assert counting.answer == before
    records.enterprise()
    assert counting.answer == before + 1


@pytest.mark.django_db
def test_another_key_is_another_question():
    one, other = Counting("one"), Counting("other")
    assert answers_to([one.question, other.question]) == [one.answer, other.answer]
    assert (one.times, other.times) == (1, 1)


@pytest.mark.django_db
def test_only_the_latest_are_kept(monkeypatch):
    monkeypatch.setattr(remembered, "MOST_KEPT", 2)
    first, second, third = (Counting(name) for name in ("first", "second", "third"))
    for counting in (first, second, third, second):
        assert counting.answer == 0
    assert first.answer == 0
    assert (first.times, second.times, third.times) == (2, 1, 1)


@pytest.mark.django_db(transaction=True)
def test_many_at_once_compute_once():
    counting, start = Counting(), Barrier(4)

    def ask(_number: int) -> int:
        start.wait()
        try:
            return counting.answer
        finally:
            connection.close()

    with ThreadPoolExecutor(4) as pool:
        assert list(pool.map(ask, range(4))) == [0, 0, 0, 0]
    assert counting.times == 1
