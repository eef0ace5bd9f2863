"""What must hold after everything: one promise a function, each gives the breaches it found."""

from collections import Counter
from collections.abc import Callable, Iterable, Iterator
from datetime import date
from hashlib import sha256
from pathlib import Path
from typing import Any

from django.apps import apps
from django.conf import settings
from django.db import connection
from django.db.models import F
from django.urls import resolve
from django.utils import timezone

from chaos.people import Ledger, number_of
from core.history import BOOKKEEPING
from core.media import unclaimed
from core.models import ImportBatch, Job
from enterprises.models import Enterprise
from programs.indicators import evaluated, open_window
from programs.models import Plan
from reporting.models import ReportVersion
from support.models import Support

FILES_OF_A_REPORT = 4

Check = Callable[[Ledger, dict[str, int]], Iterable[str]]


def baseline() -> dict[str, int]:
    """Rows that are there before anybody works."""
    return {
        "enterprises": Enterprise.objects.count(),
        "supports": Support.objects.count(),
        "supported": _supported(),
    }


def _supported() -> int:
    """Enterprises with a finished support, counted by plain SQL."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT count(DISTINCT enterprise_id) FROM support_support WHERE status = 'completed'"
        )
        return int(cursor.fetchone()[0])


def accepted_records_are_there_once(ledger: Ledger, _before: dict[str, int]) -> Iterator[str]:
    codes = Counter(Enterprise.objects.values_list("tax_code", flat=True))
    for code in sorted(ledger.accepted["enterprise"]):
        if codes[code] != 1:
            yield f"enterprise {code} was accepted and is there {codes[code]} times"
    for code, times in codes.items():
        if times > 1:
            yield f"enterprise {code} is there {times} times"


def accepted_edits_are_in_the_history_once(
    ledger: Ledger, _before: dict[str, int]
) -> Iterator[str]:
    events = apps.get_model("enterprises", "EnterpriseEvent")
    told = Counter(
        events.objects.filter(pgh_label="update", address__in=ledger.unsure["edit"]).values_list(
            "address", flat=True
        )
    )
    for token in sorted(ledger.unsure["edit"]):
        least = 1 if token in ledger.accepted["edit"] else 0
        # A later change of another field would tell the address again: nobody makes one here.
        if not least <= told[token] <= 1:
            yield f"edit {token}: {told[token]} lines of history, at least {least} expected"


def batches_are_stored_whole_or_not_at_all(
    ledger: Ledger, _before: dict[str, int]
) -> Iterator[str]:
    there = set(Enterprise.objects.values_list("tax_code", flat=True))
    supports = Counter(Support.objects.values_list("enterprise__tax_code", flat=True))
    for batch in ImportBatch.objects.all():
        codes = next((c for u, c in ledger.batches.items() if u.endswith(f"/{batch.pk}/")), None)
        if codes is None:
            continue
        found, saved = len(there.intersection(codes)), batch.state == ImportBatch.State.SAVED
        if found != (len(codes) if saved else 0):
            yield f"import {batch.pk} is {batch.state} and has {found} of {len(codes)} rows"
        wrong = [code for code in codes if supports[code] != saved]
        if wrong:
            yield f"import {batch.pk} is {batch.state}: supports of {len(wrong)} rows are wrong"
        if not saved:
            yield f"import {batch.pk} was uploaded and ends as {batch.state}"
    known = {number_of(url) for url in ledger.batches}
    for pk in known - set(ImportBatch.objects.values_list("pk", flat=True)):
        yield f"import {pk} was accepted and is gone"


def every_job_ended_once(_ledger: Ledger, _before: dict[str, int]) -> Iterator[str]:
    for job in Job.objects.exclude(state=Job.State.DONE):
        honest = job.state == Job.State.FAILED and job.error
        yield f"job {job.kind} {job.pk} ends as {job.state}: {job.error if honest else 'no reason'}"
    for job in Job.objects.filter(attempt__gt=F("attempt_limit")):
        yield f"job {job.pk} ran {job.attempt} times, {job.attempt_limit} were allowed"


def reports_are_whole(ledger: Ledger, _before: dict[str, int]) -> Iterator[str]:
    notes: Counter[str] = Counter()
    for version in ReportVersion.objects.prefetch_related("files"):
        notes[version.change_note] += 1
        files = list(version.files.all())
        if len(files) != FILES_OF_A_REPORT:
            yield f"{version}: {len(files)} files"
        for file in files:
            path = Path(file.file.path)
            if not path.is_file() or sha256(path.read_bytes()).hexdigest() != file.sha256:
                yield f"{version}: {file.name} is not what was frozen"
    for note in sorted(ledger.unsure["report"]):
        least = 1 if note in ledger.accepted["report"] else 0
        if not least <= notes[note] <= 1:
            yield f"report {note}: {notes[note]} versions, at least {least} expected"


def figures_equal_a_recount(ledger: Ledger, before: dict[str, int]) -> Iterator[str]:
    """Totals that follow from what was accepted, against what the tables hold."""
    saved = ImportBatch.objects.filter(state=ImportBatch.State.SAVED).values_list("pk", flat=True)
    rows = sum(len(codes) for url, codes in ledger.batches.items() if number_of(url) in set(saved))
    created = Enterprise.objects.filter(tax_code__in=ledger.unsure["enterprise"]).count()
    expected = {
        "enterprises": before["enterprises"] + rows + created,
        "supports": before["supports"] + rows,
        "supported": before["supported"] + rows,
    }
    now = baseline()
    for name, number in expected.items():
        if now[name] != number:
            yield f"{name}: {now[name]} are there, {number} follow from what was accepted"


def pages_say_what_a_recount_says(ledger: Ledger, _before: dict[str, int]) -> Iterator[str]:
    """Web processes remember figures; none may be of before a kill, an import, an edit."""
    if not any(ledger.shown):
        yield "no figure was read"
    plan = Plan.objects.get(is_current=True)
    for shown in ledger.shown:
        for address, number in shown.items():
            at = resolve(address).kwargs
            day = date.fromisoformat(at["day"])
            window = open_window(plan, day.year, cut_off=day, today=timezone.localdate())
            (found,) = evaluated([(at["indicator"], window)])
            if found.cumulative.value != number:
                yield f"{address}: {number} is shown, {found.cumulative.value} are there"


def history_is_complete(_ledger: Ledger, _before: dict[str, int]) -> Iterator[str]:
    """Every record was inserted once, and its last line says what the record says."""
    for model in (Enterprise, Support):
        events = apps.get_model(model._meta.app_label, f"{model.__name__}Event")
        inserted = Counter(
            events.objects.filter(pgh_label="insert").values_list("pgh_obj_id", flat=True)
        )
        last: dict[int, Any] = {}
        for event in events.objects.order_by("pgh_id").iterator():
            last[event.pgh_obj_id] = event
        names = [
            f.attname
            for f in events._meta.concrete_fields
            if not f.name.startswith("pgh_") and f.name not in (*BOOKKEEPING, "id")
        ]
        for record in model._default_manager.iterator():
            if inserted[record.pk] != 1:
                yield f"{model.__name__} {record.pk}: {inserted[record.pk]} insertions told"
            differing = [
                name
                for name in names
                if record.pk in last
                and getattr(last[record.pk], name) != getattr(record, name, None)
            ]
            if differing:
                yield f"{model.__name__} {record.pk}: history differs in {', '.join(differing)}"


def unclaimed_files() -> list[str]:
    """Files under the media folder that no row names: leftovers of what was rolled back."""
    return [str(path.relative_to(settings.MEDIA_ROOT)) for path in unclaimed()]


CHECKS: tuple[Check, ...] = (
    accepted_records_are_there_once,
    accepted_edits_are_in_the_history_once,
    batches_are_stored_whole_or_not_at_all,
    every_job_ended_once,
    reports_are_whole,
    figures_equal_a_recount,
    pages_say_what_a_recount_says,
    history_is_complete,
)
