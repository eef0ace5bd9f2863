"""PostgreSQL's own programs, and connections beside Django's."""

import re
import shutil
import subprocess
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import psycopg
from django.conf import settings
from django.utils.translation import gettext as _
from psycopg.conninfo import make_conninfo
from psycopg.pq import Conninfo

from plan_admin import env
from plan_admin.backup.errors import BackupError
from plan_admin.engines.places import find_places

_VERSION_DIGITS = 10_000


def major_of(version: int) -> int:
    """The release of a `server_version_num`: 150004 is of 15."""
    return version // _VERSION_DIGITS


def connect(database: str, **options: Any) -> "psycopg.Connection[Any]":
    """A connection of its own to `database` on our server."""
    password = settings.DATABASES["default"]["PASSWORD"] or None
    return psycopg.connect(_address_of(database), password=password, **options)


def _address_of(database: str) -> str:
    """The address for libpq, with the certificates of the settings; the password stands elsewhere."""
    where = settings.DATABASES["default"]
    known = {default.keyword.decode() for default in Conninfo.get_defaults()}
    options = {k: v for k, v in where.get("OPTIONS", {}).items() if k in known}
    return make_conninfo(
        **options,
        host=where["HOST"] or None,
        port=where["PORT"] or None,
        user=where["USER"] or None,
        dbname=database,
    )


def run(program: str, database: str, arguments: Sequence[str], *, server: int) -> None:
    """Run `pg_dump` or `pg_restore` against `database`.

    Args:
        server: the server's version, as `server_version_num`.

    Raises:
        BackupError: there is no program for this server, or it failed; its words are told.
    """
    password = settings.DATABASES["default"]["PASSWORD"] or ""
    environment = env.environment_with(PGPASSWORD=str(password))
    command = [
        str(_find(program, server)),
        f"--dbname={_address_of(database)}",
        *arguments,
    ]
    done = subprocess.run(
        command,
        env=environment,
        capture_output=True,
        text=True,
        check=False,
    )
    if done.returncode:
        last = " ".join(done.stderr.strip().splitlines()[-3:])
        raise BackupError(_("%(program)s dừng: %(why)s") % {"program": program, "why": last})


def _find(program: str, server: int) -> Path:
    """The program of the server's own version, or the oldest that is newer.

    A much newer one may ask for settings which the server does not know.
    """
    found: dict[int, Path] = {}
    for path in _candidates(program):
        said = subprocess.run([path, "--version"], capture_output=True, text=True, check=False)
        major = re.search(r"\) (\d+)", said.stdout)
        if major and int(major[1]) >= major_of(server):
            found.setdefault(int(major[1]), path)
    if not found:
        raise BackupError(
            _("Máy này thiếu %(program)s cho PostgreSQL %(major)d. Cài gói postgresql-client.")
            % {"program": program, "major": major_of(server)}
        )
    return found[min(found)]


def _candidates(program: str) -> list[Path]:
    """On the path, and in the wheel of the embedded engine."""
    named = shutil.which(program)
    return [*([Path(named)] if named else []), find_places().postgres_bin / program]
