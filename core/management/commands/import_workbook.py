"""`manage.py import_workbook FILE [--check] [--partial] [--json]`."""

import sys
from argparse import ArgumentParser
from pathlib import Path
from typing import Any

import pghistory
from django.core.management.base import BaseCommand, CommandError

from core.errors import ActionError
from core.importing.rejected import write_rejected
from core.importing.run import ImportResult, run_import

EXIT_ERRORS, EXIT_REJECTED = 1, 3


class Command(BaseCommand):
    help = "Nhập danh sách từ tệp Excel của Sở; có lỗi thì không lưu gì, trừ khi dùng --partial."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("file", type=Path)
        parser.add_argument("--check", action="store_true", help="chỉ kiểm tra, không lưu")
        parser.add_argument("--partial", action="store_true", help="lưu các dòng đúng")
        parser.add_argument("--json", action="store_true", help="in kết quả dạng JSON")

    def handle(self, **options: Any) -> None:
        path: Path = options["file"]
        if not path.is_file():
            msg = f"Không có tệp {path}"
            raise CommandError(msg)
        with pghistory.context(command="import_workbook", file=path.name):
            try:
                result = run_import(path, save=not options["check"], partial=options["partial"])
            except ActionError as error:
                raise CommandError(str(error)) from error
        if options["partial"] and not options["check"] and result.has_rejected_rows:
            write_rejected(path.with_name(f"{path.name}.rejected.xlsx"), result)
        self.stdout.write(result.as_json() if options["json"] else _summary(result))
        if result.errors:
            sys.exit(EXIT_REJECTED if result.is_saved else EXIT_ERRORS)


def _summary(result: ImportResult) -> str:
    lines = [
        f"{name}: " + ", ".join(f"{action} {count}" for action, count in sheet.as_dict().items())
        for name, sheet in result.sheets.items()
    ]
    for issue in result.errors:
        where = f"{issue.sheet} dòng {issue.row} cột {issue.column}"
        lines.append(f"LỖI {where}: {issue.message} ({issue.value})")
    lines += [f"Cảnh báo {i.sheet} dòng {i.row}: {i.message}" for i in result.warnings]
    lines.append("Đã lưu." if result.is_saved else "Không lưu gì.")
    return "\n".join(lines)
