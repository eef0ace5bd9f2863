"""Read a backup back: all of it is verified in a database of its own before anything changes."""

import json
import os
import shutil
import tarfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from django import db
from django.conf import settings
from django.core.management import call_command
from django.db.migrations.loader import MigrationLoader
from django.utils import timezone
from django.utils.translation import gettext as _
from psycopg import sql
from psycopg.errors import ObjectInUse

from plan_admin.backup.errors import BackupError
from plan_admin.backup.manifest import DUMP, MEDIA, Manifest, read_manifest, rows_of
from plan_admin.backup.sealing import is_sealed, unseal
from plan_admin.backup.shelf import note_of
from plan_admin.backup.tools import connect, major_of, run
from plan_admin.backup.work import working_folder

MAINTENANCE = "postgres"


@dataclass(frozen=True)
class Restored:
    """`before`: names under which the database and the files of until now are kept."""

    manifest: Manifest
    seconds: float
    before: tuple[str, str] = ("", "")


def check_backup(path: Path, *, secret: str = "") -> Restored:
    """Restore into a database of its own, compare every count, drop it, and note it.

    Raises:
        BackupError: it cannot be opened, or is not what it says.
    """
    began = time.monotonic()
    with _unpacked(path, secret) as folder, _database_of(folder) as (_name, manifest):
        found = Restored(manifest, time.monotonic() - began)
    note = {
        "verified_at": timezone.now().isoformat(),
        "seconds": round(found.seconds, 1),
        "rows": sum(manifest.rows.values()),
        "files": len(manifest.files) - 1,
    }
    half = note_of(path).with_suffix(".half")
    half.write_text(json.dumps(note), encoding="utf-8")
    half.rename(note_of(path))
    return found


def restore_backup(path: Path, *, secret: str = "", replace: bool = False) -> Restored:
    """Put the backup in the place of the database and the files; both are kept beside.

    Nobody may work meanwhile: stop web, worker and beat first.

    Raises:
        BackupError: it cannot be opened or is not what it says, somebody works with the
            database, or there are data and `replace` was not said. Nothing was changed.
    """
    began = time.monotonic()
    _there(path)
    name = str(settings.DATABASES["default"]["NAME"])
    _refuse_in_use(name)
    if not replace and _has_data(name):
        raise BackupError(
            _(
                "Cơ sở dữ liệu %(name)s đang có dữ liệu. Thêm --replace để thay; dữ liệu cũ được giữ."
            )
            % {"name": name}
        )
    media = Path(settings.MEDIA_ROOT)
    mark = timezone.localtime().strftime("%Y%m%d%H%M%S")
    before = (f"{name}_truoc_{mark}"[-63:], f"{media.name}-truoc-{mark}")
    with _unpacked(path, secret) as folder, _database_of(folder) as (scratch, manifest):
        new = media.with_name(f"{media.name}-moi-{mark}")
        (folder / MEDIA).mkdir(exist_ok=True)  # a backup without files has none
        shutil.copytree(folder / MEDIA, new)
        try:
            _swap_database(name, scratch, before[0])
        except BackupError:
            shutil.rmtree(new)
            raise
        if media.exists():
            media.rename(media.with_name(before[1]))
        new.rename(media)
    call_command("migrate", verbosity=0, interactive=False)
    return Restored(manifest, time.monotonic() - began, before)


def _there(path: Path) -> None:
    if not path.is_file():
        raise BackupError(_("Không có tệp %(name)s.") % {"name": path})


@contextmanager
def _unpacked(path: Path, secret: str) -> Iterator[Path]:
    """A folder with what the backup holds, gone afterwards."""
    _there(path)
    with working_folder() as folder:
        plain, inside = path, folder / "inside"
        if is_sealed(path):
            if not secret:
                raise BackupError(_("Bản sao lưu đã mã hóa. Đặt BACKUP_KEY là khóa lúc sao lưu."))
            plain = folder / "backup.tar"
            unseal(path, plain, secret)
        inside.mkdir()
        try:
            with tarfile.open(plain) as tar:
                tar.extractall(inside, filter="data")
        except (tarfile.TarError, EOFError) as error:
            raise BackupError(
                _("Không đọc được %(name)s: tệp bị cắt hoặc bị sửa.") % {"name": path.name}
            ) from error
        yield inside


@contextmanager
def _database_of(folder: Path) -> Iterator[tuple[str, Manifest]]:
    """A new database with the backup's rows, counted; dropped afterwards unless it was renamed."""
    manifest = read_manifest(folder)
    _refuse_newer(manifest)
    name = f"{settings.DATABASES['default']['NAME']}_thu_{time.time_ns()}"
    with connect(MAINTENANCE, autocommit=True) as server:
        version = server.info.server_version
        _refuse_older_server(manifest, version)
        server.execute(
            sql.SQL("CREATE DATABASE {} TEMPLATE template0 ENCODING 'UTF8'").format(
                sql.Identifier(name)
            )
        )
        try:
            # Reading back is mostly making indexes: as many at once as there are processors.
            jobs = f"--jobs={os.cpu_count() or 1}"
            arguments = ["--exit-on-error", "--no-owner", jobs, str(folder / DUMP)]
            run("pg_restore", name, arguments, server=version)
            with connect(name, autocommit=True) as restored:
                found = rows_of(restored)
                restored.execute("ANALYZE")
            differing = sorted({table for table, _n in manifest.rows.items() ^ found.items()})
            if differing:
                raise BackupError(
                    _("Số dòng sau khi phục hồi khác bảng kê: %(tables)s.")
                    % {"tables": ", ".join(differing)}
                )
            yield name, manifest
        finally:
            drop = sql.SQL("DROP DATABASE IF EXISTS {} WITH (FORCE)")
            server.execute(drop.format(sql.Identifier(name)))


def _refuse_older_server(manifest: Manifest, version: int) -> None:
    if major_of(manifest.server) > major_of(version):
        raise BackupError(
            _(
                "Bản sao lưu của PostgreSQL %(theirs)d; máy chủ ở đây là %(ours)d. Dùng máy chủ mới hơn."
            )
            % {"theirs": major_of(manifest.server), "ours": major_of(version)}
        )


def _refuse_newer(manifest: Manifest) -> None:
    known = set(MigrationLoader(None, ignore_no_migrations=True).disk_migrations)
    apps = {app for app, _name in known}  # a library that is gone is not ours to judge
    pairs = [pair for pair in manifest.migrations if pair[0] in apps and pair not in known]
    unknown = [f"{app}.{name}" for app, name in pairs]
    if unknown:
        raise BackupError(
            _("Bản sao lưu do phiên bản phần mềm mới hơn tạo (%(names)s). Cập nhật phần mềm.")
            % {"names": ", ".join(unknown)}
        )


def _has_data(name: str) -> bool:
    with connect(name) as connection:
        found = connection.execute("SELECT to_regclass('public.enterprises_enterprise')").fetchone()
        if not found or found[0] is None:
            return False
        query = (
            "SELECT EXISTS (SELECT 1 FROM enterprises_enterprise)"
            " OR EXISTS (SELECT 1 FROM agencies_user)"
        )
        answer = connection.execute(query).fetchone()
        return bool(answer and answer[0])


def _refuse_in_use(name: str) -> None:
    """What somebody writes meanwhile would be in the database that is put aside."""
    db.connections.close_all()
    with connect(MAINTENANCE) as server:
        query = (
            "SELECT count(*) FROM pg_stat_activity"
            " WHERE datname = %s AND backend_type = 'client backend'"
        )
        found = server.execute(query, [name]).fetchone()
    if found and found[0]:
        raise _in_use(name)


def _in_use(name: str) -> BackupError:
    return BackupError(
        _("Cơ sở dữ liệu %(name)s đang được dùng. Dừng web, worker và beat rồi làm lại.")
        % {"name": name}
    )


def _swap_database(name: str, scratch: str, before: str) -> None:
    """Both renamings or neither; refused where somebody came meanwhile."""
    db.connections.close_all()
    rename = sql.SQL("ALTER DATABASE {} RENAME TO {}")
    try:
        with connect(MAINTENANCE) as server:
            server.execute(rename.format(sql.Identifier(name), sql.Identifier(before)))
            server.execute(rename.format(sql.Identifier(scratch), sql.Identifier(name)))
    except ObjectInUse as error:
        raise _in_use(name) from error
