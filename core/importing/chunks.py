"""A sheet's rows in chunks, those of one record in the same one.

Whether rows that contradict each other leave a record as it was can be told only where all of
them are merged together (`settle`). Most files tell of a record in one place and are walked
through in order; rows of a record that comes back far below are kept for the end. Of the rest
of a file a number for each row is held, never the rows.
"""

from collections.abc import Iterable, Iterator
from itertools import groupby

from core.spreadsheets.schemas import ParsedRow, ParsedSheet

CHUNK_ROWS = 2000
MOST_HELD = 5 * CHUNK_ROWS


def chunks_of(parsed: ParsedSheet) -> Iterator[list[ParsedRow]]:
    """All data rows; of scattered records a record's rows together, in their order."""
    scattered = _scattered(parsed)
    for _number, rows in groupby(parsed.rows(), lambda row: _chunk_of(row.number)):
        if near := [r for r in rows if not scattered or parsed.identity_of(r) not in scattered]:
            yield near
    while scattered and (records := _gather(parsed, scattered)):
        yield from _filled(records.values())
        scattered -= records.keys()


def in_chunks(rows: Iterator[ParsedRow]) -> Iterator[list[ParsedRow]]:
    """Rows that do not belong together, in their order."""
    return _filled([row] for row in rows)


def _chunk_of(row_number: int) -> int:
    return row_number // CHUNK_ROWS


def _scattered(parsed: ParsedSheet) -> set[int]:
    """Identities of records whose rows lie in several chunks."""
    if parsed.errors or _chunk_of(parsed.raw.last_row) == 0:
        return set()
    first: dict[int, int] = {}
    scattered = set()
    for number, identity in parsed.identities():
        chunk = _chunk_of(number)
        if first.setdefault(identity, chunk) != chunk:
            scattered.add(identity)
    return scattered


def _gather(parsed: ParsedSheet, wanted: set[int]) -> dict[int, list[ParsedRow]]:
    """All rows of some of the wanted records: of as many as may be held at once."""
    found: dict[int, list[ParsedRow]] = {}
    held = 0
    for row in parsed.rows():
        identity = parsed.identity_of(row)
        if identity in wanted and (identity in found or held < MOST_HELD):
            found.setdefault(identity, []).append(row)
            held += 1
    return found


def _filled(records: Iterable[list[ParsedRow]]) -> Iterator[list[ParsedRow]]:
    """Records one after another until a chunk is full; none is cut in two."""
    chunk: list[ParsedRow] = []
    for rows in records:
        chunk += rows
        if len(chunk) >= CHUNK_ROWS:
            yield chunk
            chunk = []
    if chunk:
        yield chunk
