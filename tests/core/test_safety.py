import zipfile
from pathlib import Path

import pytest
from openpyxl import Workbook

from core.importing.run import run_import
from core.spreadsheets import safety
from core.spreadsheets.reading import open_sheets
from core.spreadsheets.safety import WorkbookRefused, check_workbook


@pytest.fixture
def good(tmp_path: Path) -> Path:
    path = tmp_path / "good.xlsx"
    Workbook().save(path)
    return path


def code_of(path: Path) -> str:
    with pytest.raises(WorkbookRefused) as refused:
        check_workbook(path)
    assert str(refused.value)
    return refused.value.code


def repacked(path: Path, **extra: bytes) -> Path:
    """The workbook with parts added or replaced."""
    target = path.with_name("changed.xlsx")
    with zipfile.ZipFile(path) as old, zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as new:
        replaced = {name.replace("__", "/").replace("_dot_", "."): v for name, v in extra.items()}
        for entry in old.namelist():
            if entry not in replaced:
                new.writestr(entry, old.read(entry))
        for name, content in replaced.items():
            new.writestr(name, content)
    return target


def test_an_ordinary_workbook_passes(good):
    assert check_workbook(good) is None


@pytest.mark.parametrize(
    ("name", "content", "code"),
    [
        ("a.xls", bytes.fromhex("d0cf11e0a1b11ae1") + b"\0" * 600, "xls"),
        (
            "a.xlsx",
            bytes.fromhex("d0cf11e0a1b11ae1") + "EncryptedPackage".encode("utf-16-le"),
            "encrypted",
        ),
        ("a.csv", "Mã số thuế;Tên".encode(), "csv"),
        ("a.xlsx", b"\0\1\2\3" * 100, "not_xlsx"),
        ("a.xlsx", b"PK\3\4" + b"rubbish" * 50, "damaged"),
    ],
)
def test_other_files_are_refused_by_what_they_are(tmp_path, name, content, code):
    path = tmp_path / name
    path.write_bytes(content)
    assert code_of(path) == code


def test_macro_workbook_is_refused(good):
    assert code_of(repacked(good, xl__vbaProject_dot_bin=b"x")) == "macro"


def test_opendocument_is_refused(good):
    mime = b"application/vnd.oasis.opendocument.spreadsheet"
    assert code_of(repacked(good, mimetype=mime)) == "ods"


def test_a_zip_that_is_no_workbook_is_refused(tmp_path):
    path = tmp_path / "a.xlsx"
    with zipfile.ZipFile(path, "w") as archive:
        archive.writestr("readme.txt", "x")
    assert code_of(path) == "not_xlsx"


def test_entities_are_refused(good):
    bomb = b'<?xml version="1.0"?><!DOCTYPE x [<!ENTITY a "aaaa">]><x>&a;</x>'
    assert code_of(repacked(good, xl__sharedStrings_dot_xml=bomb)) == "xml_entities"
    wide = '<?xml version="1.0" encoding="UTF-16"?><!DOCTYPE x []><x/>'.encode("utf-16")
    assert code_of(repacked(good, xl__sharedStrings_dot_xml=wide)) == "xml_entities"


def test_a_zip_bomb_is_refused_before_it_is_unpacked(good):
    assert code_of(repacked(good, xl__big_dot_bin=b"\0" * 60_000_000)) == "zip_bomb"


def test_a_lying_directory_is_refused_while_unpacking(good, monkeypatch):
    monkeypatch.setattr(safety, "MAX_RATIO", 10**9)
    path = repacked(good, xl__big_dot_bin=b"\0" * 3_000_000)
    monkeypatch.setattr(safety, "_check_directory", lambda _archive: None)
    monkeypatch.setattr(safety, "MAX_UNPACKED_BYTES", 2_000_000)
    assert code_of(path) == "zip_bomb"


def test_too_large_a_file_is_refused_unopened(tmp_path, settings):
    settings.IMPORT_MAX_BYTES = 1000
    path = tmp_path / "a.xlsx"
    path.write_bytes(b"PK" + b"x" * 2000)
    assert code_of(path) == "too_large"


def test_an_encrypted_zip_is_refused(good):
    data = bytearray(good.read_bytes())
    place = data.find(b"PK\1\2")
    data[place + 8] |= 1
    good.write_bytes(bytes(data))
    assert code_of(good) == "encrypted"


def test_a_broken_stream_a_macro_sheet_and_the_strict_form_are_refused(good):
    data = bytearray(good.read_bytes())
    place = data.find(b"xl/worksheets/sheet1.xml") + 40
    data[place : place + 40] = bytes(40)
    broken = good.with_name("broken.xlsx")
    broken.write_bytes(bytes(data))
    assert code_of(broken) == "damaged"
    assert code_of(repacked(good, xl__macrosheets__sheet1_dot_xml=b"<a/>")) == "macro"
    strict = b'<workbook xmlns="http://purl.oclc.org/ooxml/spreadsheetml/main"/>'
    assert code_of(repacked(good, xl__workbook_dot_xml=strict)) == "strict"


def sheet_with(cells: bytes) -> bytes:
    main = b"http://schemas.openxmlformats.org/spreadsheetml/2006/main"
    return b'<worksheet xmlns="' + main + b'"><sheetData>' + cells + b"</sheetData></worksheet>"


@pytest.mark.parametrize("reference", [b"XFD1048576", b"ALL60000"])
def test_a_filled_cell_far_away_is_refused_before_it_is_read(good, reference):
    digits = reference.lstrip(b"AXFDL")
    cell = b'<row r="' + digits + b'"><c s="0" r="' + reference + b'"><v>1</v></c></row>'
    path = repacked(good, xl__worksheets__sheet1_dot_xml=sheet_with(cell))
    assert code_of(path) == "too_far"


def test_cells_that_hold_a_format_alone_reach_nowhere(good):
    cells = b'<row r="1"><c r="A1"><v>1</v></c><c r="XFD1" s="1"/><c r="XFC1"/></row>'
    cells += b'<row r="60000"><c r="XFD60000" s="1"/></row>'
    path = repacked(good, xl__worksheets__sheet1_dot_xml=sheet_with(cells))
    check_workbook(path)
    (sheet,) = open_sheets(path)
    assert [values for _number, values in sheet.rows()] == [[1.0]]


@pytest.mark.django_db
@pytest.mark.parametrize(
    "changed",
    [
        {"xl__workbook_dot_xml": b"<x/>"},
        {"xl__workbook_dot_xml": b"<workbook"},
        {"xl__worksheets__sheet1_dot_xml": b"<worksheet><sheetData><row r='x'>"},
        {"xl__styles_dot_xml": b"<styleSheet><numFmts"},
        {"xl___rels__workbook_dot_xml_dot_rels": b"<Relationships/>"},
    ],
)
def test_damage_inside_is_refused_and_no_crash(good, changed):
    result = run_import(repacked(good, **changed), save=False)
    assert {e.code for e in result.errors} in ({"damaged"}, {"no_known_sheet"})
