"""Fifty people at once, each going from page to page without a pause."""

import http.client
import threading
import time
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field

from django.urls import reverse

from bench.pages import LAST_DAY, Places, cases
from bench.servers import Server, WrongAnswer
from bench.sizes import Size
from bench.table import Goal, Line
from bench.turns import Sample

PEOPLE, ROUNDS = 50, 2
GOAL = Goal(times_peer=5)


@dataclass
class Crowd:
    """What one side took and what went wrong there."""

    sample: Sample = field(default_factory=Sample)
    errors: Counter[str] = field(default_factory=Counter)

    def visit(self, server: Server, paths: Sequence[str], seconds: float) -> None:
        end = time.monotonic() + seconds

        def walk(number: int) -> None:
            step = number
            while time.monotonic() < end:
                step += 1
                try:
                    took = server.seconds(paths[step % len(paths)])
                except (WrongAnswer, OSError, http.client.HTTPException) as error:
                    self.errors[f"{type(error).__name__}: {error}"[:80]] += 1
                else:
                    self.sample.seconds.append(took)

        crowd = [threading.Thread(target=walk, args=(n,)) for n in range(PEOPLE)]
        for person in crowd:
            person.start()
        for person in crowd:
            person.join()


def measure(size: Size, ours: Server, peer: Server) -> tuple[Line, dict[str, Crowd]]:
    """Mixed work: lists, filters, searches, a record, the figures."""
    at = Places.find(size)
    asked = cases(size, at)
    record = reverse("enterprises:enterprise-detail", kwargs={"pk": at.pk})
    by_unit = reverse("reporting:by-unit", kwargs={"day": LAST_DAY.isoformat()})
    paths = {
        "ours": [*(case.ours for case in asked), record, "/", by_unit],
        "peer": [
            *(case.peer for case in asked),
            f"/admin/reg/enterprise/{at.pk}/change/",
            *("/dashboard/", "/dashboard/"),
        ],
    }
    found = {"ours": Crowd(), "peer": Crowd()}
    for _ in range(ROUNDS):
        for name, server in (("ours", ours), ("peer", peer)):
            found[name].visit(server, paths[name], size.crowd_seconds / ROUNDS)
    line = Line(
        f"{PEOPLE} people at once, p95",
        found["ours"].sample.p95,
        found["peer"].sample.p95,
        goal=GOAL,
        turns=len(found["ours"].sample.seconds),
    )
    return line, found
