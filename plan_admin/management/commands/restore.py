"""`manage.py restore FILE [--check | --replace]`: read a backup back."""

from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.utils.translation import gettext as _

from plan_admin import env
from plan_admin.backup import BackupError, check_backup, restore_backup


class Command(BaseCommand):
    help = _("Phục hồi từ một bản sao lưu. Dừng web, worker và beat trước.")

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("file", type=Path)
        parser.add_argument(
            "--check", action="store_true", help=_("Chỉ phục hồi thử, không thay gì.")
        )
        parser.add_argument(
            "--replace",
            action="store_true",
            help=_("Thay dữ liệu đang có; dữ liệu cũ được giữ dưới tên khác."),
        )

    def handle(self, **options: Any) -> None:
        path, secret = options["file"], env.BACKUP_KEY
        try:
            if options["check"]:
                found = check_backup(path, secret=secret)
            else:
                found = restore_backup(path, secret=secret, replace=options["replace"])
        except (BackupError, OSError) as error:
            raise CommandError(str(error)) from error
        self.stdout.write(
            _("Bản sao lưu lúc %(moment)s: %(rows)d dòng, %(files)d tệp, %(seconds).1f giây.")
            % {
                "moment": found.manifest.made_at,
                "rows": sum(found.manifest.rows.values()),
                "files": len(found.manifest.files) - 1,
                "seconds": found.seconds,
            }
        )
        if any(found.before):
            self.stdout.write(
                _("Dữ liệu trước đó được giữ: cơ sở dữ liệu %(database)s, thư mục %(folder)s.")
                % {"database": found.before[0], "folder": found.before[1]}
            )
