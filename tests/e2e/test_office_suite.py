"""What people's own programs make of our files: LibreOffice opens, computes and prints them."""

import shutil
import subprocess
from pathlib import Path

import pdfplumber
import pytest
from django.core.management import call_command
from openpyxl import load_workbook

from core.importing.run import run_import
from tests.workbooks import ENTERPRISES, SUPPORTS, make_workbook, tax_code

pytestmark = [pytest.mark.e2e, pytest.mark.django_db]


def convert(file: Path, kind: str, folder: Path) -> Path:
    office = shutil.which("soffice")
    assert office, "LibreOffice is missing: run make e2e"
    subprocess.run(
        [
            *(office, "--headless", f"-env:UserInstallation=file://{folder / 'profile'}"),
            *("--convert-to", kind, "--outdir", str(folder), str(file)),
        ],
        check=True,
        capture_output=True,
        timeout=180,
    )
    return folder / f"{file.stem}.{kind}"


@pytest.fixture
def report(tmp_path: Path) -> Path:
    code = tax_code(1)
    path = make_workbook(
        tmp_path / "book.xlsx",
        enterprises=[ENTERPRISES, (code, "Công ty A", "Huyện Cái Bè", None)],
        supports=[
            (*SUPPORTS, "Ngân sách nhà nước (đồng)"),
            (code, "5S", "01/02/2024", "10/03/2024", "Hoàn thành", 50_000_000),
            (code, "KPI", "01/02/2024", "10/04/2024", "Hoàn thành", 25_000_000),
        ],
    )
    assert run_import(path, save=True).errors == []
    call_command("build_report", plan="224/KH-UBND", year=2024, out=tmp_path, verbosity=0)
    return tmp_path


def test_totals_of_the_workbook_compute_to_the_figures(report: Path) -> None:
    again = report / "again"
    again.mkdir()
    file = convert(report / "bao-cao-2024.xlsx", "xlsx", again)

    sheet = load_workbook(file, data_only=True)["Hỗ trợ"]

    rows = [[cell.value for cell in row] for row in sheet.iter_rows()]
    header = next(row for row in rows if "Mã số thuế" in row)
    last = dict(zip(header, rows[-1], strict=True))
    sources = ("Ngân sách nhà nước (đồng)", "Đối ứng (đồng)", "Nguồn khác (đồng)")
    assert [last[name] for name in sources] == [75_000_000, 0, 0]


def test_the_word_document_prints_with_numbered_pages(report: Path) -> None:
    printed = convert(report / "bao-cao-2024.docx", "pdf", report / "printed")

    with pdfplumber.open(printed) as pdf:
        first, second = (page.extract_text() for page in pdf.pages[:2])
    assert "CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM" in first
    assert "BÁO CÁO" in first
    assert second.startswith("2\n")
    assert not first.startswith("1\n")
