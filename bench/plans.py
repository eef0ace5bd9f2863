"""How the database goes about the heaviest query of twelve pages; kept, and compared.

Which query is the heaviest the planner's own estimate says. A sequential scan over a big table
in any query of these pages is a fault; another plan than the kept one is told, and kept where
the old file is removed.
"""

import difflib
import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from django.db import connection
from django.test import Client
from django.urls import reverse

from agencies.models import User
from bench.pages import BACKEND, LAST_DAY, Places, cases
from bench.sizes import Size

FOLDER = Path(__file__).with_name("plans")
WHO = {"staff": "chuyenvien@example.vn", "unit officer": "donvi@example.vn"}
BIG_ROWS = 100_000
_SCANNED = re.compile(r"Seq Scan on (\w+)")
_TEXT = re.compile(r"'(?:[^']|'')*'")
_NUMBER = re.compile(r"(?<![\w.])\d+(?![\w.])")
_CONDITION = re.compile(r"^\s*(?:\w+ )*(?:Cond|Filter): ")
Query = tuple[str, Any]


@dataclass(frozen=True)
class Planned:
    """A query's plan, without what changes from day to day."""

    text: str
    cost: float

    def scans(self, big: set[str]) -> list[str]:
        """Big tables that are read from end to end."""
        return sorted(set(_SCANNED.findall(self.text)) & big)


def shape(plan: str) -> str:
    """The plan without values: a day, a key, a chosen unit."""
    lines = []
    for line in plan.splitlines():
        if line.startswith("JIT:"):
            break
        bare = line.rstrip()
        if _CONDITION.match(bare):
            bare = _NUMBER.sub("N", _TEXT.sub("'…'", bare))
        lines.append(bare)
    return "\n".join(lines) + "\n"


def compare(size: Size) -> tuple[list[str], list[str]]:
    """(faults, changes), each a line or more for a person to read."""
    folder = FOLDER / size.name
    folder.mkdir(parents=True, exist_ok=True)
    faults, changes, big = [], [], big_tables()
    for name, who, path in _pages(size):
        planned = [_plan(query) for query in _queries(who, path)]
        for plan in planned:
            faults += [f"{name}: sequential scan over {table}" for table in plan.scans(big)]
        heaviest = max(planned, key=lambda plan: plan.cost).text
        kept = folder / f"{name.replace(' ', '-')}.txt"
        if not kept.exists():
            kept.write_text(heaviest, encoding="utf-8")
        old = kept.read_text(encoding="utf-8")
        if old != heaviest:
            lines = [text.splitlines(keepends=True) for text in (old, heaviest)]
            difference = "".join(difflib.unified_diff(lines[0], lines[1], "kept", "now"))
            changes.append(f"{name}:\n{difference}")
    return faults, changes


def _pages(size: Size) -> Iterator[tuple[str, str, str]]:
    """(name, who asks, address)."""
    at = Places.find(size)
    by_work = {case.work: case.ours for case in cases(size, at)}
    listed = reverse("enterprises:enterprise-list")
    supports = reverse("support:support-list")
    figure = {"indicator": "support.enterprises", "period": "in_year", "day": LAST_DAY.isoformat()}
    yield "list", "staff", listed
    yield "list deep", "staff", by_work["list, deep page"]
    yield "list of a unit officer", "unit officer", listed
    yield "filter unit", "staff", by_work["filter: unit"]
    yield "filter size", "staff", by_work["filter: size"]
    yield "search words", "staff", by_work["search: thanh phat"]
    yield "search rare words", "staff", by_work["search: det may ha tue kim"]
    yield "tax code", "staff", by_work["tax code"]
    yield "supports by status", "staff", f"{supports}?trang_thai=completed"
    yield "figure", "staff", reverse("reporting:figure", kwargs=figure)
    yield "home", "staff", "/"
    yield (
        *("targets by unit", "staff"),
        reverse("reporting:by-unit", kwargs={"day": LAST_DAY.isoformat()}),
    )


def _queries(who: str, path: str) -> list[Query]:
    """What the page asks of the tables of records."""
    client = Client(SERVER_NAME="127.0.0.1")
    client.force_login(User.objects.get(email=WHO[who]), backend=BACKEND)
    found: list[Query] = []

    def keep(execute: Callable[..., Any], sql: str, params: Any, many: bool, context: Any) -> Any:
        if sql.startswith("SELECT") and ("enterprises_" in sql or "support_" in sql):
            found.append((sql, params))
        return execute(sql, params, many, context)

    with connection.execute_wrapper(keep):
        client.get(path)
    return found


def _plan(query: Query) -> Planned:
    sql, params = query
    with connection.cursor() as cursor:
        cursor.execute(f"EXPLAIN (FORMAT JSON) {sql}", params)
        cost = float(cursor.fetchone()[0][0]["Plan"]["Total Cost"])
        cursor.execute(f"EXPLAIN (COSTS OFF) {sql}", params)
        return Planned(shape("\n".join(row[0] for row in cursor.fetchall())), cost)


def big_tables() -> set[str]:
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT relname FROM pg_class WHERE relkind = 'r' AND reltuples >= %s", [BIG_ROWS]
        )
        return {row[0] for row in cursor.fetchall()}
