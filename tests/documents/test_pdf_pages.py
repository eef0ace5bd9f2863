"""Pages of the PDF, measured: Nghị định 30/2020/NĐ-CP, Phụ lục I; and its tags."""

import io
from collections.abc import Iterator
from itertools import chain

import pdfplumber
import pikepdf
import pytest

from core.documents.model import Appendix, Bullets, Heading, Paragraph, Table, TableColumn
from core.documents.pdf import render_pdf
from tests.documents.samples import document, full_document, supports

MM = 25.4 / 72
TEXT_CENTRE = 30 + 162 / 2


@pytest.fixture(scope="module")
def pdf() -> bytes:
    return render_pdf(full_document())


def opened(content: bytes):
    return pdfplumber.open(io.BytesIO(content))


def lines_of(page) -> list[dict]:
    """Lines with their text, places in mm, and the faces and sizes of their letters."""
    found = []
    for line in page.extract_text_lines(return_chars=True):
        letters = [c for c in line["chars"] if c["text"].strip()]
        found.append(
            {
                "text": line["text"],
                "x0": line["x0"] * MM,
                "x1": line["x1"] * MM,
                "top": line["top"] * MM,
                "sizes": {round(c["size"], 1) for c in letters},
                "faces": {c["fontname"].partition("+")[2] for c in letters},
            }
        )
    return found


def line(page, start: str) -> dict:
    return next(found for found in lines_of(page) if found["text"].startswith(start))


def rules_of(page) -> list[tuple[float, float]]:
    """(left, length) in mm of the three rules of the head, from the left."""
    end = line(page, "Kính gửi:")["top"] / MM
    flat = [r for r in (*page.rects, *page.lines) if r["bottom"] < end]
    return sorted({(round(r["x0"] * MM, 1), round(r["width"] * MM, 1)) for r in flat})


def words_of(page) -> list[dict]:
    return page.extract_words(extra_attrs=["size", "fontname"])


def test_letters_of_each_element(pdf):
    with opened(pdf) as file:
        cells = file.pages[0].crop((0, 0, file.pages[0].width, 140))
        left = cells.crop((85, 0, 280, 140))
        right = cells.crop((280, 0, 560, 140))
        first = file.pages[0]
        bold, italic = "Liberation-Serif-Bold", "Liberation-Serif-Italic"
        plain = "Liberation-Serif"
        for page, start, size, face in (
            (left, "ỦY BAN NHÂN DÂN", 12, bold),
            (left, "TỈNH ĐỒNG THÁP", 12, bold),
            (left, "Số:", 13, plain),
            (right, "CỘNG HÒA", 12, bold),
            (right, "Độc lập", 13, bold),
            (right, "Đồng Tháp, ngày", 13, italic),
            (first, "TỜ TRÌNH", 14, bold),
            (first, "Về việc thử", 13, bold),
            (first, "Kính gửi:", 13, plain),
            (first, "Căn cứ", 13, italic),
            (first, "I. MỤC", 13, bold),
            (first, "1. Khoản", 13, bold),
            (first, "Lời văn.", 13, plain),
        ):
            found = line(page, start)
            assert (start, found["sizes"], found["faces"]) == (start, {size}, {face})
        # "ỦY BAN NHÂN DÂN" and "TỈNH ĐỒNG THÁP": a province's name is never parted.
        assert [found["text"] for found in lines_of(left)][:2] == [
            "ỦY BAN NHÂN DÂN",
            "TỈNH ĐỒNG THÁP",
        ]


def test_rules_of_the_head(pdf):
    with opened(pdf) as file:
        page = file.pages[0]
        motto = line(page.crop((280, 0, 560, 140)), "Độc lập")
        issuer, subject, under_motto = rules_of(page)
        assert under_motto[1] == pytest.approx(motto["x1"] - motto["x0"], abs=0.3)
        assert under_motto[0] == pytest.approx(motto["x0"], abs=0.3)
        assert 1 / 3 <= issuer[1] / (162 * 0.42) <= 1 / 2
        assert 1 / 3 <= subject[1] / 162 <= 1 / 2
        assert subject[0] + subject[1] / 2 == pytest.approx(TEXT_CENTRE, abs=0.3)


@pytest.mark.parametrize(
    "kind", ["portrait", "landscape"], ids=["margins-portrait", "margins-landscape"]
)
def test_margins_hold_on_every_page(pdf, kind):
    with opened(pdf) as file:
        pages = [p for p in file.pages if (p.width > p.height) == (kind == "landscape")]
        assert len(pages) > 2
        for page in pages:
            inside = [w for w in words_of(page) if w["top"] * MM >= 19]
            edges = [*inside, *page.rects, *page.lines]
            assert min(e["x0"] for e in edges) * MM >= 29.9
            assert (page.width - max(e["x1"] for e in edges)) * MM >= 17.8
            assert min(e["top"] for e in inside) * MM >= 20
            assert (page.height - max(e["bottom"] for e in edges)) * MM >= 19.9
            assert max(e["x1"] for e in edges) - min(e["x0"] for e in edges) > 0


def test_body_and_appendices_are_numbered_apart_from_one():
    blocks = [Paragraph("Lời văn. " * 60)] * 12
    made = document(
        blocks=blocks, appendices=[Appendix("A", blocks), Appendix("B", [supports(90)], True)]
    )
    shown = []
    with opened(render_pdf(made)) as file:
        for page in file.pages:
            above = [w for w in words_of(page) if w["bottom"] * MM < 20]
            shown.append([w["text"] for w in above])
            for word in above:
                assert (round(word["size"]), "Italic" in word["fontname"]) == (13, False)
                centre = (page.width * MM + 30 - 18) / 2
                assert (word["x0"] + word["x1"]) / 2 * MM == pytest.approx(centre, abs=0.5)
    starts = [index for index, words in enumerate(shown) if words == []]
    assert len(starts) == 3
    for start, end in zip(starts, [*starts[1:], len(shown)], strict=True):
        assert shown[start:end] == [[], *([str(n)] for n in range(2, end - start + 1))]


def test_the_addressee_is_centred_and_several_stand_under_the_colon(pdf):
    with opened(render_pdf(document())) as file:
        one = line(file.pages[0], "Kính gửi: Bộ Khoa học và Công nghệ.")
        assert (one["x0"] + one["x1"]) / 2 == pytest.approx(TEXT_CENTRE, abs=0.5)
    with opened(pdf) as file:
        page = file.pages[0]
        label = line(page, "Kính gửi:")
        names = [line(page, "- Bộ Khoa học và Công nghệ;"), line(page, "- UBND tỉnh Đồng Tháp.")]
        assert label["text"] == "Kính gửi:"
        for name in names:
            assert name["x0"] == pytest.approx(label["x1"] - 1.3, abs=0.7)
        assert names[0]["x0"] == pytest.approx(names[1]["x0"])


def test_recipients_stand_beside_the_signer(pdf):
    with opened(pdf) as file:
        page = next(p for p in file.pages if "Nơi nhận" in p.extract_text())
        words = {w["text"]: w for w in words_of(page)}
        assert round(words["Nơi"]["size"]) == 12
        assert words["Nơi"]["fontname"].endswith("Serif-Bold-Italic")
        assert round(words["Lưu:"]["size"]) == 11
        assert words["Lưu:"]["fontname"].endswith("Liberation-Serif")
        assert words["Nơi"]["x0"] * MM == pytest.approx(30, abs=0.3)
        assert words["TM."]["top"] == pytest.approx(words["Nơi"]["top"], abs=3)
        assert words["TM."]["x0"] * MM > TEXT_CENTRE
        text = page.extract_text()
        assert "- Như trên;" in text
        assert "- Lưu: VT." in text
        assert "Trần Văn A" in text


@pytest.mark.parametrize("count", range(20, 33, 2))
def test_the_signature_and_headings_stand_with_words(count):
    """Wherever the page ends: no signature without the last words, no heading at the foot."""
    blocks = [Heading(1, "I.", "Mở"), *[Paragraph("Dòng.")] * count, Heading(1, "V.", "Kết")]
    made = document(blocks=[*blocks, Bullets(["một", "hai"])])
    with opened(render_pdf(made)) as file:
        texts = [page.extract_text() for page in file.pages]
        last_lines = [lines_of(page)[-1]["text"] for page in file.pages]
    signed = next(text for text in texts if "Nơi nhận" in text)
    assert "hai./." in signed
    assert not any(last.startswith(("I. MỞ", "V. KẾT")) for last in last_lines)


def test_a_table_under_its_caption_and_unit_line(pdf):
    with opened(pdf) as file:
        page = next(p for p in file.pages if "Các lớp đào tạo" in p.extract_text())
        caption, unit = line(page, "Các lớp đào tạo"), line(page, "Đơn vị tính: đồng")
        head = line(page, "STT Tên lớp Ngày Kinh phí")
        assert caption["top"] < unit["top"] < head["top"]
        assert unit["x1"] == pytest.approx(30 + 162, abs=1)
        assert unit["faces"] == {"Liberation-Serif-Italic"}
        assert unit["sizes"] == caption["sizes"] == head["sizes"] == {12}
        words = [w["text"] for w in words_of(page)]
        assert words.count("1.234.567.890") == 2
        assert "05/01/2024" in words


def test_wide_tables_are_smaller_and_break_no_figure(pdf):
    with opened(pdf) as file:
        wide = [page for page in file.pages if page.width > page.height]
        for page in wide:
            words = [w for w in words_of(page) if w["text"] == "1.234.567.890"]
            assert words
            assert {round(w["size"]) for w in words} == {11}
            assert "STT" in [w["text"] for w in words_of(page)]
            assert "1200000001" in [w["text"] for w in words_of(page)]


def rows_by_page(table: Table, *, after: int) -> list[list[str]]:
    """First and last words of the table's rows on each page, under so many lines of text."""
    made = document(blocks=[*[Paragraph("Dòng.")] * after, table])
    with opened(render_pdf(made)) as file:
        found = [page.extract_table() or [] for page in file.pages]
    assert all(page[0] == [c.header for c in table.columns] for page in found if page)
    return [[row[0] or row[1] for row in page[1:]] for page in found if page]


def numbered(count: int, **values) -> Table:
    columns = (TableColumn("STT", 1), TableColumn("Nội dung", 9))
    rows = [(str(n), f"Việc {n}\nhai dòng") for n in range(1, count + 1)]
    return Table("Bảng", columns, rows, **values)


@pytest.mark.parametrize("after", range(3, 25))
def test_no_last_row_and_no_total_stands_alone(after):
    pages = rows_by_page(numbered(10, total=("", "Cộng")), after=after)
    assert [*chain(*pages)] == [*(str(n) for n in range(1, 11)), "Cộng"]
    assert pages[-1][-2:] == ["10", "Cộng"]
    assert rows_by_page(numbered(10), after=after)[-1][-2:] == ["9", "10"]
    assert len(rows_by_page(numbered(5, total=("", "Cộng")), after=after)) == 1


@pytest.mark.parametrize("after", range(12, 22))
@pytest.mark.parametrize("count", [5, 8])
def test_caption_and_unit_line_stand_over_the_head(after, count):
    table = numbered(count, unit_line="Đơn vị tính: đồng")
    made = document(blocks=[*[Paragraph("Dòng.")] * after, table])
    with opened(render_pdf(made)) as file:
        texts = [page.extract_text() for page in file.pages]
    (first,) = [text for text in texts if "Bảng" in text]
    assert "Bảng\nĐơn vị tính: đồng\nSTT Nội dung\n1 Việc 1" in first


def test_a_head_is_repeated_over_rows_as_high_as_pages():
    columns = (TableColumn("STT", 1), TableColumn("Nội dung", 9))
    rows = [(str(n), "\n".join(["dòng"] * 30)) for n in range(1, 4)]
    table = Table("Bảng", columns, rows, total=("", "Cộng"))
    assert rows_by_page(table, after=20) == [["1"], ["2"], ["3", "Cộng"]]


def test_lines_of_a_cell_stay_lines():
    rows = [("1", "Triển khai trên cơ sở:\n- Áp dụng.\n- Ứng dụng.")]
    table = Table("Nhiệm vụ", (TableColumn("STT", 1), TableColumn("Nội dung", 9)), rows)
    with opened(render_pdf(document(blocks=[table]))) as file:
        (found,) = file.pages[0].extract_tables()
    assert found == [
        ["STT", "Nội dung"],
        ["1", "Triển khai trên cơ sở:\n- Áp dụng.\n- Ứng dụng."],
    ]


def elements(file: pikepdf.Pdf) -> Iterator[pikepdf.Dictionary]:
    waiting = list(file.Root.StructTreeRoot.K)
    while waiting:
        element = waiting.pop()
        if not isinstance(element, pikepdf.Dictionary) or "/S" not in element:
            continue
        yield element
        children = element.get("/K", [])
        waiting += list(children) if isinstance(children, pikepdf.Array) else [children]


def test_tags_name_headers_scopes_and_boxes(pdf):
    with pikepdf.open(io.BytesIO(pdf)) as file:
        found = list(elements(file))
        heads = [e for e in found if e.S == "/TH"]
        scopes = {str(e.A.Scope) for e in heads}
        assert scopes == {"/Column", "/Row"}
        for head in heads:
            group = head.P.P.S
            assert head.A.Scope == ("/Column" if group == "/THead" else "/Row")
        tree = file.Root.StructTreeRoot.IDTree.Names
        names, targets = [bytes(n) for n in tree[::2]], tree[1::2]
        assert names == sorted(names)
        assert {bytes(e.ID) for e in heads} == set(names)
        assert all(bytes(t.ID) == n for n, t in zip(names, targets, strict=True))
        named = [n for e in found if e.S == "/TD" for n in e.A.get("/Headers", [])]
        assert named
        assert {bytes(n) for n in named} <= set(names)
        (figure,) = [e for e in found if e.S == "/Figure"]
        assert str(figure.Alt) == "Lớp: 21, kế hoạch khoảng 10"
        left, low, right, high = (float(side) * MM for side in figure.A.BBox)
        assert (right - left, high - low) == pytest.approx((110, 21.35), abs=0.05)
        assert left == pytest.approx(30, abs=0.1)
        assert 200 < low < high < 277
        with file.open_metadata() as metadata:
            assert metadata["pdfuaid:part"] == "1"
        assert str(file.docinfo.Title) == "Tờ trình Về việc thử"
        assert str(file.docinfo.Author) == "ỦY BAN NHÂN DÂN TỈNH ĐỒNG THÁP"


def test_a_document_without_tables_has_no_tree_of_names():
    with pikepdf.open(io.BytesIO(render_pdf(document()))) as file:
        assert "/IDTree" not in file.Root.StructTreeRoot


def test_bookmarks_name_the_appendices(pdf):
    with pikepdf.open(io.BytesIO(pdf)) as file, file.open_outline() as outline:
        titles = [item.title for item in outline.root]
    assert titles == [
        "I. Mục",
        "Phụ lục I. Danh sách hỗ trợ",
        "Phụ lục II. Danh sách lớp",
        "Phụ lục III. Biểu đồ",
    ]


def test_charts_hold_the_document_s_letters(pdf):
    with opened(pdf) as file:
        page = file.pages[-1]
        letters = [c for c in page.chars if c["top"] > line(page, "Lớp: 21")["top"] / MM + 14]
    text = "".join(c["text"] for c in letters if c["text"].strip())
    assert "thờigianđãqua77,5%" in text
    assert {c["fontname"].partition("+")[2].removesuffix("-Bold") for c in letters} == {
        "Liberation-Serif"
    }
    assert min(c["size"] for c in letters) >= 11


def test_the_same_document_gives_the_same_bytes(pdf):
    assert render_pdf(full_document()) == pdf
