"""Lists as workbooks: what goes in comes out, and Excel can open it."""

import zipfile
from datetime import date, datetime, timedelta
from decimal import Decimal
from pathlib import Path

import pytest
from openpyxl import Workbook, load_workbook

from core.spreadsheets.writing import ListColumn, SheetWriter, write_sheet, write_table

TEXTS = {
    "=1+1": "=1+1",
    "@lệnh": "@lệnh",
    " đầu và cuối ": " đầu và cuối ",
    "dòng một\ndòng hai": "dòng một\ndòng hai",
    "xuống\rdòng": "xuống\rdòng",
    'a < b & "c" > d, &amp; ]]>': 'a < b & "c" > d, &amp; ]]>',
    "#N/A": "#N/A",
    "": None,
    "x\x01y\ud800z\ufffe": "xyz",
    "Đặng 😀": "Đặng 😀",
    "d" * 40_000: "d" * 32_767,
}
VALUES = {
    0: 0,
    -5: -5,
    True: True,
    1.5: 1.5,
    Decimal("1.10"): 1.1,
    12345678901234: 12345678901234,
    date(1950, 2, 3): datetime(1950, 2, 3),
    datetime(2024, 1, 5, 10, 30): datetime(2024, 1, 5, 10, 30),
    timedelta(hours=2): "2:00:00",
}


@pytest.mark.parametrize("written", [TEXTS, VALUES])
def test_every_value_is_read_back_as_it_was_written(tmp_path: Path, written):
    write_table(tmp_path / "a.xlsx", "Mọi thứ", [ListColumn("Cột <1> & 2")], [[v] for v in written])
    sheet = load_workbook(tmp_path / "a.xlsx").active
    header, *read = (cell for (cell,) in sheet.iter_rows())
    assert header.value == "Cột <1> & 2"
    assert [cell.value for cell in read] == list(written.values())
    quoted = [cell.value for cell in read if cell.quotePrefix]
    assert quoted == [v for v in written.values() if isinstance(v, str) and v[0] in "=@"]
    assert all(cell.data_type == "s" for cell in read if isinstance(cell.value, str))


def test_numbers_that_are_none_leave_their_cells_empty(tmp_path: Path):
    rows = [[float("nan"), None], [float("inf"), ""]]
    write_table(
        tmp_path / "a.xlsx", "Số", [ListColumn("A", number_format="0"), ListColumn("B")], rows
    )
    sheet = load_workbook(tmp_path / "a.xlsx").active
    assert [[cell.value for cell in row] for row in sheet["A2:B3"]] == [[None, None], [None, None]]


def test_a_workbook_holds_many_sheets_and_sheets_without_rows(tmp_path: Path):
    book = Workbook(write_only=True)
    first, second = (SheetWriter(book, name, [ListColumn("Tên")]) for name in ("Một", "Hai"))
    for number in range(3):
        first.append([f"một {number}"])
        second.append([f"hai {number}"])
    assert write_sheet(book, "Ba", [ListColumn("Tên")], []) == 0
    book.create_sheet("Trống")
    book.save(tmp_path / "a.xlsx")
    read = load_workbook(tmp_path / "a.xlsx")
    found = {sheet.title: [cell for (cell,) in sheet.iter_rows(values_only=True)] for sheet in read}
    assert found == {
        "Một": ["Tên", "một 0", "một 1", "một 2"],
        "Hai": ["Tên", "hai 0", "hai 1", "hai 2"],
        "Ba": ["Tên"],
        "Trống": [],
    }


def test_the_rows_stand_where_the_schema_wants_them(tmp_path: Path):
    assert write_table(tmp_path / "a.xlsx", "Số", [ListColumn("A")], ([n] for n in range(5))) == 5
    with zipfile.ZipFile(tmp_path / "a.xlsx") as archive:
        xml = archive.read("xl/worksheets/sheet1.xml").decode()
    assert xml.count("<row ") == 6
    assert xml.count("sheetData>") == 2
    assert xml.index("<cols>") < xml.index("<sheetData>") < xml.index("<pageSetup")
