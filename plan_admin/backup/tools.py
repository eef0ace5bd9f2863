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

from plan_admin import env
from plan_admin.backup.errors import BackupError
from plan_admin.engines.places import find_places

_VERSION_DIGITS = 10_000


def connect(database: str, **options: Any) -> "psycopg.Connection[Any]":
    """A connection of its own to `database` on our server."""
    where = settings.DATABASES["default"]
    return psycopg.connect(
        host=where["HOST"] or None,
        port=where["PORT"] or None,
        user=where["USER"] or None,
        password=where["PASSWORD"] or None,
        dbname=database,
        **options,
    )


def run(program: str, database: str, arguments: Sequence[str], *, server: int) -> None:
    """Run `pg_dump` or `pg_restore` against `database`.

    Args:
        server: the server's version, as `server_version_num`.

    Raises:
        BackupError: there is no program for this server, or it failed; its words are told.
    """
    where = settings.DATABASES["default"]
    environment = env.environment_with(
        PGHOST=str(where["HOST"]),
        PGPORT=str(where["PORT"] or ""),
        PGUSER=str(where["USER"]),
        PGPASSWORD=str(where["PASSWORD"]),
        PGDATABASE=database,
    )
    command = [str(_find(program, server)), *arguments]
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
        if major and int(major[1]) >= server // _VERSION_DIGITS:
            found.setdefault(int(major[1]), path)
    if not found:
        raise BackupError(
            _("Máy này thiếu %(program)s cho PostgreSQL %(major)d. Cài gói postgresql-client.")
            % {"program": program, "major": server // _VERSION_DIGITS}
        )
    return found[min(found)]


def _candidates(program: str) -> list[Path]:
    """On the path, and in the wheel of the embedded engine."""
    named = shutil.which(program)
    return [*([Path(named)] if named else []), find_places().postgres_bin / program]
