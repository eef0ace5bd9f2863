"""What a backup says of itself, and whether it is true."""

import json
from dataclasses import asdict, dataclass, field
from hashlib import file_digest
from pathlib import Path
from typing import Any

import psycopg
from django.utils.translation import gettext as _
from psycopg import sql

from plan_admin.backup.errors import BackupError

NAME, DUMP, MEDIA = "manifest.json", "database.dump", "media"
FORMAT = 1


@dataclass(frozen=True)
class Manifest:
    """`rows`: count by table; `files`: SHA-256 by member; `migrations`: (app, name)."""

    made_at: str
    server: int
    rows: dict[str, int]
    migrations: list[tuple[str, str]]
    files: dict[str, str] = field(default_factory=dict)
    format: int = FORMAT

    def write(self, path: Path) -> None:
        text = json.dumps(asdict(self), ensure_ascii=False, indent=1)
        path.write_text(text, encoding="utf-8")


def read_manifest(folder: Path) -> Manifest:
    """The manifest of an unpacked backup whose every file is what it says.

    Raises:
        BackupError: it is missing, of another format, or a file differs.
    """
    try:
        said: dict[str, Any] = json.loads((folder / NAME).read_text(encoding="utf-8"))
        said["migrations"] = [tuple(pair) for pair in said["migrations"]]
        manifest = Manifest(**said)
    except (OSError, ValueError, TypeError, KeyError) as error:
        raise BackupError(_("Tệp sao lưu không có bảng kê đọc được.")) from error
    if manifest.format > FORMAT:
        raise BackupError(_("Bản sao lưu do phiên bản phần mềm mới hơn tạo. Cập nhật phần mềm."))
    there = {p.relative_to(folder).as_posix() for p in folder.rglob("*") if p.is_file()} - {NAME}
    wrong = sorted(there ^ set(manifest.files))
    wrong += [name for name in there & set(manifest.files) if _differs(folder, name, manifest)]
    if wrong:
        raise BackupError(
            _("Tệp sao lưu bị thiếu hoặc bị sửa: %(names)s.") % {"names": ", ".join(wrong[:5])}
        )
    return manifest


def _differs(folder: Path, name: str, manifest: Manifest) -> bool:
    return sha256_of(folder / name) != manifest.files[name]


def sha256_of(path: Path) -> str:
    with path.open("rb") as stream:
        return file_digest(stream, "sha256").hexdigest()


def rows_of(connection: "psycopg.Connection[Any]") -> dict[str, int]:
    """Rows of every table of the application, as this connection sees them."""
    tables = connection.execute(
        "SELECT tablename FROM pg_tables WHERE schemaname = 'public' ORDER BY 1"
    ).fetchall()
    counts = {}
    for (table,) in tables:
        query = sql.SQL("SELECT count(*) FROM {}").format(sql.Identifier(table))
        found = connection.execute(query).fetchone()
        counts[table] = found[0] if found else 0
    return counts


def migrations_of(connection: "psycopg.Connection[Any]") -> list[tuple[str, str]]:
    return connection.execute("SELECT app, name FROM django_migrations ORDER BY id").fetchall()
