"""The command's files: figures in snapshot, XLSX, PDF and DOCX are the same."""

import io
import json
import zipfile
from datetime import date, datetime
from pathlib import Path

import docx
import pdfplumber
import pikepdf
import pytest
import time_machine
from django.core.management import CommandError, call_command
from openpyxl import load_workbook

from core.importing.run import run_import
from reporting.models import ReportType
from tests.workbooks import (
    AWARDS,
    CERTIFICATES,
    CLASSES,
    ENTERPRISES,
    SUPPORTS,
    make_workbook,
    tax_code,
)

pytestmark = pytest.mark.django_db
COLUMNS = [
    "Chỉ tiêu",
    "ĐVT",
    "Kế hoạch giai đoạn",
    "Thực hiện trong năm",
    "Lũy kế",
    "Tỷ lệ (%)",
    "Đánh giá",
]


@pytest.fixture
def records(tmp_path: Path) -> None:
    a, b, c = (tax_code(n) for n in (1, 2, 3))
    path = make_workbook(
        tmp_path / "book.xlsx",
        enterprises=[
            ENTERPRISES,
            (a, "+84 Công ty A", "Huyện Cái Bè", None),
            (b, "Công ty B", "Huyện Cái Bè", None),
            (c, "HTX C", "Huyện Cái Bè", "Hợp tác xã"),
        ],
        supports=[
            (*SUPPORTS, "Ngân sách nhà nước (đồng)", "Nhiệm vụ"),
            (a, "5S", "01/02/2024", "10/03/2024", "Hoàn thành", 50_000_000, 4),
            (a, "KPI", "01/02/2024", "10/04/2024", "Hoàn thành", 25_000_000, 4),
            (b, "Lean", "01/02/2023", "10/04/2023", "Hoàn thành", None, None),
            (c, "VietGAP", "01/02/2024", "10/04/2024", "Hoàn thành", None, None),
            (b, "TPM", "01/10/2024", "10/12/2024", "Hoàn thành", None, None),
        ],
        certificates=[
            CERTIFICATES,
            (a, "Sản phẩm", "TCVN 1", "G1", "05/05/2024", "04/05/2027", None, None, "x"),
        ],
        classes=[
            (*CLASSES, "Kinh phí (đồng)"),
            ("Lớp 5S", "01/03/2024", "02/03/2024", "Đã tổ chức", 30_000_000),
        ],
        awards=[AWARDS, (b, 2024, "GTCLQG", "Được tặng", "20/04/2024")],
    )
    assert run_import(path, save=True).errors == []


@pytest.fixture
def built(records: None, tmp_path: Path) -> Path:
    folder = tmp_path / "out"
    call_command("build_report", plan="224/KH-UBND", year=2024, out=folder, verbosity=0)
    return folder


def snapshot_of(folder: Path) -> dict:
    return json.loads((folder / "snapshot.json").read_text(encoding="utf-8"))


def test_the_files_and_the_snapshot(built):
    assert sorted(path.name for path in built.iterdir()) == [
        "bao-cao-2024.docx",
        "bao-cao-2024.pdf",
        "bao-cao-2024.xlsx",
        "snapshot.json",
    ]
    found = {t["code"]: t for t in snapshot_of(built)["targets"]}
    keys = ("target", "in_year", "previous_year_final", "cumulative", "turns_in_year")
    keys += ("turns_cumulative", "others_cumulative", "completion_rate", "met")
    assert {code: tuple(t[k] for k in keys) for code, t in found.items()} == {
        "trainings.courses": (10, 1, 0, 1, None, None, None, "10.0", False),
        "support.enterprises": (20, 1, 1, 2, 2, 3, 1, "10.0", False),
        "support.certified": (30, 1, 0, 1, 1, 1, 0, "3.3", False),
        "support.awards": (None, 1, 0, 1, 1, 1, 0, None, True),
    }
    assert found["support.awards"]["took_part_cumulative"] == 1
    assert {t["stage"] for t in found.values()} == {"2021-2025"}
    assert "proposed" not in found["support.enterprises"]


def expected_rows(snapshot: dict) -> dict[str, tuple]:
    return {
        t["name"]: (t["in_year"], t["cumulative"], t["completion_rate"], t["verdict"])
        for t in snapshot["targets"]
    }


def test_xlsx_agrees_with_the_snapshot(built):
    sheet = load_workbook(built / "bao-cao-2024.xlsx")["Chỉ tiêu"]
    rows = list(sheet.values)
    header = next(i for i, row in enumerate(rows) if row[0] == "Chỉ tiêu")
    assert list(rows[header]) == COLUMNS
    found = {
        row[0]: (row[3], row[4], None if row[5] is None else f"{row[5]:.1f}", row[6])
        for row in rows[header + 1 : header + 5]
    }
    assert found == expected_rows(snapshot_of(built))
    assert sheet.cell(header + 3, 3).value == 20
    assert sheet.cell(header + 3, 3).number_format == '"ít nhất "0'


def test_xlsx_lists_with_formulas_for_totals_and_no_injected_ones(built):
    book = load_workbook(built / "bao-cao-2024.xlsx")
    assert book.sheetnames == [
        "Chỉ tiêu",
        "Năm trước",
        "Nêu bên cạnh",
        "Theo năm",
        "Hỗ trợ theo loại",
        "Kinh phí",
        "Đào tạo",
        "Hỗ trợ",
        "Chứng nhận",
        "Giải thưởng",
        "Đang thực hiện",
        "Nhiệm vụ",
    ]
    sheet = book["Hỗ trợ"]
    totals = [c.value for c in sheet[sheet.max_row] if c.value]
    assert totals == ["Cộng", "=SUM(K5:K7)", "=SUM(L5:L7)", "=SUM(M5:M7)"]
    names = [sheet.cell(r, 2) for r in (5, 6, 7)]
    injected = next(c for c in names if c.value == "+84 Công ty A")
    assert (injected.data_type, injected.quotePrefix) == ("s", True)
    assert sheet.cell(5, 10).value.date() == date(2024, 3, 10)
    assert sheet.freeze_panes == "A5"
    with zipfile.ZipFile(built / "bao-cao-2024.xlsx") as package:
        charts = [package.read(f"xl/charts/chart{n}.xml").decode() for n in (1, 2)]
    for chart in charts:
        assert chart.count('<delete val="0"') == 2
        assert '<overlay val="0"' in chart
        assert "<strRef>" in chart
        assert "<cat><numRef>" not in chart
    assert 'orientation val="maxMin"' in charts[0]
    assert "'Theo năm'!$B$4:$E$4" in charts[1]


def test_rows_of_the_workbook_have_room_for_their_text(built):
    book = load_workbook(built / "bao-cao-2024.xlsx")
    sheet = book["Nhiệm vụ"]
    heights = [sheet.row_dimensions[row].height for row in range(4, sheet.max_row + 1)]
    assert heights[0] == 46.5
    for row in range(5, sheet.max_row + 1):
        text = sheet.cell(row, 2).value
        assert sheet.row_dimensions[row].height >= 15.5 * len(text) / 70


def test_every_sheet_prints_its_columns_on_a_page_in_letters_to_be_read(built):
    """Every page carries the header; no sheet is reduced to less than 0.65 of its size."""
    papers = {}
    for sheet in load_workbook(built / "bao-cao-2024.xlsx"):
        setup = sheet.page_setup
        assert (setup.orientation, setup.fitToWidth, setup.fitToHeight) == ("landscape", 1, 0)
        assert sheet.print_title_rows == "$4:$4"
        assert sheet.oddFooter.center.text == "Trang &P/&N"
        widths = [d.width for d in sheet.column_dimensions.values()]
        assert len(widths) == sheet.max_column
        millimetres = sum(width * 7 + 5 for width in widths) * 25.4 / 96
        paper = {"9": 297, "8": 420}[str(setup.paperSize)]
        assert (paper - 20) / millimetres >= 0.65, sheet.title
        papers[sheet.title] = paper
    assert [title for title, paper in papers.items() if paper == 420] == ["Hỗ trợ"]


def test_the_same_snapshot_gives_the_same_xlsx(built):
    from reporting.files.workbook import annual_workbook  # noqa: PLC0415

    snapshot = snapshot_of(built)
    with time_machine.travel("2031-01-01"):
        later = annual_workbook(snapshot)
    assert later == (built / "bao-cao-2024.xlsx").read_bytes()
    properties = load_workbook(io.BytesIO(later)).properties
    moment = datetime.fromisoformat(snapshot["computed_at"]).replace(tzinfo=None)
    assert properties.created == properties.modified == moment


def text_of(path: Path) -> str:
    with pdfplumber.open(path) as pdf:
        return " ".join(" ".join(page.extract_text().split()) for page in pdf.pages)


CITATION = (
    "Kế hoạch số 224/KH-UBND ngày 16 tháng 7 năm 2021 của UBND tỉnh Tiền Giang về thực hiện"
    " Chương trình quốc gia hỗ trợ doanh nghiệp nâng cao năng suất và chất lượng sản phẩm, hàng hóa"
    " trên địa bàn tỉnh Tiền Giang giai đoạn 2021 - 2025 và định hướng đến năm 2030,"
)


@pytest.mark.parametrize(
    ("kind", "stem", "end"),
    [
        ("annual", "bao-cao", "UBND tỉnh Tiền Giang xem xét, tổng hợp./."),
        ("submission", "to-trinh", "kính trình UBND tỉnh Tiền Giang xem xét, quyết định./."),
        ("committee", "bao-cao-ubnd", "kính gửi Bộ Khoa học và Công nghệ xem xét, tổng hợp./."),
    ],
)
def test_each_type_cites_the_plan_whole_ends_in_words_and_names_who_drafted(
    records, tmp_path, kind, stem, end
):
    wanted = {"plan": "224/KH-UBND", "year": 2024, "kind": kind, "out": tmp_path}
    call_command("build_report", **wanted, verbosity=0)
    text = text_of(tmp_path / f"{stem}-2024.pdf")
    assert f"Thực hiện {CITATION}" in text
    assert "thực hiện Kế hoạch số 224/KH-UBND" in text.partition("Kính gửi")[0]
    assert "từ ngày 01 tháng 01 năm 2024 đến hết ngày 15 tháng 11 năm 2024)" in text
    assert end in text
    assert "- Lưu: VT, TCĐLCL." in text
    # Of the work of a period it can be said; of reasons and proposals not.
    assert text.count("Trong kỳ không phát sinh.") == (0 if kind == "submission" else 3)
    assert "Chưa có nội dung" not in text
    assert ("Kèm theo" in text) is (kind != "submission")


def test_nobody_known_to_have_drafted_leaves_the_records_office_alone(tmp_path):
    ReportType.objects.update(drafting_unit="")
    call_command("build_report", plan="224/KH-UBND", year=2022, out=tmp_path, verbosity=0)
    assert "- Lưu: VT." in text_of(tmp_path / "bao-cao-2022.pdf")


def as_numbers(cells: list[str]) -> tuple:
    rate = cells[5].replace(",", ".") or None
    return (int(cells[3]), int(cells[4]), rate, cells[6])


def test_docx_agrees_with_the_snapshot(built):
    word = docx.Document(str(built / "bao-cao-2024.docx"))
    table = next(t for t in word.tables if t.rows[0].cells[-1].text == "Đánh giá")
    assert [c.text for c in table.rows[0].cells][1:] == COLUMNS
    found = {}
    for row in table.rows[1:]:
        cells = [c.text for c in row.cells][1:]
        found[cells[0]] = as_numbers(cells)
    assert found == expected_rows(snapshot_of(built))


def test_pdf_agrees_with_the_snapshot(built):
    found = {}
    with pdfplumber.open(built / "bao-cao-2024.pdf") as pdf:
        for page in pdf.pages:
            for table in page.extract_tables():
                if table[0][-1].split() == ["Đánh", "giá"]:  # the head may stand in two lines
                    for row in table[1:]:
                        cells = [(cell or "").replace("\n", " ") for cell in row][1:]
                        found[cells[0]] = as_numbers(cells)
    assert found == expected_rows(snapshot_of(built))


def test_pdf_is_tagged_titled_and_embeds_its_fonts(built):
    with pikepdf.open(built / "bao-cao-2024.pdf") as pdf:
        assert pdf.Root.Lang == "vi"
        assert pdf.Root.MarkInfo.Marked
        assert "/StructTreeRoot" in pdf.Root
        with pdf.open_metadata() as metadata:
            assert metadata["pdfuaid:part"] == "1"
        fonts = [
            font.DescendantFonts[0].FontDescriptor
            for page in pdf.pages
            for font in page.Resources.Font.values()
        ]
        assert fonts
        assert all("/FontFile2" in f or "/FontFile3" in f for f in fonts)
        assert len(list(pdf.open_outline().root)) > 3


def test_pdf_layout_of_the_decree(built):
    with pdfplumber.open(built / "bao-cao-2024.pdf") as pdf:
        first, second = pdf.pages[:2]
        assert (round(first.width), round(first.height)) == (595, 842)
        words = first.extract_words(extra_attrs=["size", "fontname"])
        assert min(w["x0"] for w in words) >= 85 - 1  # 30 mm
        assert max(w["x1"] for w in words) <= 595 - 51 + 1  # 18 mm
        assert min(w["top"] for w in words) >= 56 - 1  # 20 mm: no page number on page 1
        number = min(second.extract_words(extra_attrs=["size"]), key=lambda w: w["top"])
        assert (number["text"], round(number["size"])) == ("2", 13)
        middle = (number["x0"] + number["x1"]) / 2
        assert abs(middle - (85 + 595 - 51) / 2) < 2
        assert "Liberation" in words[0]["fontname"]
        text = first.extract_text()
        assert "CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM" in text
        assert "UBND TỈNH TIỀN GIANG" in text
        whole = "\n".join(page.extract_text() for page in pdf.pages)
        assert "./." in whole
        assert "- Như trên;" in whole
        wide = [page for page in pdf.pages if page.width > page.height]
        assert wide
        assert "Phụ lục I" in wide[0].extract_text()


def test_docx_layout_of_the_decree(built):
    word = docx.Document(str(built / "bao-cao-2024.docx"))
    section = word.sections[0]
    millimetres = [
        round(side.mm)
        for side in (
            section.top_margin,
            section.bottom_margin,
            section.left_margin,
            section.right_margin,
        )
    ]
    assert millimetres == [20, 20, 30, 18]
    assert section.different_first_page_header_footer
    assert "PAGE" in section.header._element.xml
    wide = [s.orientation for s in word.sections]
    assert wide == [0, *[1] * (len(wide) - 2), 0]  # the charts' numbers stand upright
    styles = {p.style.name for p in word.paragraphs}
    assert {
        "Tên loại văn bản",
        "Trích yếu",
        "Kính gửi",
        "Heading 1",
        "Nội dung",
        "Phụ lục",
    } <= styles


def test_the_same_snapshot_gives_the_same_docx(built, tmp_path):
    from core.documents.docx import render_docx  # noqa: PLC0415
    from reporting.files.document import report_document  # noqa: PLC0415

    document = report_document(snapshot_of(built))
    assert render_docx(document) == render_docx(document)
    names = zipfile.ZipFile(io.BytesIO(render_docx(document))).namelist()
    assert "word/document.xml" in names


HEADINGS = [
    "I. Công tác chỉ đạo, điều hành, ban hành văn bản",
    "II. Kết quả thực hiện các nhiệm vụ",
    "1. Hoàn thiện cơ chế, chính sách",
    "2. Thông tin, truyền thông",
    "3. Đào tạo, tập huấn",
    "4. Hỗ trợ doanh nghiệp",
    "5. Giải thưởng, tôn vinh",
    "III. Mức độ hoàn thành mục tiêu",
    "IV. Kinh phí",
]


def test_a_section_without_words_is_left_out_and_the_next_takes_its_number(built):
    word = docx.Document(str(built / "bao-cao-2024.docx"))
    assert [p.text for p in word.paragraphs if p.style.name.startswith("Heading")] == HEADINGS
    with pikepdf.open(built / "bao-cao-2024.pdf") as pdf, pdf.open_outline() as outline:
        titles = [item.title for part in outline.root for item in (part, *part.children)]
    assert [title for title in titles if not title.startswith("Phụ lục")] == HEADINGS


def test_words_below_print_the_heading_above(built):
    from reporting.files.document import numbered_sections  # noqa: PLC0415

    snapshot = snapshot_of(built)
    sections = {s["title"]: s for s in snapshot["content"]["sections"]}
    sections["Khó khăn, vướng mắc"]["text"] = "Thiếu chuyên gia."
    sections["Đề xuất, kiến nghị"]["text"] = " \n"
    heads = [(b[0].marker, b[0].text) for _section, b in numbered_sections(snapshot) if b]
    assert heads[-2:] == [("V.", "Đánh giá"), ("1.", "Khó khăn, vướng mắc")]


def test_a_year_with_nothing_prints_no_empty_table(tmp_path):
    call_command("build_report", plan="224/KH-UBND", year=2022, out=tmp_path, verbosity=0)
    with pdfplumber.open(tmp_path / "bao-cao-2022.pdf") as pdf:
        text = "\n".join(page.extract_text() for page in pdf.pages)
    assert "Trong kỳ không tổ chức lớp nào." in text
    assert "Các lớp đào tạo, tập huấn đã tổ chức" not in text
    assert "Trong kỳ chưa ghi nhận kinh phí của nội dung nào đã hoàn thành." in text
    assert "Danh sách tại các phụ lục." not in text
    assert "BIỂU ĐỒ" not in text
    assert load_workbook(tmp_path / "bao-cao-2022.xlsx").sheetnames == [
        "Chỉ tiêu",
        "Năm trước",
        "Nêu bên cạnh",
        "Theo năm",
        "Nhiệm vụ",
    ]


def test_an_unconfirmed_stage_shows_proposals_and_no_verdict(records, tmp_path, capsys):
    call_command(
        "build_report",
        plan="224/KH-UBND",
        year=2026,
        cutoff=date(2026, 11, 15),
        out=tmp_path,
        json=True,
    )
    answer = json.loads(capsys.readouterr().out)
    found = {
        t["code"]: (t["target"], t["completion_rate"], t["met"], t["proposed"], t["plan_text"])
        for t in answer["targets"]
    }
    assert found == {
        "trainings.courses": (
            None,
            None,
            None,
            {"value": 11, "basis": "target"},
            "dự kiến: khoảng 11",
        ),
        "support.enterprises": (
            None,
            None,
            None,
            {"value": 22, "basis": "target"},
            "dự kiến: ít nhất 22",
        ),
        "support.certified": (
            None,
            None,
            None,
            {"value": 33, "basis": "target"},
            "dự kiến: trên 33",
        ),
        "support.awards": (None, None, None, {"value": 2, "basis": "actual"}, "dự kiến: ít nhất 2"),
    }
    assert {len(f["sha256"]) for f in answer["files"]} == {64}
    sheet = load_workbook(tmp_path / "bao-cao-2026.xlsx")["Chỉ tiêu"]
    assert sheet["C7"].number_format == '"dự kiến: trên "0'


@pytest.mark.parametrize(
    ("options", "words"),
    [
        ({"plan": "1/KH"}, "Không có kế hoạch 1/KH"),
        ({"kind": "khac"}, "Không có loại báo cáo khac. Các loại: annual, submission, committee"),
        ({"year": 2019}, "không có giai đoạn nào gồm năm 2019"),
        ({"year": 0}, "Không có năm 0"),
        ({"cutoff": date(2023, 1, 1)}, "không thuộc năm 2024"),
        ({"year": 2027, "cutoff": date(2027, 1, 1)}, "chưa tới"),
    ],
)
def test_refusals_say_why(tmp_path, options, words):
    wanted = {"plan": "224/KH-UBND", "year": 2024, "out": tmp_path} | options
    with pytest.raises(CommandError, match=words):
        call_command("build_report", **wanted)
    assert list(tmp_path.iterdir()) == []
