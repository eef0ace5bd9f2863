"""One run: people at work, the attack, the rest after it, the recount."""

import os
import random
import signal
import threading
import time
from contextlib import suppress
from pathlib import Path

from django import db
from django.conf import settings

from chaos import people
from chaos.invariants import CHECKS, baseline, unclaimed_files
from chaos.killer import POINTS, Killer
from chaos.people import Ledger
from chaos.site import Site
from core.models import ImportBatch, Job
from plan_admin.env import VAR_DIR

KILLS = int(os.environ.get("CHAOS") or 200)
MINUTES = float(os.environ.get("MINUTES") or KILLS / 20)
SEED = int(os.environ.get("SEED") or time.time() * 1000) % 2**31
QUIET_SECONDS = 300.0
PAUSE_SECONDS = 1.0
# Who does what; a name twice is two people.
ROLES = ("freeze", "bring", "edit", "edit", "create", "read")
READINGS = 12  # at rest: enough to meet every web process
OPEN_IMPORTS = 3


def main() -> int:
    site, ledger = Site(VAR_DIR), Ledger()
    print(f"seed {SEED}: {KILLS} kills in {MINUTES:g} minutes", flush=True)
    killer = Killer(site, SEED)
    killer.small_disk(Path(settings.MEDIA_ROOT))
    print(f"first start: {site.start():.1f} s", flush=True)
    try:
        before = baseline()
        stop = threading.Event()
        crowd = [
            threading.Thread(target=_work, args=(n, site, ledger, stop)) for n in range(len(ROLES))
        ]
        for worker in crowd:
            worker.start()
        began = time.monotonic()
        _attack(killer)
        stop.set()
        for worker in crowd:
            worker.join()
        killer.disarm()
        took = time.monotonic() - began
        rest = _come_to_rest(killer, ledger)
        return _report(killer, ledger, before, took, rest)
    finally:
        with suppress(Exception):
            site.stop()
        for pids in site.processes().values():
            for pid in pids:
                with suppress(OSError):
                    os.kill(pid, signal.SIGKILL)
        killer.give_disk_back()


def _work(number: int, site: Site, ledger: Ledger, stop: threading.Event) -> None:
    """One member of staff; what the site does not take is simply tried again later."""
    chance = random.Random(f"{SEED}:{number}")  # noqa: S311 - a plan, no secret
    kind = ROLES[number]
    person = people.Person(site.base, "lanhdao" if kind == "freeze" else "chuyenvien", ledger)
    serial = 0
    waiting: list[str] = []
    while not stop.wait(PAUSE_SECONDS):
        serial += 1
        with suppress(people.Refused, *people.AWAY):
            if kind == "freeze":
                people.freeze(person, chance, f"Bản sửa {SEED} {serial}")
            elif kind == "bring":
                if len(waiting) < OPEN_IMPORTS:
                    known = set(ledger.batches)
                    people.bring(person, chance, str(1000 + serial))
                    waiting += set(ledger.batches) - known
                for address in list(waiting):
                    if people.settle(person, address):
                        waiting.remove(address)
            elif kind == "edit":
                people.edit(person, chance, f"Ấp {number} số {serial}, {SEED}")
            elif kind == "read":
                people.read_figures(person)
            else:
                people.create(person, chance, people.tax_codes(5000 + serial, 1)[0])


def _attack(killer: Killer) -> None:
    """`KILLS` kills, evenly over the minutes, with the bad days at their places among them."""
    pause = MINUTES * 60 / KILLS
    deadline = time.monotonic() + MINUTES * 60 * 2
    beat = None
    days = {
        KILLS // 5: killer.empty_broker,
        KILLS * 2 // 5: killer.empty_broker,
        KILLS * 3 // 5: killer.empty_broker,
        KILLS // 2: killer.full_disk,
    }
    try:
        while killer.kills < KILLS and time.monotonic() < deadline:
            time.sleep(pause)
            killer.revive()
            killer.strike()
            for at in [at for at in days if at <= killer.kills]:
                days.pop(at)()
            if beat is None and killer.kills >= KILLS // 4:
                beat = killer.second_beat()
    finally:
        if beat is not None:
            beat.kill()
            beat.wait()


def _come_to_rest(killer: Killer, ledger: Ledger) -> float:
    """Press "try again" wherever a page offers it until every job has ended.

    Returns:
        Seconds that took.
    """
    killer.revive()
    began = time.monotonic()
    person = people.Person(killer.site.base, "chuyenvien", ledger)
    open_at_last: list[object] = []
    while time.monotonic() - began < QUIET_SECONDS:
        db.connection.close()  # the database may have been killed under it
        with suppress(people.Refused, *people.AWAY, db.Error):
            open_batches = [a for a in ledger.batches if not people.settle(person, a)]
            for job in Job.objects.filter(state=Job.State.FAILED, kind__startswith="reporting."):
                people.try_report_again(person, job.payload["draft_id"])
            unfinished = Job.objects.exclude(state__in=(Job.State.DONE, Job.State.FAILED))
            # One whose upload was not answered is nobody's: no one will confirm it.
            known = ImportBatch.objects.filter(pk__in=[people.number_of(a) for a in ledger.batches])
            unsaved = known.exclude(state=ImportBatch.State.SAVED)
            failed = Job.objects.filter(state=Job.State.FAILED)
            if not (open_batches or unfinished.exists() or unsaved.exists() or failed.exists()):
                ledger.shown = [people.read_figures(person) for _ in range(READINGS)]
                return time.monotonic() - began
            open_at_last = [*open_batches, *unfinished, *unsaved, *failed]
        time.sleep(2)
    print(f"never at rest: {open_at_last[:10]}")
    return time.monotonic() - began


def _report(
    killer: Killer,
    ledger: Ledger,
    before: dict[str, int],
    took: float,
    rest: float,
) -> int:
    faults = {**killer.killed, **killer.other}
    rows = [f"| {name} | {count} |" for name, count in sorted(faults.items())]
    rows += [f"| at {name} | {killer.reached[name]} |" for name in sorted(killer.reached)]
    print("\n| fault | times |\n|---|---|", *rows, sep="\n")
    for name in sorted(set(POINTS) - set(killer.reached)):
        print(f"not run: {name}: no process came by while it was armed")
    for name, reason in killer.not_run.items():
        print(f"not run: {name}: {reason}")
    kinds = ", ".join(
        f"{kind} {len(ledger.accepted[kind])} ({len(ledger.unsure[kind])} tried)"
        for kind in ledger.accepted
    )
    print(f"\naccepted: {kinds}, workbooks {len(ledger.batches)}")
    print(f"answers: {dict(ledger.answers)}")
    if killer.starts:
        print(f"later starts: {', '.join(f'{s:.1f}' for s in killer.starts)} s")
    if killer.kills < KILLS:
        print(f"not run: {KILLS - killer.kills} of {KILLS} kills: time was over")
    print(f"{killer.kills} kills in {took:.0f} s; at rest {rest:.0f} s after the last")
    print(f"files that no row names, cleared a day later: {len(unclaimed_files())}\n")
    breaches = 0
    for check in CHECKS:
        found = list(check(ledger, before))
        breaches += len(found)
        print(f"{'FAILED' if found else 'holds '}  {check.__name__.replace('_', ' ')}")
        for line in found[:20]:
            print(f"          {line}")
    for line in sorted(set(ledger.troubles))[:20]:
        breaches += line.startswith("500")
        print(f"trouble   {line} ({ledger.troubles.count(line)} times)")
    print(f"\nseed {SEED}: {'every promise holds' if not breaches else f'{breaches} breaches'}")
    return 1 if breaches else 0
