"""`manage.py build_report --plan 224/KH-UBND --year 2024 [--cutoff …] --out DIR [--json]`."""

import json
from argparse import ArgumentParser
from datetime import date
from hashlib import sha256
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from core.errors import ActionError
from programs.models import Plan
from reporting.files.build import build_files, write_files
from reporting.models import ReportType
from reporting.snapshots.build import report_snapshot


class Command(BaseCommand):
    help = "Lập báo cáo năm: PDF, XLSX, DOCX và snapshot.json."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--plan", required=True, help="số, ký hiệu của kế hoạch")
        parser.add_argument("--year", type=int, required=True)
        parser.add_argument(
            "--cutoff",
            type=date.fromisoformat,
            help="ngày chốt, YYYY-MM-DD; bỏ trống: của dự thảo, hay của loại báo cáo",
        )
        parser.add_argument("--kind", default="annual", help="mã loại báo cáo")
        parser.add_argument("--out", type=Path, required=True, help="thư mục ghi tệp")
        parser.add_argument("--json", action="store_true")

    def handle(self, **options: Any) -> None:
        plan = Plan.objects.select_related("issuer").filter(number=options["plan"]).first()
        if plan is None:
            known = ", ".join(Plan.objects.values_list("number", flat=True))
            msg = f"Không có kế hoạch {options['plan']}. Các kế hoạch: {known}"
            raise CommandError(msg)
        declared = ReportType.objects.filter(code=options["kind"]).first()
        if declared is None:
            known = ", ".join(ReportType.objects.values_list("code", flat=True))
            msg = f"Không có loại báo cáo {options['kind']}. Các loại: {known}"
            raise CommandError(msg)
        try:
            snapshot = report_snapshot(plan, declared, options["year"], cut_off=options["cutoff"])
        except ActionError as error:
            raise CommandError(str(error)) from error
        files = build_files(snapshot)
        paths = write_files(files, options["out"])
        if options["json"]:
            answer = {
                "targets": snapshot["targets"],
                "files": [
                    {"name": p.name, "sha256": sha256(files[p.name]).hexdigest()} for p in paths
                ],
            }
            self.stdout.write(json.dumps(answer, ensure_ascii=False))
        else:
            for path in paths:
                self.stdout.write(str(path))
