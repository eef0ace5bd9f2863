"""Seal the audit trail, and find the first line that is no longer what it was (ADR 17).

Triggers refuse every change of a line; whoever owns the database can switch triggers off.
A seal makes such a change visible: it is looked for line by line.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import timedelta
from hashlib import sha256
from itertools import zip_longest
from typing import Any

import pghistory.models
from django.apps import apps
from django.db import connection, transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from core.models import TrailSeal

HASH_BYTES = 16
LINES = 1000  # of one seal
# No transaction writes for so long: lines of lower numbers that are older are all there.
SETTLED = timedelta(hours=1)
SEALING_LOCK = 0x7365_616C  # any number nobody else uses


@dataclass(frozen=True)
class Broken:
    """The first line of a table, in the order of their numbers, that is not as it was sealed."""

    table: str
    line: int
    why: str

    def __str__(self) -> str:
        return _("%(table)s, dòng %(line)d: %(why)s") % {
            "table": self.table,
            "line": self.line,
            "why": self.why,
        }


@dataclass
class Checked:
    """What `verify_trail` looked at; `head` changes with any change of any seal."""

    lines: int = 0
    broken: list[Broken] | None = None
    head: str = ""


def trail_tables() -> list[Any]:
    """Every model that holds lines of the trail, by name."""
    events = [m for m in apps.get_models() if issubclass(m, pghistory.models.Event)]
    return sorted((m for m in events if m._meta.managed), key=lambda m: m._meta.db_table)


def seal_trail() -> int:
    """Seal all settled lines that have no seal yet; one transaction for each stretch.

    Returns:
        How many lines were sealed.
    """
    sealed = 0
    for model in trail_tables():
        while count := _seal_next(model):
            sealed += count
    return sealed


@transaction.atomic
def _seal_next(model: Any) -> int:
    _take_turn()
    table = model._meta.db_table
    last = TrailSeal.objects.filter(table=table).order_by("first_line").last()
    after = last.last_line if last else 0
    settled = model.objects.filter(
        pgh_id__gt=after, pgh_created_at__lt=timezone.now() - SETTLED
    ).order_by("pgh_id")
    numbers = list(settled.values_list("pgh_id", flat=True)[:LINES])
    if not numbers:
        return 0
    columns = [field.column for field in model._meta.concrete_fields]
    lines = _hashes(table, columns, numbers[0], numbers[-1])
    hashes = b"".join(value for _number, value in lines)
    seal = TrailSeal(
        table=table,
        first_line=numbers[0],
        last_line=numbers[-1],
        columns=columns,
        hashes=hashes,
    )
    seal.digest = _digest(seal, bytes(last.digest) if last else b"")
    seal.save()
    return len(lines)


def verify_trail() -> Checked:
    """Compare every sealed line with its seal, in one moment of the database."""
    found = Checked(broken=[])
    head = sha256()
    with transaction.atomic():
        _take_turn()
        for model in trail_tables():
            table = model._meta.db_table
            present = {field.column for field in model._meta.concrete_fields}
            for broken, lines, digest in _look(table, present):
                found.lines += lines
                head.update(digest)
                if broken is not None and found.broken is not None:
                    found.broken.append(broken)
                    break
    found.head = head.hexdigest()
    return found


def _look(table: str, present: set[str]) -> Iterator[tuple[Broken | None, int, bytes]]:
    before, upto = b"", 0
    for seal in TrailSeal.objects.filter(table=table).order_by("first_line").iterator():
        digest = bytes(seal.digest)
        broken = None
        if digest != _digest(seal, before):
            broken = Broken(table, seal.first_line, _("niêm phong này đã bị sửa hoặc bị bỏ bớt"))
        elif present >= set(seal.columns):
            broken = _first_broken(seal, upto)
        # A column that a release took away cannot be compared any more.
        yield broken, len(seal.hashes) // HASH_BYTES, digest
        before, upto = digest, seal.last_line


def _first_broken(seal: TrailSeal, after: int) -> Broken | None:
    """Also of lines that were put between this stretch and the one before."""
    stored = bytes(seal.hashes)
    then = [stored[at : at + HASH_BYTES] for at in range(0, len(stored), HASH_BYTES)]
    now = _hashes(seal.table, seal.columns, after + 1, seal.last_line)
    known = set(then)
    for expected, line in zip_longest(then, now):
        if line is None:
            return Broken(seal.table, seal.last_line, _("thiếu dòng ở cuối đoạn này"))
        number, value = line
        if value != expected:
            was_there = value in known
            why = _("thiếu dòng ngay trước") if was_there else _("đã bị sửa hoặc thêm vào")
            return Broken(seal.table, number, why)
    return None


def _hashes(table: str, columns: list[str], first: int, last: int) -> list[tuple[int, bytes]]:
    """(number, hash) of the lines from `first` to `last`; the same whatever the session's settings."""
    quote = connection.ops.quote_name
    values = ", ".join(quote(column) for column in columns)
    with connection.cursor() as cursor:
        cursor.execute("SET LOCAL TimeZone = 'UTC'")
        cursor.execute(
            f"SELECT pgh_id, substring(sha256(convert_to("  # noqa: S608 - names of our own tables
            f"jsonb_build_array({values})::text, 'UTF8')) FROM 1 FOR {HASH_BYTES})"
            f" FROM {quote(table)} WHERE pgh_id BETWEEN %s AND %s ORDER BY pgh_id",
            [first, last],
        )
        return [(number, bytes(value)) for number, value in cursor.fetchall()]


def _digest(seal: TrailSeal, before: bytes) -> bytes:
    span = f"{seal.table}|{seal.first_line}|{seal.last_line}|{','.join(seal.columns)}|"
    return sha256(before + span.encode() + bytes(seal.hashes)).digest()


def _take_turn() -> None:
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(%s)", [SEALING_LOCK])
