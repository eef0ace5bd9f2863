"""Points the records have come to: whether an answer computed earlier is still true.

Every change of a tracked model leaves a line in its audit trail, whoever wrote it; so the last
line tells how far a table has come. A table without a trail must be one whose rows are only
added or written anew: its last key tells the same.
"""

from collections.abc import Iterable
from dataclasses import asdict, dataclass
from typing import Any

from django.db import connection
from django.db.models import Model

Models = Iterable[type[Model]]


@dataclass(frozen=True)
class Mark:
    """Where some tables were at a moment; take it before computing, never after.

    Args:
        lines: by table, its last line: number and time, since a database that was restored
            gives the same numbers again.
        running: transactions that had written there and not ended. Their lines may have lower
            numbers, and nobody saw them.
    """

    lines: dict[str, str]
    running: list[str]

    def as_json(self) -> dict[str, Any]:
        return asdict(self)


@dataclass(frozen=True)
class Look:
    """Where the tables are now, and which of the transactions asked about have ended well."""

    mark: Mark
    ended: frozenset[str]

    def confirms(self, earlier: Mark) -> bool:
        """Whether nothing changed since, in the tables of the earlier mark."""
        lines = self.mark.lines
        return all(lines.get(t) == line for t, line in earlier.lines.items()) and (
            self.ended.isdisjoint(earlier.running)
        )

    def of(self, models: Models) -> Mark:
        """The part of the mark that tells of these models."""
        tables = [_trail_of(model)[0] for model in models]
        return Mark({table: self.mark.lines[table] for table in tables}, self.mark.running)


# Transactions of others that wrote into one of the tables: each holds a lock on the table, and
# one on its own number, of which the view shows 32 bits. PostgreSQL reads locks after it took the
# snapshot: who is not among them has either ended before, and what is computed next sees it, or
# writes later, and its lines have higher numbers. (The snapshot's own list of those running lacks
# who began after the last one that ended, and knows nothing of tables.)
_RUNNING = """
    locks AS MATERIALIZED (
        SELECT * FROM pg_locks WHERE granted AND pid <> pg_backend_pid()
    ), running AS MATERIALIZED (
        SELECT transactionid AS short, newest - half
               + (transactionid::text::bigint - newest %% whole + half + whole) %% whole AS number
          FROM locks, (SELECT 2147483648, 4294967296,
                       pg_snapshot_xmax(pg_current_snapshot())::text::bigint)
                       AS at(half, whole, newest)
         WHERE locktype = 'transactionid' AND virtualtransaction IN (
               SELECT virtualtransaction FROM locks
                WHERE locktype = 'relation' AND relation = ANY(%s::regclass[])
                  AND database = (SELECT oid FROM pg_database WHERE datname = current_database())
                  AND mode NOT IN ('AccessShareLock', 'RowShareLock'))
    )
"""


def look_at(models: Models, running: Iterable[str] = ()) -> Look:
    """One query. What is computed under its mark must see what is committed by then.

    Args:
        running: transactions that earlier marks saw running.
    """
    trails = list(dict.fromkeys(_trail_of(model) for model in models))
    tables = [table for table, _columns in trails]
    lines = ", ".join(_last_line(*trail) for trail in trails)
    with connection.cursor() as cursor:
        # The database of a restored backup may not have come as far as the mark's one: then
        # nothing is known of such a number.
        cursor.execute(
            f"""
            WITH {_RUNNING}
            SELECT ARRAY[{lines}]::text[], ARRAY(SELECT number::text FROM running),
                ARRAY(
                    SELECT asked::text FROM unnest(%s::text[]::xid8[]) AS asked
                    WHERE CASE WHEN asked >= pg_snapshot_xmax(pg_current_snapshot())
                        THEN asked::xid NOT IN (SELECT short FROM running)
                        ELSE pg_visible_in_snapshot(asked, pg_current_snapshot())
                             AND coalesce(pg_xact_status(asked), 'committed') = 'committed' END
                )
            """,  # noqa: S608
            [tables, list(running)],
        )
        last, found, ended = cursor.fetchone()
    return Look(Mark(dict(zip(tables, last, strict=True)), found), frozenset(ended))


def _trail_of(model: type[Model]) -> tuple[str, tuple[str, ...]]:
    """The table whose last row tells how far the model has come, and what names that row."""
    events = getattr(model, "pgh_event_model", None)
    if events is not None:
        return events._meta.db_table, ("pgh_id", "pgh_created_at")
    return model._meta.db_table, (str(model._meta.pk.column),)


def _last_line(table: str, columns: tuple[str, ...]) -> str:
    quote = connection.ops.quote_name
    told = ", ".join(map(quote, columns))
    found = f"SELECT concat_ws(' ', {told}) FROM {quote(table)} ORDER BY {quote(columns[0])} DESC"  # noqa: S608
    return f"coalesce(({found} LIMIT 1), '')"
