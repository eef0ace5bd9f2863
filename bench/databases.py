"""Databases of the bench: made, copied, stamped with what they were loaded by, and dropped."""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any, LiteralString
from urllib.parse import urlsplit, urlunsplit

import psycopg
from psycopg import sql

from plan_admin.env import BENCH_DATABASE_URL

ADMIN = "postgres"
Row = tuple[Any, ...]


def name_of(*parts: str) -> str:
    """The name in `BENCH_DATABASE_URL`, and `parts`."""
    return "_".join([urlsplit(BENCH_DATABASE_URL).path.strip("/"), *parts])


def address(database: str) -> str:
    return urlunsplit(urlsplit(BENCH_DATABASE_URL)._replace(path=f"/{database}"))


def server() -> dict[str, str]:
    """The server's address in libpq's variables, for the peer."""
    parts = urlsplit(BENCH_DATABASE_URL)
    return {
        "PGHOST": parts.hostname or "",
        "PGPORT": str(parts.port or 5432),
        "PGUSER": parts.username or "",
        "PGPASSWORD": parts.password or "",
    }


def connect(database: str, *, autocommit: bool = True) -> psycopg.Connection:
    return psycopg.connect(address(database), autocommit=autocommit)


def run(connection: psycopg.Connection, statement: LiteralString, *names: str) -> None:
    """A statement with names in its braces."""
    connection.execute(sql.SQL(statement).format(*map(sql.Identifier, names)))


def copy_rows(connection: psycopg.Connection, table: str, rows: Iterator[Row]) -> None:
    """COPY rows, the first of which names the columns."""
    columns = sql.SQL(", ").join(map(sql.Identifier, next(rows)))
    statement = sql.SQL("COPY {} ({}) FROM STDIN").format(sql.Identifier(table), columns)
    with connection.transaction(), connection.cursor().copy(statement) as copy:
        for row in rows:
            copy.write_row(row)


def _admin(statement: LiteralString, *names: str) -> None:
    with connect(ADMIN) as connection:
        run(connection, statement, *names)


def create(database: str) -> None:
    drop(database)
    _admin("CREATE DATABASE {} TEMPLATE template0 ENCODING 'UTF8'", database)


def copy(source: str, target: str) -> None:
    """A copy, file by file; nobody may be connected to the source."""
    drop(target)
    _admin("CREATE DATABASE {} TEMPLATE {}", target, source)


def drop(database: str) -> None:
    _admin("DROP DATABASE IF EXISTS {} WITH (FORCE)", database)


@contextmanager
def scratch(source: str) -> Iterator[str]:
    """A copy to write into, so that the loaded one stays as it was loaded."""
    target = f"{source}_scratch"
    copy(source, target)
    try:
        yield target
    finally:
        drop(target)


def stamp_of(database: str) -> str:
    """What the database was loaded by; "" where it is missing or half loaded."""
    with connect(ADMIN) as connection:
        row = connection.execute(
            "SELECT shobj_description(oid, 'pg_database') FROM pg_database WHERE datname = %s",
            [database],
        ).fetchone()
    return (row[0] or "") if row else ""


def stamp(database: str, text: str) -> None:
    with connect(ADMIN) as connection:
        connection.execute(
            sql.SQL("COMMENT ON DATABASE {} IS {}").format(
                sql.Identifier(database), sql.Literal(text)
            )
        )
