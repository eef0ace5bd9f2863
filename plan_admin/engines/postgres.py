"""The wheel's own PostgreSQL as a foreground child (never through the wheel's wrapper)."""

import os
import shutil
import signal
import subprocess
from pathlib import Path
from typing import Any

import psycopg

from plan_admin.engines import children
from plan_admin.engines.places import Places

USER = DATABASE = "plan_admin"
PORT = 5432  # only a name inside the socket folder; nothing listens on TCP


def as_owner(places: Places) -> dict[str, Any]:
    """Arguments of `subprocess` that run a child as the database's owner."""
    if places.owner is None:
        return {}
    return {
        "user": places.owner.pw_uid,
        "group": places.owner.pw_gid,
        "extra_groups": [],
        "cwd": "/",
    }


def connection_settings(sockets: Path) -> dict[str, Any]:
    """Django's `DATABASES["default"]`."""
    return {
        "ENGINE": "django.db.backends.postgresql",
        "NAME": DATABASE,
        "USER": USER,
        "PASSWORD": "",
        "HOST": str(sockets),
        "PORT": str(PORT),
    }


def initialise(places: Places) -> None:
    """Make the cluster on the first start; UTF-8 of the engine itself, not the system's locale.

    Made beside its place and moved there when whole, so that a kill in between costs nothing.
    """
    if places.postgres_data.exists():
        return
    half = places.postgres_data.with_name("postgres.new")
    shutil.rmtree(half, ignore_errors=True)
    half.mkdir(mode=0o700)
    if places.owner:
        os.chown(half, places.owner.pw_uid, places.owner.pw_gid)
    initdb = [
        str(places.postgres_bin / "initdb"),
        *("-D", str(half), "-U", USER, "--auth=trust", "--encoding=UTF8"),
        *("--locale-provider=builtin", "--builtin-locale=C.UTF-8", "--locale=C"),
    ]
    subprocess.run(initdb, check=True, stdout=subprocess.DEVNULL, **as_owner(places))
    half.rename(places.postgres_data)


def command(places: Places) -> list[str]:
    return [
        str(places.postgres_bin / "postgres"),
        *("-D", str(places.postgres_data), "-k", str(places.sockets), "-h", "", "-p", str(PORT)),
        *("-c", "unix_socket_permissions=0700", "-c", "max_connections=60"),
    ]


def clear_leftover(places: Places) -> None:
    """After kill -9 the pid file may name our old server, on its way out, or nobody of ours."""
    pid_file, mark = places.postgres_data / "postmaster.pid", places.postgres_data
    children.end_leftover(pid_file, mark, signal.SIGQUIT, patience_seconds=10)


def is_ready(places: Places) -> bool:
    """Whether it answers; makes our database when it is missing."""
    where: dict[str, Any] = {"host": str(places.sockets), "port": PORT, "user": USER}
    try:
        with psycopg.connect(**where, dbname="postgres", autocommit=True, connect_timeout=3) as c:
            found = c.execute("SELECT 1 FROM pg_database WHERE datname = %s", [DATABASE])
            if found.fetchone() is None:
                c.execute(f'CREATE DATABASE "{DATABASE}"')
    except psycopg.OperationalError:
        return False
    return True
