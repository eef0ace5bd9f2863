"""Lists say what was so at the cut-off, as the figures do: later days leave no trace in them."""

import io
from datetime import date
from typing import Any

import docx
import pdfplumber
import pytest
from openpyxl import load_workbook

from programs.models import Plan
from reporting.files.build import build_files
from reporting.models import ReportType
from reporting.snapshots.build import report_snapshot
from tests import records

pytestmark = pytest.mark.django_db
LATER = date(2024, 12, 20)
TRACES = ("20/12/2024", "QĐ-LATER", "Giải Vàng", "Được tặng", "Hủy bỏ")


@pytest.fixture
def snapshot() -> dict[str, Any]:
    """Begun, applied for and issued before 15/11/2024; ended, given and cancelled after it."""
    firm = records.enterprise(name="Công ty Mẫu")
    records.support(firm, started_on=date(2024, 9, 1), completed_on=LATER)
    decision = {"level": "Giải Vàng", "decision_number": "QĐ-LATER"}
    records.award(firm, decided_on=LATER, **decision)
    records.certificate(firm, status="cancelled", cancelled_on=LATER)
    plan, declared = Plan.objects.get(is_current=True), ReportType.objects.get(code="annual")
    return report_snapshot(plan, declared, 2024, cut_off=date(2024, 11, 15))


def test_the_lists_agree_with_the_figures(snapshot):
    awards = next(t for t in snapshot["targets"] if t["code"] == "support.awards")
    assert (awards["in_year"], awards["took_part_in_year"]) == (0, 1)
    (award,) = snapshot["lists"]["awards"]
    decision = ("result", "level", "decision_number", "decided_on")
    assert tuple(award[key] for key in decision) == ("Tham gia", "", "", None)
    (support,) = snapshot["lists"]["under_way"]
    assert (support["started_on"], support["completed_on"]) == ("2024-09-01", None)
    assert snapshot["lists"]["supports"] == []
    (certificate,) = snapshot["lists"]["certificates"]
    assert certificate["status"] == "Còn hiệu lực"


def test_a_decision_within_the_period_is_told_whole():
    firm = records.enterprise()
    day = date(2024, 11, 15)
    records.award(firm, decided_on=day, level="Giải Vàng", decision_number="QĐ 1")
    plan, declared = Plan.objects.get(is_current=True), ReportType.objects.get(code="annual")
    (award,) = report_snapshot(plan, declared, 2024, cut_off=day)["lists"]["awards"]
    decision = ("result", "level", "decision_number", "decided_on")
    found = tuple(award[key] for key in decision)
    assert found == ("Được tặng", "Giải Vàng", "QĐ 1", "2024-11-15")


def test_no_file_tells_of_later_days(snapshot):
    files = build_files(snapshot)
    with pdfplumber.open(io.BytesIO(files["bao-cao-2024.pdf"])) as pdf:
        texts = ["\n".join(page.extract_text() for page in pdf.pages)]
    word = docx.Document(io.BytesIO(files["bao-cao-2024.docx"]))
    texts.append("\n".join(c.text for t in word.tables for row in t.rows for c in row.cells))
    book = load_workbook(io.BytesIO(files["bao-cao-2024.xlsx"]))
    cells = [cell for sheet in book for row in sheet.iter_rows(values_only=True) for cell in row]
    texts.append("\n".join(f"{c:%d/%m/%Y}" if hasattr(c, "year") else str(c) for c in cells))
    for text in texts:
        assert "Tham gia" in text
        assert [trace for trace in TRACES if trace in text] == []
