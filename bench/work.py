"""Our work outside pages and its limits, each in a fresh process: `python -m bench.work WHAT …`.

Answers in JSON: the seconds of the work itself, its queries, the most memory it took.
"""

import json
import resource
import sys
import time
from collections.abc import Callable
from io import BytesIO
from pathlib import Path
from typing import Any

import django

django.setup()

import pghistory
import psycopg
from django.conf import settings
from django.db import connection
from openpyxl import load_workbook

from agencies.models import User
from bench import bare
from core.documents import pdf
from core.documents.docx import render_docx
from core.documents.model import AdministrativeDocument, Bullets, Heading, Paragraph, Table
from core.importing.run import run_import
from core.ui.exports import export_response
from enterprises.registers import ENTERPRISES
from plan_admin.env import DATABASE_URL
from programs.models import Plan
from reporting.files.document import report_document
from reporting.files.workbook import annual_workbook
from reporting.models import ReportType
from reporting.snapshots.build import report_snapshot

WHO = "chuyenvien@example.vn"
YEAR, APPENDED = 2025, 500
Told = dict[str, Any]


def timed(work: Callable[[], Any]) -> tuple[float, Any]:
    began = time.perf_counter()
    found = work()
    return time.perf_counter() - began, found


def import_file(path: str) -> Told:
    """All checks, triggers, history: the import as its command runs it."""
    with pghistory.context(command="bench"):
        seconds, result = timed(lambda: run_import(Path(path), save=True))
    if result.errors or not result.is_saved:
        sys.exit(f"Not imported: {result.errors[:3]}")
    return {"seconds": seconds, "rows": result.as_dict()["sheets"]}


def import_limit(path: str) -> Told:
    with psycopg.connect(DATABASE_URL, autocommit=True) as own:
        return {"seconds": timed(lambda: bare.import_rows(own, Path(path)))[0]}


def export_rows(count: str) -> Told:
    user = User.objects.get(email=WHO)
    sort = ENTERPRISES.sort_for("")
    found = ENTERPRISES.visible_to(user).order_by(*sort.order())[: int(count)]
    seconds, answer = timed(lambda: export_response(ENTERPRISES, found, user))
    return {"seconds": seconds, "bytes": len(answer.content)}


def export_limit(count: str) -> Told:
    with psycopg.connect(DATABASE_URL) as own:
        seconds, content = timed(lambda: bare.export_rows(own, int(count)))
    return {"seconds": seconds, "bytes": len(content)}


def snapshot(path: str) -> Told:
    """A year's snapshot with 500 supports in its appendix, for both sides."""
    plan = Plan.objects.select_related("issuer").get(is_current=True)
    declared = ReportType.objects.get(code="annual")
    seconds, found = timed(lambda: report_snapshot(plan, declared, YEAR))
    lists = found["lists"]
    lists["supports"] = lists["supports"][:APPENDED]
    lists["certificates"] = lists["under_way"] = []
    Path(path).write_text(json.dumps(found), encoding="utf-8")
    return {"seconds": seconds, "supports": len(lists["supports"])}


def report(path: str) -> Told:
    """PDF, workbook and Word file as the job makes them."""
    found = json.loads(Path(path).read_text())
    seconds: Told = {}
    seconds["pdf"], _ = timed(lambda: pdf.render_pdf(report_document(found)))
    seconds["xlsx"], _ = timed(lambda: annual_workbook(found))
    seconds["docx"], _ = timed(lambda: render_docx(report_document(found)))
    return {"seconds": sum(seconds.values()), "parts": seconds}


def report_limit(path: str) -> Told:
    """The three tools alone, given HTML, values and texts ready made."""
    found = json.loads(Path(path).read_text())
    document = report_document(found)
    html, css = pdf._parts(document), pdf.STYLES.read_text(encoding="utf-8")
    book = load_workbook(BytesIO(annual_workbook(found)))
    sheets: dict[str, bare.Rows] = {
        sheet.title: [*sheet.iter_rows(values_only=True)] for sheet in book
    }
    texts, tables = _content(document)
    seconds: Told = {}
    seconds["pdf"], _ = timed(lambda: bare.pdf(html, css))
    seconds["xlsx"], _ = timed(lambda: bare.xlsx(sheets))
    seconds["docx"], _ = timed(lambda: bare.docx(texts, tables))
    return {"seconds": sum(seconds.values()), "parts": seconds}


def _content(document: AdministrativeDocument) -> tuple[list[str], list[bare.Rows]]:
    texts: list[str] = []
    tables: list[bare.Rows] = []
    parts = [document.blocks, *(appendix.blocks for appendix in document.appendices)]
    for block in (block for blocks in parts for block in blocks):
        if isinstance(block, Heading | Paragraph):
            texts.append(block.text)
        elif isinstance(block, Bullets):
            texts += block.items
        elif isinstance(block, Table):
            total = [block.total] if block.total else []
            tables.append([[c.header for c in block.columns], *block.rows, *total])
    return texts, tables


WORK = {
    "import": import_file,
    "import-limit": import_limit,
    "export": export_rows,
    "export-limit": export_limit,
    "snapshot": snapshot,
    "report": report,
    "report-limit": report_limit,
}


def main() -> None:
    count = 0

    def counted(execute: Callable[..., Any], *query: Any) -> Any:
        nonlocal count
        count += 1
        return execute(*query)

    settings.DEBUG = False
    with connection.execute_wrapper(counted):
        answer = WORK[sys.argv[1]](*sys.argv[2:])
    memory = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    print(json.dumps({**answer, "queries": count, "megabytes": memory}))


if __name__ == "__main__":
    main()
