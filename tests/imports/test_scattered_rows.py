"""Rows of one record that lie far apart in a file are taken together, as neighbours are."""

from collections import Counter
from pathlib import Path

import pytest

from core.importing import chunks
from core.importing.importers import importers
from core.importing.run import run_import
from core.spreadsheets.reading import open_sheets
from core.spreadsheets.schemas import ParsedRow, find_header
from enterprises.models import Enterprise, EnterpriseYear
from support.models import Award, Certificate, Support
from tests.workbooks import (
    AWARDS,
    CERTIFICATES,
    CLASSES,
    ENTERPRISES,
    SUPPORTS,
    make_workbook,
    tax_code,
)
from trainings.imports import TrainingClassImporter
from trainings.models import TrainingClass

A, B, C = (tax_code(n) for n in (1, 2, 3))


@pytest.fixture
def small_chunks(monkeypatch) -> None:
    """Rows 2 and 3 of a sheet, 4 to 7, 8 to 11 …; two records held at once."""
    monkeypatch.setattr(chunks, "CHUNK_ROWS", 4)
    monkeypatch.setattr(chunks, "MOST_HELD", 4)


def far_apart(header: tuple, first: tuple, last: tuple, *between: tuple) -> list[tuple]:
    return [header, first, *between, *[()] * 4, last]


@pytest.mark.django_db
@pytest.mark.usefixtures("small_chunks")
def test_rows_far_apart_that_contradict_each_other_change_nothing_the_second_time(tmp_path):
    facts = (*ENTERPRISES, "Số lao động", "Năm số liệu")
    support = (A, "5S", "01/02/2024", "10/03/2024", "Hoàn thành")
    system = (A, "Sản phẩm", "TCVN 1", "G1", "05/05/2024", None, None, None)
    path = make_workbook(
        tmp_path / "book.xlsx",
        enterprises=far_apart(
            facts,
            (A, "Công ty A", "Huyện Cái Bè", None, 10, 2024),
            (A, "Công ty A mới", "Huyện Cái Bè", None, 12, 2024),
            (B, "Công ty B", "Huyện Cái Bè", None, None, None),
        ),
        supports=far_apart((*SUPPORTS, "Kết quả"), (*support, "Một"), (*support, "Hai")),
        certificates=far_apart(CERTIFICATES, (*system, "x"), (*system, "không")),
        classes=far_apart(
            (*CLASSES, "Địa điểm"),
            ("Lớp 5S", "01/03/2024", "02/03/2024", "Đã tổ chức", "Cái Bè"),
            ("LOP 5S", "01/03/2024", "02/03/2024", "Đã tổ chức", "Chợ Gạo"),
        ),
        awards=far_apart(
            (*AWARDS, "Số quyết định"),
            (A, 2024, "GTCLQG", "Được tặng", "20/04/2024", "1/QĐ"),
            (A, 2024, "Giải thưởng Chất lượng Quốc gia", "Được tặng", "20/04/2024", "2/QĐ"),
        ),
    )
    assert run_import(path, save=True).errors == []
    tracked = (Enterprise, EnterpriseYear, Support, Certificate, TrainingClass, Award)

    def stored() -> list[tuple]:
        trails = [m.pgh_event_models["update"].objects.count() for m in tracked]
        return [*(list(m.objects.order_by("pk").values()) for m in tracked), trails]

    before = stored()
    assert Enterprise.objects.get(tax_code=A).name == "Công ty A mới"
    assert EnterpriseYear.objects.get().labour == 12
    assert (Support.objects.get().result, Award.objects.get().decision_number) == ("Hai", "2/QĐ")
    again = run_import(path, save=True)
    assert {name: sheet.as_dict()["unchanged"] for name, sheet in again.sheets.items()} == {
        "Doanh nghiệp": 3,
        "Hỗ trợ": 2,
        "Chứng nhận": 2,
        "Đào tạo": 2,
        "Giải thưởng": 2,
    }
    assert sum(sheet.counts.total() for sheet in again.sheets.values()) == 11
    assert stored() == before
    assert [(i.sheet, i.row, i.code) for i in again.warnings] == [
        ("Doanh nghiệp", 8, "repeated"),
        *((name, 7, "repeated") for name in ("Hỗ trợ", "Chứng nhận", "Đào tạo", "Giải thưởng")),
    ]
    assert "với dòng 2" in again.warnings[0].message


@pytest.mark.django_db
@pytest.mark.usefixtures("small_chunks")
def test_issues_and_refused_rows_stay_in_the_order_of_the_file(tmp_path):
    rows = [(A, "A", "Huyện Không Có", None), (B, "B", "Huyện Cái Bè", None)]
    path = make_workbook(
        tmp_path / "book.xlsx",
        enterprises=[ENTERPRISES, *rows, (), (), (C, "C", "Huyện Không Có", None), (), *rows],
    )
    seen: list[int] = []
    told: list[int] = []
    result = run_import(
        path,
        save=True,
        partial=True,
        observe=lambda outcomes: seen.extend(o.row.number for o in outcomes),
        progress=lambda done, _total, _sheet: told.append(done),
    )
    assert [i.row for i in result.errors] == [2, 6, 8]
    assert [row.number for row in result.sheets["Doanh nghiệp"].rejected] == [2, 6, 8]
    assert seen == [6, 2, 8, 3, 9]
    assert told == [1, 5]
    assert Enterprise.objects.get().tax_code == B


def test_every_row_comes_once_with_all_of_its_record(tmp_path, monkeypatch):
    monkeypatch.setattr(chunks, "MOST_HELD", 50)
    days = [f"{1 + n % 28:02d}/03/2024" for n in range(4300)]
    # Every 7th class of the first 3,000 rows comes back 1,300 rows below, spelled otherwise.
    names = [f"Lớp {n}" if n < 3000 or n % 7 else f"LOP  {n - 1300}" for n in range(4300)]
    for n in range(3000, 4300):
        if n % 7 == 0:
            days[n] = days[n - 1300]
    rows = [(name, day, day, "Đã tổ chức") for name, day in zip(names, days, strict=True)]
    found = walked(make_workbook(tmp_path / "book.xlsx", classes=[CLASSES, *rows]))
    assert [len(chunk) for chunk in found[:3]] == [1998 - 43, 2000 - 2 * 43, 302 - 43]
    assert Counter(r.number for chunk in found for r in chunk) == Counter(range(2, 4302))
    assert [len(chunk) for chunk in found[3:]] == [100, 72]
    holding: dict[tuple, set[int]] = {}
    for place, chunk in enumerate(found):
        for row in chunk:
            key = TrainingClassImporter().key(row.values)
            holding.setdefault(key, set()).add(place)
    assert all(len(places) == 1 for places in holding.values())


def test_scattered_records_fill_a_chunk_and_are_never_cut(tmp_path, monkeypatch):
    monkeypatch.setattr(chunks, "CHUNK_ROWS", 4)
    monkeypatch.setattr(chunks, "MOST_HELD", 100)
    names = [*"ABCDE", "F", *"ABCDE", *"AA"]
    rows = [(name, "01/03/2024", "01/03/2024", "Dự kiến") for name in names]
    found = walked(make_workbook(tmp_path / "book.xlsx", classes=[CLASSES, *rows]))
    assert [[row.get("name") for row in chunk] for chunk in found] == [
        ["F"],
        ["A", "A", "A", "A"],
        ["B", "B", "C", "C"],
        ["D", "D", "E", "E"],
    ]


def test_a_file_that_tells_of_a_record_in_one_place_is_walked_in_its_order(tmp_path):
    rows = [(f"Lớp {n // 2}", "01/03/2024", "01/03/2024", "Dự kiến") for n in range(2100)]
    head = [("Danh sách",), *[()] * 3, CLASSES]
    found = walked(make_workbook(tmp_path / "book.xlsx", classes=[*head, *rows]))
    assert [row.number for chunk in found for row in chunk] == list(range(6, 2106))
    assert [len(chunk) for chunk in found] == [1994, 106]


def walked(path: Path) -> list[list[ParsedRow]]:
    (raw,) = open_sheets(path)
    return list(chunks.chunks_of(find_header(raw, TrainingClassImporter.schema)))


def test_what_tells_records_apart_must_be_filled_in():
    for importer in importers:
        required = {column.key for column in importer.schema.columns if column.required}
        assert importer.schema.identity
        assert set(importer.schema.identity) <= required
