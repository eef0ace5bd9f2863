"""Report a difficulty, and tell those whom its steps concern."""

from datetime import date, timedelta
from typing import Any

from django.db import transaction

from agencies.choices import Role
from agencies.models import User
from agencies.queries import holding, officers_of
from core.transitions import Transition
from core.vietnamese import format_date
from notices.actions import notify
from reporting.choices import DifficultyState
from reporting.models import Difficulty

FIRST_HOUR = 7  # nobody is reminded at night
DAY = timedelta(days=1)
TOLD_TO_THE_UNIT = frozenset({"receive", "resolve", "submit", "answer", "group", "reopen"})


@transaction.atomic
def report_difficulty(difficulty: Difficulty, *, by: User) -> Difficulty:
    """Store it; the department hears of a new one."""
    is_new = difficulty.pk is None
    difficulty.save()
    if is_new:
        people = holding(Role.STAFF, Role.ADMINISTRATOR)
        _tell("reporting.difficulty_raised", difficulty, people, by)
    return difficulty


def tell_of_step(difficulty: Difficulty, step: Transition, by: User) -> None:
    """Who is to handle it; the unit, what became of it."""
    if step.name in {"assign", "reopen"} and difficulty.assignee is not None:
        _tell("reporting.difficulty_assigned", difficulty, [difficulty.assignee], by)
    if step.name in TOLD_TO_THE_UNIT:
        _tell("reporting.difficulty_moved", difficulty, officers_of([difficulty.unit_id]), by)


def remind_of_difficulties(today: date, hour: int) -> int:
    """The day before it is due, and when it is late, once each; whoever handles it.

    Returns:
        How many people were told.
    """
    if hour < FIRST_HOUR:
        return 0
    near = Difficulty.objects.filter(state=DifficultyState.HANDLING, due_on__lte=today + DAY)
    told = 0
    for one in near.select_related("unit", "assignee"):
        if one.assignee is None or one.due_on is None:
            continue
        code = "reporting.difficulty_late" if one.due_on < today else "reporting.difficulty_due"
        key = f"{code}:{one.pk}:{one.due_on}"
        told += _tell(code, one, [one.assignee], by=None, key=key)
    return told


def _tell(
    code: str,
    difficulty: Difficulty,
    people: list[User],
    by: User | None,
    *,
    key: str | None = None,
) -> int:
    """Nobody is told of what they did themselves."""
    values: dict[str, Any] = {
        "title": difficulty.title,
        "unit": difficulty.unit.name,
        "state": difficulty.get_state_display(),
        "due": format_date(difficulty.due_on),
    }
    others = [person for person in people if by is None or person.pk != by.pk]
    return notify(code, to=others, about=difficulty, values=values, key=key)
