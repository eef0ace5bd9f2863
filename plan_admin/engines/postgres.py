"""The wheel's own PostgreSQL as a foreground child (never through the wheel's wrapper)."""

import os
import subprocess
from collections.abc import Mapping
from typing import Any

import psycopg

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
        "cwd": places.postgres_data,
    }


def connection_settings(places: Places) -> dict[str, Any]:
    """Django's `DATABASES["default"]`."""
    return {
        "ENGINE": "django.db.backends.postgresql",
        "NAME": DATABASE,
        "USER": USER,
        "PASSWORD": "",
        "HOST": str(places.sockets),
        "PORT": str(PORT),
    }


def initialise(places: Places) -> None:
    """Make the cluster on the first start; UTF-8 of the engine itself, not the system's locale."""
    if (places.postgres_data / "PG_VERSION").exists():
        return
    initdb = [
        places.postgres_bin / "initdb",
        *("-D", places.postgres_data, "-U", USER, "--auth=trust", "--encoding=UTF8"),
        *("--locale-provider=builtin", "--builtin-locale=C.UTF-8", "--locale=C"),
    ]
    subprocess.run(initdb, check=True, stdout=subprocess.DEVNULL, **as_owner(places))


def command(places: Places) -> list[str]:
    return [
        str(places.postgres_bin / "postgres"),
        *("-D", str(places.postgres_data), "-k", str(places.sockets), "-h", "", "-p", str(PORT)),
        *("-c", "unix_socket_permissions=0700", "-c", "max_connections=60"),
    ]


def clear_stale_pid(places: Places) -> None:
    """After kill -9 the pid file may name a process that is not ours any more."""
    pid_file = places.postgres_data / "postmaster.pid"
    if not pid_file.exists():
        return
    pid = int(pid_file.read_text().split()[0])
    try:
        name = os.readlink(f"/proc/{pid}/exe")
    except OSError:
        name = ""
    if "postgres" not in name:
        pid_file.unlink()


def is_ready(places: Places) -> bool:
    """Whether it answers; makes our database when it is missing."""
    where: Mapping[str, Any] = {"host": str(places.sockets), "port": PORT, "user": USER}
    try:
        with psycopg.connect(**where, dbname="postgres", autocommit=True, connect_timeout=3) as c:
            found = c.execute("SELECT 1 FROM pg_database WHERE datname = %s", [DATABASE])
            if found.fetchone() is None:
                c.execute(f'CREATE DATABASE "{DATABASE}"')
    except psycopg.OperationalError:
        return False
    return True
