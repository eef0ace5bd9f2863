"""`manage.py backup [--check]`: one backup of the database and the files."""

from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.utils.translation import gettext as _

from plan_admin import env
from plan_admin.backup import BackupError, Shelf, check_backup, make_backup


class Command(BaseCommand):
    help = _("Sao lưu cơ sở dữ liệu và tệp vào BACKUP_DIR; mã hóa khi có BACKUP_KEY.")

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument(
            "--check", action="store_true", help=_("Phục hồi thử ngay vào cơ sở dữ liệu riêng.")
        )

    def handle(self, **options: Any) -> None:
        shelf = Shelf.of_settings()
        try:
            path = make_backup(shelf, secret=env.BACKUP_KEY)
            self.stdout.write(_("Đã sao lưu: %(path)s") % {"path": path})
            if options["check"]:
                found = check_backup(path, secret=env.BACKUP_KEY)
                self.stdout.write(
                    _("Đã phục hồi thử, %(rows)d dòng, %(seconds).1f giây.")
                    % {"rows": sum(found.manifest.rows.values()), "seconds": found.seconds}
                )
        except (BackupError, OSError) as error:
            raise CommandError(str(error)) from error
        for gone in shelf.clear():
            self.stdout.write(_("Đã xóa bản cũ: %(name)s") % {"name": gone.name})
