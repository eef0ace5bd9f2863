"""What was measured, against what was promised; as a table and as JSON."""

from collections.abc import Sequence
from dataclasses import asdict, dataclass
from typing import Any

SECONDS, MEGABYTES = "s", "MB"


@dataclass(frozen=True)
class Goal:
    """What a line has to reach; what is None is not asked for.

    Args:
        times_peer: so many times faster than the peer.
        times_limit: at most so many times the limit.
        over_limit: at most so much above the limit.
        at_most: whatever the others take.
    """

    times_peer: float | None = None
    times_limit: float | None = None
    over_limit: float | None = None
    at_most: float | None = None

    def said(self, unit: str) -> str:
        parts = [
            f"peer / {self.times_peer:g}" if self.times_peer is not None else "",
            f"{self.times_limit:g} x limit" if self.times_limit is not None else "",
            f"limit + {shown(self.over_limit, unit)}" if self.over_limit is not None else "",
            shown(self.at_most, unit) if self.at_most is not None else "",
        ]
        return ", ".join(f"≤ {part}" for part in parts if part)


@dataclass(frozen=True)
class Line:
    """One kind of work; seconds, or megabytes."""

    work: str
    ours: float
    peer: float | None = None
    limit: float | None = None
    goal: Goal = Goal()
    queries: int | None = None
    peer_queries: int | None = None
    turns: int = 1
    unit: str = SECONDS

    @property
    def beside_peer(self) -> float | None:
        return self.peer / self.ours if self.peer is not None and self.ours else None

    @property
    def beside_limit(self) -> float | None:
        return self.ours / self.limit if self.limit else None

    @property
    def is_reached(self) -> bool | None:
        """None where nothing is asked for."""
        goal, checks = self.goal, []
        if goal.times_peer is not None and self.beside_peer is not None:
            checks.append(self.beside_peer >= goal.times_peer)
        if goal.times_limit is not None and self.beside_limit is not None:
            checks.append(self.beside_limit <= goal.times_limit)
        if goal.over_limit is not None and self.limit is not None:
            checks.append(self.ours - self.limit <= goal.over_limit)
        if goal.at_most is not None:
            checks.append(self.ours <= goal.at_most)
        return all(checks) if checks else None

    def as_dict(self) -> dict[str, Any]:
        return asdict(self) | {
            "beside_peer": self.beside_peer,
            "beside_limit": self.beside_limit,
            "reached": self.is_reached,
        }


def shown(value: float | None, unit: str) -> str:
    if value is None:
        return "-"
    if unit == MEGABYTES:
        return f"{value:.0f} MB"
    return f"{value:.2f} s" if value >= 1 else f"{value * 1000:.1f} ms"


HEADER = (
    *("work", "ours", "peer", "limit", "peer / ours", "ours / limit", "goal", "reached"),
    *("queries", "peer's", "turns"),
)


def as_table(lines: Sequence[Line]) -> str:
    rows = [HEADER, *(_cells(line) for line in lines)]
    widths = [max(len(row[i]) for row in rows) for i in range(len(HEADER))]
    printed = [
        "| " + " | ".join(cell.ljust(width) for cell, width in zip(row, widths, strict=True)) + " |"
        for row in rows
    ]
    rule = "|" + "|".join("-" * (width + 2) for width in widths) + "|"
    return "\n".join([printed[0], rule, *printed[1:]])


def _cells(line: Line) -> tuple[str, ...]:
    return (
        line.work,
        shown(line.ours, line.unit),
        shown(line.peer, line.unit),
        shown(line.limit, line.unit),
        f"{line.beside_peer:.1f}" if line.beside_peer is not None else "-",
        f"{line.beside_limit:.2f}" if line.beside_limit is not None else "-",
        line.goal.said(line.unit) or "-",
        {True: "yes", False: "NO", None: "-"}[line.is_reached],
        str(line.queries) if line.queries is not None else "-",
        str(line.peer_queries) if line.peer_queries is not None else "-",
        str(line.turns),
    )
