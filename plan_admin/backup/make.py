"""Make a backup: written under another name, and there under its own only when whole."""

import os
import shutil
import tarfile
from pathlib import Path
from typing import Any

import psycopg
from django.conf import settings
from django.utils import timezone

from plan_admin.backup.manifest import (
    DUMP,
    MEDIA,
    NAME,
    Manifest,
    migrations_of,
    rows_of,
    sha256_of,
)
from plan_admin.backup.sealing import seal
from plan_admin.backup.shelf import Shelf
from plan_admin.backup.tools import connect, run
from plan_admin.backup.work import working_folder


def make_backup(shelf: Shelf, *, secret: str = "") -> Path:
    """Put one backup of the database and the files on the shelf.

    The shelf may be another machine's disk: nothing that is not sealed, where there is a
    secret, is ever written there. The dump and the counts see one moment of the database. Files are read after it: a file is
    written before its row and stays, so every row of the dump finds its file.

    Raises:
        BackupError: the database's program failed.
        OSError: the folder cannot be written, the disk is full.
    """
    shelf.folder.mkdir(parents=True, exist_ok=True, mode=0o700)
    shelf.clear_halves()
    moment = timezone.now()
    target = shelf.name_of(moment, sealed=bool(secret))
    half = shelf.half_of(target)
    try:
        with working_folder() as work:
            dump = work / DUMP
            manifest = _dump(dump, moment.isoformat())
            plain = work / "backup.tar"
            _pack(plain, work, dump, manifest)
            dump.unlink()
            if secret:
                seal(plain, half, secret)
            else:
                shutil.copyfile(plain, half)
        half.chmod(0o600)
        _to_disk(half)
        half.rename(target)
    finally:
        half.unlink(missing_ok=True)
    _to_disk(shelf.folder)
    return target


def _dump(target: Path, made_at: str) -> Manifest:
    name = settings.DATABASES["default"]["NAME"]
    with connect(name) as connection:
        connection.isolation_level = psycopg.IsolationLevel.REPEATABLE_READ
        server = connection.info.server_version
        (snapshot,) = _one(connection, "SELECT pg_export_snapshot()")
        arguments = ["--format=custom", "--no-owner", f"--snapshot={snapshot}", f"--file={target}"]
        run("pg_dump", name, arguments, server=server)
        return Manifest(made_at, server, rows_of(connection), migrations_of(connection))


def _one(connection: "psycopg.Connection[Any]", query: str) -> tuple[Any, ...]:
    found: tuple[Any, ...] | None = connection.execute(query).fetchone()
    return found or ()


def _pack(target: Path, half: Path, dump: Path, manifest: Manifest) -> None:
    """The dump, each file with its SHA-256 taken from the copy that is packed, the manifest."""
    manifest.files[DUMP] = sha256_of(dump)
    copy = half / "copy"
    with tarfile.open(target, "w", format=tarfile.PAX_FORMAT) as tar:
        tar.add(dump, DUMP)
        root = Path(settings.MEDIA_ROOT)
        for path in sorted(p for p in root.rglob("*") if p.is_file()):
            name = f"{MEDIA}/{path.relative_to(root).as_posix()}"
            try:
                shutil.copyfile(path, copy)
            except FileNotFoundError:
                continue  # cleared meanwhile: no row of the dump named it
            manifest.files[name] = sha256_of(copy)
            tar.add(copy, name)
        manifest.write(half / NAME)
        tar.add(half / NAME, NAME)


def _to_disk(path: Path) -> None:
    descriptor = os.open(path, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)
