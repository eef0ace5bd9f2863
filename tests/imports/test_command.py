import json
from pathlib import Path

import pytest
from django.core.management import CommandError, call_command

from enterprises.models import Enterprise
from tests.workbooks import ENTERPRISES, make_workbook, tax_code

pytestmark = pytest.mark.django_db
A, B = tax_code(1), tax_code(2)


@pytest.fixture
def book(tmp_path: Path) -> Path:
    return make_workbook(
        tmp_path / "book.xlsx",
        enterprises=[
            ENTERPRISES,
            (A, "Công ty A", "Huyện Cái Bè", None),
            (B, "C«ng ty ViÖt", "Huyện Không Có", None),
        ],
    )


def run(*arguments) -> int:
    try:
        call_command("import_workbook", *arguments)
    except SystemExit as end:
        return end.code
    return 0


def test_any_error_saves_nothing_and_exits_1(book, capsys):
    assert run(book, "--json") == 1
    answer = json.loads(capsys.readouterr().out)
    assert answer["sheets"] == {
        "Doanh nghiệp": {"created": 1, "updated": 0, "unchanged": 0, "rejected": 1}
    }
    (error,) = answer["errors"]
    assert error["message"].startswith("Không có đơn vị này.")
    assert {k: error[k] for k in ("sheet", "row", "column", "value", "code")} == {
        "sheet": "Doanh nghiệp",
        "row": 3,
        "column": "Đơn vị hành chính",
        "value": "Huyện Không Có",
        "code": "unknown_unit",
    }
    assert not Enterprise.objects.exists()


def test_partial_saves_the_good_rows_and_exits_3(book, capsys):
    assert run(book, "--partial") == 3
    printed = capsys.readouterr().out
    assert "LỖI Doanh nghiệp dòng 3 cột Đơn vị hành chính" in printed
    assert "Cảnh báo Doanh nghiệp dòng 3" in printed
    assert "Đã lưu." in printed
    assert Enterprise.objects.get().tax_code == A
    assert book.with_name("book.xlsx.rejected.xlsx").exists()


def test_check_saves_nothing_and_writes_no_file(book, capsys):
    assert run(book, "--check", "--partial") == 1
    assert "Không lưu gì." in capsys.readouterr().out
    assert not Enterprise.objects.exists()
    assert not book.with_name("book.xlsx.rejected.xlsx").exists()


def test_a_clean_file_exits_0(tmp_path, capsys):
    path = make_workbook(
        tmp_path / "b.xlsx", enterprises=[ENTERPRISES, (A, "A", "Huyện Cái Bè", None)]
    )
    assert run(path) == 0
    (line,) = Enterprise.pgh_event_models["insert"].objects.all()
    assert line.pgh_context == {
        "command": "import_workbook",
        "file": "b.xlsx",
    }


def test_a_missing_file_is_said():
    with pytest.raises(CommandError, match="Không có tệp"):
        call_command("import_workbook", "khong-co.xlsx")


def test_reference_data_are_told(capsys):
    call_command("load_reference")
    assert "units: +0" in capsys.readouterr().out
