"""Back to the release before, people at its work, `migrate`, people still at its work."""

import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from threading import Event

from django.core.management import call_command
from django.db import connection
from django.db.migrations.executor import MigrationExecutor

from chaos.upgrade.old_release import BEFORE, Person, fill, old_models

PEOPLE = 3
ROUNDS = 2
PATIENCE_SECONDS = 300.0


@dataclass(frozen=True)
class Rehearsal:
    """What the old code met; a wait above its limit is one of the `errors`."""

    rows: int
    migrate_seconds: float
    acts: int
    longest_act_seconds: float
    errors: tuple[str, ...]


def rehearse(rows: int, *, longest_wait: str) -> Rehearsal:
    """Walk this release's migrations back and, while the old code works, forward again.

    Args:
        rows: enterprises to make where there are none.
        longest_wait: for a lock, by the database's own clock; more is an error.
    """
    MigrationExecutor(connection).migrate(list(BEFORE.items()))
    try:
        models, stop = old_models(), Event()
        if not models.get_model("enterprises.Enterprise").objects.exists():
            fill(models, rows)
        rows = models.get_model("enterprises.Enterprise").objects.count()
        with connection.cursor() as cursor:
            cursor.execute("ANALYZE")
        people = [Person(number, models, stop, longest_wait) for number in range(1, PEOPLE + 1)]
        with _at_work(people, stop):
            began = time.monotonic()
            call_command("migrate", verbosity=0)
            took = time.monotonic() - began
    except BaseException:
        call_command("migrate", verbosity=0)
        raise
    return Rehearsal(
        rows,
        took,
        sum(person.acts for person in people),
        max(person.longest for person in people),
        tuple(error for person in people for error in person.errors),
    )


@contextmanager
def _at_work(people: list[Person], stop: Event) -> Iterator[None]:
    """Every one has done everything before what happens here, and does it again afterwards."""
    for person in people:
        person.start()
    try:
        _await_rounds(people)
        yield
        _await_rounds(people)
    finally:
        stop.set()
        for person in people:
            person.join()


def _await_rounds(people: list[Person]) -> None:
    goals = [person.rounds + ROUNDS for person in people]
    deadline = time.monotonic() + PATIENCE_SECONDS
    while any(p.rounds < goal and p.is_alive() for p, goal in zip(people, goals, strict=True)):
        if time.monotonic() > deadline:
            raise TimeoutError("the old release stands still")
        time.sleep(0.05)
