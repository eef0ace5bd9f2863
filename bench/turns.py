"""Sides in turn, so that a busy minute of the machine falls on all of them alike."""

import math
import statistics
import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field

ROUNDS = 5


@dataclass
class Sample:
    """What one side took, in seconds."""

    seconds: list[float] = field(default_factory=list)

    @property
    def median(self) -> float:
        return statistics.median(self.seconds)

    @property
    def p95(self) -> float:
        ordered = sorted(self.seconds)
        return ordered[math.ceil(len(ordered) * 0.95) - 1]


def in_turns(
    sides: Mapping[str, Callable[[], float]],
    seconds: float,
    *,
    rounds: int = ROUNDS,
    once_a_round: bool = False,
) -> dict[str, Sample]:
    """Let the sides take turns until each has had its seconds.

    Args:
        sides: by name, what measures once and returns its seconds.
        seconds: of each side, all rounds together; everyone is measured at least once.
        once_a_round: not again and again while it has seconds left.
    """
    found = {name: Sample() for name in sides}
    spent = dict.fromkeys(sides, 0.0)
    for turn in range(1, rounds + 1):
        for name, measure in sides.items():
            while not found[name].seconds or spent[name] < seconds * turn / rounds:
                began = time.perf_counter()
                found[name].seconds.append(measure())
                spent[name] += time.perf_counter() - began
                if once_a_round:
                    break
    return found
