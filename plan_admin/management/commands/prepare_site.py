"""Bring a running copy up to date: tables, reference data, plan, demo data, static files."""

import hashlib
from collections.abc import Iterable
from pathlib import Path
from typing import Any

from django.apps import apps
from django.conf import settings
from django.core.management import call_command
from django.core.management.base import BaseCommand
from django.db import ProgrammingError, connection, transaction
from django.utils.translation import gettext as _

from plan_admin.env import BASE_DIR, VAR_DIR
from programs.models import Plan

REQUIREMENTS = BASE_DIR / "requirements" / "dev.txt"


class Command(BaseCommand):
    help = _(
        "Cập nhật bảng dữ liệu, danh mục, kế hoạch, dữ liệu mẫu và tệp tĩnh; làm lại không hại gì."
    )

    def handle(self, **_options: Any) -> None:
        data = digest([*migrations_and_fixtures(), REQUIREMENTS])
        if read("data") != f"{data} {database_identity()}":
            call_command("migrate", verbosity=0)
            call_command("load_reference", verbosity=0)
            # Only into a database without a plan: loading again would undo amendments.
            if not Plan.objects.exists():
                for plan in settings.PLAN_FIXTURES:
                    call_command("loaddata", plan, verbosity=0)
            if settings.DEMO_ALLOWED:
                call_command("seed_demo", verbosity=0)
            write("data", f"{data} {database_identity()}")
        static = digest([*static_files(), REQUIREMENTS])
        if read("static") != static or not (settings.STATIC_ROOT / "staticfiles.json").exists():
            call_command("collectstatic", interactive=False, verbosity=0)
            write("static", static)


def migrations_and_fixtures() -> Iterable[Path]:
    """What decides the contents of a fresh database, with the commands that load it."""
    yield from (BASE_DIR / "fixtures").rglob("*.*")
    for app in apps.get_app_configs():
        folder = Path(app.path)
        if folder.is_relative_to(BASE_DIR) and "site-packages" not in folder.parts:
            yield from folder.glob("migrations/*.py")
            yield from folder.glob("reference.py")
            yield from folder.glob("management/commands/*.py")


def static_files() -> Iterable[Path]:
    for folder in settings.STATICFILES_DIRS:
        yield from Path(folder).rglob("*.*")


def digest(files: Iterable[Path]) -> str:
    """Hash of names and contents, so that a touched or re-cloned file changes nothing."""
    found = hashlib.sha256()
    for file in sorted({file for file in files if file.is_file()}):
        found.update(str(file.relative_to(BASE_DIR)).encode())
        found.update(hashlib.sha256(file.read_bytes()).digest())
    return found.hexdigest()


def database_identity() -> str:
    """Tells this database from another one behind the same address, or none at all."""
    try:
        with transaction.atomic(), connection.cursor() as cursor:
            cursor.execute(
                "SELECT d.oid, min(m.applied), count(m.id) FROM django_migrations m,"
                " pg_database d WHERE d.datname = current_database() GROUP BY d.oid"
            )
            return " ".join(str(value) for value in cursor.fetchone() or ["empty"])
    except ProgrammingError:  # no table yet
        return "empty"


def read(name: str) -> str:
    file = VAR_DIR / f"prepared-{name}"
    return file.read_text() if file.exists() else ""


def write(name: str, value: str) -> None:
    (VAR_DIR / f"prepared-{name}").write_text(value)
