"""The whole run: load what is not loaded yet, measure side by side, print the table."""

import json
import os
import time
from collections.abc import Iterable, Iterator
from contextlib import ExitStack
from typing import Any

from django.core.management import call_command
from django.db import connection
from django.utils import timezone

from bench import crowd, databases, files, pages, plans, seed, stock
from bench.servers import serving
from bench.sizes import Size
from bench.table import Line, as_table
from plan_admin.env import VAR_DIR, environment_with
from plan_admin.management.commands.prepare_site import digest, read, static_files, write


def run(size: Size) -> int:
    prepare(size)
    before = os.getloadavg()
    began, lines, notes = timezone.localtime(), [], dict[str, Any]()
    for line in measured(size, notes):
        lines.append(line)
        print(".", end="", flush=True)
    after = os.getloadavg()
    print(f"\n\n{as_table(lines)}\n")
    print(f"load {before[0]:.2f} before, {after[0]:.2f} after, {os.cpu_count()} cores")
    for name, note in notes.items():
        print(f"{name}: {note}")
    kept = VAR_DIR / f"{size.name}-{began:%Y%m%d-%H%M%S}.json"
    answer = {
        "lines": [line.as_dict() for line in lines],
        "load": {"before": before, "after": after, "cores": os.cpu_count()},
        "notes": notes,
    }
    kept.write_text(json.dumps(answer, ensure_ascii=False, indent=1), encoding="utf-8")
    return _tell_plans(size)


def _tell_plans(size: Size) -> int:
    """Not 0 where a big table is read from end to end."""
    faults, changes = plans.compare(size)
    for change in changes:
        print(f"another plan than the kept one, {change}")
    for fault in faults:
        print(f"FAILED: {fault}")
    print(f"plans: {len(faults)} faults, {len(changes)} changes")
    return 1 if faults else 0


def prepare(size: Size) -> None:
    began = time.monotonic()
    VAR_DIR.mkdir(parents=True, exist_ok=True)
    wanted = digest(static_files())
    if read("static") != wanted:
        call_command("collectstatic", interactive=False, verbosity=0)
        write("static", wanted)
    if not seed.is_loaded(size):
        seed.load(size)
    stock.install()
    stock.load(size)
    took = time.monotonic() - began
    print(f"{size.enterprises:,} enterprises ready after {took:.0f} s", flush=True)


def measured(size: Size, notes: dict[str, Any]) -> Iterator[Line]:
    yield from _over_http(size, notes)
    connection.close()  # what is copied must have nobody connected to it
    yield from files.measure(size, notes)


def _over_http(size: Size, notes: dict[str, Any]) -> Iterable[Line]:
    few = databases.address(databases.name_of(size.name, "few"))
    database = stock.name_of(size)
    cookie = pages.session()
    with ExitStack() as stack:
        ours = stack.enter_context(
            serving("bench.wsgi:application", environment_with(), cookie=cookie)
        )
        beside = stack.enter_context(
            serving("bench.wsgi:application", environment_with(DATABASE_URL=few), cookie=cookie)
        )
        floor = stack.enter_context(
            serving("bench.floor:application", environment_with(), cookie=cookie)
        )
        limit = stack.enter_context(serving("bench.rawapp:application", environment_with()))
        peer = stack.enter_context(
            serving(
                "peer.wsgi:application",
                stock.environment(database),
                python=stock.PYTHON,
                cwd=stock.FOLDER,
                cookie=stock.work(database, "session")["cookie"],
            )
        )
        yield from pages.measure(size, ours, peer, limit)
        yield from pages.measure_floor(size, floor, peer, limit)
        yield from pages.measure_home(size, ours, beside, peer)
        line, found = crowd.measure(size, ours, peer)
        yield line
        for name, side in found.items():
            rate = len(side.sample.seconds) / size.crowd_seconds
            notes[f"crowd, {name}"] = f"{rate:.1f} pages/s, errors {dict(side.errors)}"
