import io
from datetime import date, datetime
from pathlib import Path

import docx
import pdfplumber
import pytest
from django.utils import timezone
from openpyxl import load_workbook

from core.documents.docx import render_docx
from core.documents.model import (
    Appendix,
    Bullets,
    Heading,
    Paragraph,
    Table,
    TableColumn,
    addressee_lines,
    recipient_lines,
)
from core.documents.pdf import render_pdf
from core.spreadsheets.writing import ListColumn, write_table
from core.vietnamese import fold
from tests.documents.samples import document

LETTERS = "ĂÂĐÊÔƠƯ ăâđêôơư ắằẳẵặ ấầẩẫậ ếềểễệ ốồổỗộ ớờởỡợ ứừửữự ýỳỷỹỵ"


@pytest.mark.parametrize(
    ("blocks", "last"),
    [
        ([Paragraph("Hết.")], "Hết./."),
        ([Bullets(["một;", "hai."])], "- hai./."),
        ([Heading(1, "I.", "Đề mục")], "./."),
        ([], "./."),
    ],
)
def test_the_body_ends_with_the_decree_s_sign(blocks, last):
    word = docx.Document(io.BytesIO(render_docx(document(blocks=blocks))))
    texts = [p.text for p in word.paragraphs if p.text]
    assert texts[-1] == last


@pytest.mark.parametrize(
    ("issuer", "lines"),
    [
        ("ỦY BAN NHÂN DÂN TỈNH ĐỒNG THÁP", ["ỦY BAN NHÂN DÂN", "TỈNH ĐỒNG THÁP"]),
        ("ỦY BAN NHÂN DÂN THÀNH PHỐ CẦN THƠ", ["ỦY BAN NHÂN DÂN", "THÀNH PHỐ CẦN THƠ"]),
        ("SỞ KHOA HỌC VÀ CÔNG NGHỆ", ["SỞ KHOA HỌC VÀ CÔNG NGHỆ"]),
    ],
)
def test_a_province_stays_on_a_line(issuer, lines):
    made = document(issuer=issuer)
    assert made.issuer_lines == lines
    assert made.issuer == issuer


def test_the_signature_takes_the_last_words_along():
    head, under = Heading(1, "I.", "Mục"), Heading(2, "1.", "Khoản")
    made = document(blocks=[Paragraph("Đầu."), head, under, Paragraph("Cuối.")])
    assert made.body_and_closing() == (
        [Paragraph("Đầu.")],
        [head, under, Paragraph("Cuối./.")],
    )
    made = document(blocks=[head, Bullets(["một;", "hai."])])
    assert made.body_and_closing() == ([head, Bullets(["một;"])], [Bullets(["hai./."])])
    assert document().body_and_closing() == ([], [Paragraph("./.")])


def test_one_addressee_or_several():
    assert addressee_lines(["A"]) == ["A."]
    assert addressee_lines(["A", "B"]) == ["- A;", "- B."]
    assert recipient_lines(["Như trên", "Lưu: VT"]) == ["- Như trên;", "- Lưu: VT."]


def test_a_table_refuses_rows_of_another_width():
    with pytest.raises(ValueError, match="2 cells for 1 columns"):
        Table("x", (TableColumn("a", 1),), [("1", "2")])


def test_every_letter_and_every_block_survives_in_the_pdf():
    table = Table("Bảng", (TableColumn("STT", 1), TableColumn("Tên", 5)), [("1", LETTERS)])
    blocks = [
        Heading(1, "I.", "Mục"),
        Heading(2, "1.", "Khoản"),
        Heading(3, "a)", "Điểm"),
        Bullets([LETTERS, "hai"]),
        table,
        Paragraph(LETTERS),
    ]
    made = document(blocks=blocks, appendices=[Appendix("Danh sách", [table])])
    with pdfplumber.open(io.BytesIO(render_pdf(made))) as pdf:
        text = " ".join(page.extract_text() for page in pdf.pages).replace("\n", " ")
        last = pdf.pages[-1].extract_text()
    for letter in LETTERS.replace(" ", ""):
        assert letter in text
    assert "TM. ỦY BAN NHÂN DÂN" in text
    assert "Bộ Khoa học và Công nghệ." in text
    assert last.startswith("Phụ lục\nDANH SÁCH")
    assert render_pdf(made) == render_pdf(made)
    word = docx.Document(io.BytesIO(render_docx(made)))
    assert [p.text for p in word.paragraphs if p.style.name == "Heading 3"] == ["a) Điểm"]


def test_long_tables_repeat_their_heads():
    rows = [(str(n), f"Doanh nghiệp {n}") for n in range(1, 121)]
    table = Table("Danh sách", (TableColumn("STT", 1), TableColumn("Tên gọi", 5)), rows)
    with pdfplumber.open(io.BytesIO(render_pdf(document(blocks=[table])))) as pdf:
        heads = ["Tên gọi" in page.extract_text() for page in pdf.pages]
    assert len(heads) > 2
    assert all(heads[:3])


def test_lists_hold_values_and_no_formulas(tmp_path: Path):
    moment = timezone.make_aware(datetime(2024, 1, 5, 10, 30))
    columns = [ListColumn("Chữ"), ListColumn("Số", number_format="#,##0"), ListColumn("Ngày")]
    rows = [["=1+1", 1234, date(2024, 1, 5)], ["a\x01b", None, moment]]
    assert write_table(tmp_path / "a.xlsx", "Danh sách", columns, rows) == 2
    sheet = load_workbook(tmp_path / "a.xlsx").active
    assert (sheet["A2"].value, sheet["A2"].data_type, sheet["A2"].quotePrefix) == (
        "=1+1",
        "s",
        True,
    )
    assert sheet["A3"].value == "ab"
    assert (sheet["B2"].value, sheet["B2"].number_format) == (1234, "#,##0")
    assert (sheet["C2"].number_format, sheet["C3"].number_format) == (
        "dd/mm/yyyy",
        "dd/mm/yyyy hh:mm",
    )
    assert sheet["C3"].value == datetime(2024, 1, 5, 10, 30)
    assert (sheet.freeze_panes, fold(sheet.title)) == ("A2", "danh sach")
