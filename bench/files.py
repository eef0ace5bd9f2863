"""Workbooks in and out, and the annual report; each turn in a process of its own."""

import json
import subprocess
import sys
from collections.abc import Callable, Iterator
from contextlib import ExitStack
from itertools import count
from pathlib import Path
from typing import Any

from bench import databases, stock, workbooks
from bench.sizes import Size
from bench.table import MEGABYTES, Goal, Line
from bench.turns import in_turns
from plan_admin.env import BASE_DIR, VAR_DIR, environment_with

ROWS, MANY_ROWS, ROUNDS = 10_000, 100_000, 3
IMPORT_GOAL = Goal(times_peer=15, times_limit=3)
EXPORT_GOAL = Goal(times_peer=2, times_limit=1.3)
REPORT_GOAL = Goal(times_limit=1.3)
MEMORY_GOAL = Goal(at_most=400)
FOLDER = VAR_DIR / "workbooks"
Told = dict[str, Any]


def work(database: str, *arguments: str) -> Told:
    """What `bench/work.py` answers."""
    done = subprocess.run(
        [sys.executable, "-m", "bench.work", *arguments],
        cwd=BASE_DIR,
        env=environment_with(DATABASE_URL=databases.address(database)),
        check=True,
        stdout=subprocess.PIPE,
        text=True,
    )
    answer: Told = json.loads(done.stdout.strip().rpartition("\n")[2])
    return answer


def measure(size: Size, notes: Told) -> Iterator[Line]:
    whole, peer = databases.name_of(size.name), stock.name_of(size)
    yield _export(size, whole, peer)
    yield _report(size, whole, notes)
    with ExitStack() as stack:
        own = stack.enter_context(databases.scratch(whole))
        its = stack.enter_context(databases.scratch(peer))
        yield from _imports(size, own, its)


def _side(told: list[Told], ask: Callable[[], Told]) -> Callable[[], float]:
    """Measures once and keeps the whole answer."""

    def measured() -> float:
        told.append(ask())
        return float(told[-1]["seconds"])

    return measured


def _line(
    size: Size, name: str, goal: Goal, asked: dict[str, Callable[[], Told]]
) -> tuple[Line, dict[str, list[Told]]]:
    told: dict[str, list[Told]] = {side: [] for side in asked}
    sides = {side: _side(told[side], ask) for side, ask in asked.items()}
    found = in_turns(sides, size.file_seconds, rounds=ROUNDS, once_a_round=True)
    line = Line(
        name,
        found["ours"].median,
        found["peer"].median if "peer" in found else None,
        found["limit"].median,
        goal,
        told["ours"][0]["queries"],
        told["peer"][0]["queries"] if "peer" in told else None,
        turns=len(told["ours"]),
    )
    return line, told


def _export(size: Size, whole: str, peer: str) -> Line:
    rows = str(ROWS)
    asked = {
        "ours": lambda: work(whole, "export", rows),
        "peer": lambda: stock.work(peer, "export", rows),
        "limit": lambda: work(whole, "export-limit", rows),
    }
    return _line(size, f"export, {ROWS:,} rows", EXPORT_GOAL, asked)[0]


def _report(size: Size, whole: str, notes: Told) -> Line:
    path = str(VAR_DIR / f"snapshot-{size.name}.json")
    notes["snapshot of the report"] = work(whole, "snapshot", path)
    asked = {
        "ours": lambda: work(whole, "report", path),
        "limit": lambda: work(whole, "report-limit", path),
    }
    supports = notes["snapshot of the report"]["supports"]
    name = f"annual report, {supports} in its appendix"
    line, told = _line(size, name, REPORT_GOAL, asked)
    for side, answers in told.items():
        notes[f"report, {side}"] = answers[-1]["parts"]
    return line


def _imports(size: Size, own: str, its: str) -> Iterator[Line]:
    """New rows, then the same again with other addresses; every turn has rows of its own."""

    def asking(*, is_again: bool) -> dict[str, Callable[[], Told]]:
        turns = {side: count() for side in ("ours", "peer", "limit")}

        def path(side: str, first: int) -> str:
            """The `first` block of rows: ours and the limit write different ones."""
            turn = first + next(turns[side]) * 2
            book = "peer" if side == "peer" else "ours"
            return str(workbooks.write(FOLDER, book, ROWS, skip=turn * ROWS, is_again=is_again))

        return {
            "ours": lambda: work(own, "import", path("ours", 0)),
            "peer": lambda: stock.work(its, "import", path("peer", 0)),
            "limit": lambda: work(own, "import-limit", path("limit", 1)),
        }

    for name, is_again in (("new", False), ("changed", True)):
        work_name = f"import, {ROWS:,} {name} rows"
        yield _line(size, work_name, IMPORT_GOAL, asking(is_again=is_again))[0]
    path = workbooks.write(FOLDER, "ours", MANY_ROWS, skip=20 * ROWS, is_again=False)
    answer = work(own, "import", str(Path(path)))
    name = f"import, {MANY_ROWS:,} new rows"
    yield Line(name, answer["seconds"], queries=answer["queries"])
    yield Line(f"{name}: memory", answer["megabytes"], goal=MEMORY_GOAL, unit=MEGABYTES)
