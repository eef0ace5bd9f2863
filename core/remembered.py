"""Answers kept as long as they are true, by each process for itself.

An answer is kept with the mark of what it was computed from (`core.marks`) and given again only
while the database says that nothing of that has changed. No answer is ever out of date: a time
limit would make a figure lie for that long. A process that begins anew (a new release) keeps nothing.
"""

from collections import OrderedDict
from collections.abc import Callable, Hashable, Sequence
from dataclasses import dataclass
from threading import RLock
from typing import Any

from django.db.models import Model

from core.marks import Mark, look_at

MOST_KEPT = 500

_kept: OrderedDict[Hashable, tuple[Mark, Any]] = OrderedDict()
_computing = RLock()  # an answer may be made of others


@dataclass(frozen=True)
class Question:
    """What is asked, and how it is answered.

    Args:
        key: everything the answer depends on beside the records.
        reads: models whose records it depends on.
        compute: the answer from the records; nobody may change it afterwards.
    """

    key: Hashable
    reads: tuple[type[Model], ...]
    compute: Callable[[], Any]


def answers_to(questions: Sequence[Question]) -> list[Any]:
    """Each answer, remembered or computed; one query beside what has to be computed."""
    kept = {question.key: _kept.get(question.key) for question in questions}
    running = {xid for found in kept.values() if found for xid in found[0].running}
    models = dict.fromkeys(model for question in questions for model in question.reads)
    look = look_at(models, running)
    answers = []
    for question in questions:
        found = kept[question.key]
        if found is None or not look.confirms(found[0]):
            found = _computed(question, look.of(question.reads))
        answers.append(found[1])
    return answers


def _computed(question: Question, mark: Mark) -> tuple[Mark, Any]:
    """One at a time: who waited for the same answer finds it."""
    with _computing:
        found = _kept.get(question.key)
        if found is None or found[0] != mark:
            found = (mark, question.compute())
            _kept[question.key] = found
        _kept.move_to_end(question.key)
        while len(_kept) > MOST_KEPT:
            _kept.popitem(last=False)
        return found


def forget() -> None:
    """Compute everything anew from now on."""
    with _computing:
        _kept.clear()
