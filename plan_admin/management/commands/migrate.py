"""Django's `migrate`, which gives way: behind one that waits for a table, everybody waits."""

from typing import Any

from django.core.management.base import CommandError
from django.core.management.commands import migrate
from django.db import OperationalError, connections
from django.db.backends.base.base import BaseDatabaseWrapper
from django.db.migrations import Migration
from django.utils.translation import gettext as _
from psycopg.errors import LockNotAvailable

# Waiting and working together stay below what a person's own statement may wait: two seconds.
LOCK_TIMEOUT = "1s"


class Command(migrate.Command):
    """Stops where a table is not free soon; what is done stays, and is gone on from."""

    def handle(self, *args: Any, **options: Any) -> None:
        self.connection = connections[options["database"]]
        try:
            super().handle(*args, **options)
        except OperationalError as error:
            if not isinstance(error.__cause__, LockNotAvailable):
                raise
            raise CommandError(
                _(
                    "Một bảng đang bận (sao lưu, nhập tệp) nên dừng lại để không ai phải chờ."
                    " Những bước đã xong được giữ; chạy lại lệnh này."
                )
            ) from error
        finally:
            _limit(self.connection, "0")

    def migration_progress_callback(
        self, action: str, migration: Migration | None = None, fake: bool = False
    ) -> None:
        """A step outside a transaction holds up nobody while it waits, so it may."""
        if migration is not None and action.endswith("_start"):
            _limit(self.connection, LOCK_TIMEOUT if migration.atomic else "0")
        super().migration_progress_callback(action, migration, fake)


def _limit(connection: BaseDatabaseWrapper, timeout: str) -> None:
    if connection.is_usable() and not connection.needs_rollback:
        with connection.cursor() as cursor:
            cursor.execute("SELECT set_config('lock_timeout', %s, false)", [timeout])
