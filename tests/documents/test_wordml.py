"""DOCX files keep to the schema's order of properties (ECMA-376-1, 17), element by element."""

import io
import zipfile

import docx
import pytest
from docx.enum.text import WD_ALIGN_PARAGRAPH
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from lxml import etree

from core.documents import wordml
from core.documents.docx import render_docx
from core.documents.model import Heading, Paragraph, Table, TableColumn
from tests.documents.samples import document, full_document

ORDERS = {
    "sectPr": (
        "headerReference footerReference footnotePr endnotePr type pgSz pgMar paperSrc pgBorders"
        " lnNumType pgNumType cols formProt vAlign noEndnote titlePg textDirection bidi rtlGutter"
        " docGrid printerSettings sectPrChange"
    ),
    "pPr": (
        "pStyle keepNext keepLines pageBreakBefore framePr widowControl numPr suppressLineNumbers"
        " pBdr shd tabs suppressAutoHyphens kinsoku wordWrap overflowPunct topLinePunct"
        " autoSpaceDE autoSpaceDN bidi adjustRightInd snapToGrid spacing ind contextualSpacing"
        " mirrorIndents suppressOverlap jc textDirection textAlignment textboxTightWrap outlineLvl"
        " divId cnfStyle rPr sectPr pPrChange"
    ),
    "rPr": (
        "rStyle rFonts b bCs i iCs caps smallCaps strike dstrike outline shadow emboss imprint"
        " noProof snapToGrid vanish webHidden color spacing w kern position sz szCs highlight u"
        " effect bdr shd fitText vertAlign rtl cs em lang eastAsianLayout specVanish oMath"
    ),
    "tblPr": (
        "tblStyle tblpPr tblOverlap bidiVisual tblStyleRowBandSize tblStyleColBandSize tblW jc"
        " tblCellSpacing tblInd tblBorders shd tblLayout tblCellMar tblLook tblCaption"
        " tblDescription tblPrChange"
    ),
    "tcPr": (
        "cnfStyle tcW gridSpan hMerge vMerge tcBorders shd noWrap tcMar textDirection tcFitText"
        " vAlign hideMark headers cellIns cellDel cellMerge tcPrChange"
    ),
}
REPEATED = {"headerReference", "footerReference"}
# Row properties are a choice: any order, each once.
PARTS = ("word/document.xml", "word/styles.xml", "word/header1.xml")


@pytest.fixture(scope="module")
def package() -> zipfile.ZipFile:
    return zipfile.ZipFile(io.BytesIO(render_docx(full_document())))


@pytest.mark.parametrize("part", PARTS)
def test_properties_stand_once_and_in_the_order_of_the_schema(package, part):
    root = etree.fromstring(package.read(part))
    seen = 0
    for name, order in ORDERS.items():
        places = {child: index for index, child in enumerate(order.split())}
        for properties in root.iter(qn(f"w:{name}")):
            children = [etree.QName(child).localname for child in properties]
            found = [places[child] for child in children]
            assert found == sorted(found), (part, name, children)
            once = [child for child in children if child not in REPEATED]
            assert len(once) == len(set(once)), (part, name, children)
            seen += 1
    for properties in root.iter(qn("w:trPr")):
        children = [child.tag for child in properties]
        assert len(children) == len(set(children))
    assert seen


def test_every_appendix_is_numbered_from_one(package):
    root = etree.fromstring(package.read("word/document.xml"))
    starts = [
        [numbering.get(qn("w:start")) for numbering in section.iter(qn("w:pgNumType"))]
        for section in root.iter(qn("w:sectPr"))
    ]
    assert starts == [[], ["1"], ["1"], ["1"]]


def test_a_property_put_twice_stands_once():
    parent = OxmlElement("w:rPr")
    parent.append(OxmlElement("w:oMath"))
    for _time in range(2):
        wordml.set_language(parent)
    assert [etree.QName(child).localname for child in parent] == ["lang", "oMath"]


def test_charts_are_pictures_with_words(package):
    word = docx.Document(io.BytesIO(render_docx(full_document())))
    (picture,) = word.inline_shapes
    assert picture._inline.docPr.get("descr") == "Lớp: 21, kế hoạch khoảng 10"
    assert (round(picture.width.mm), round(picture.height.mm, 1)) == (110, 21.4)
    images = [name for name in package.namelist() if name.startswith("word/media/")]
    assert images == ["word/media/image1.png"]
    assert package.read(images[0])[:4] == b"\x89PNG"


@pytest.fixture(scope="module")
def word():
    return docx.Document(io.BytesIO(render_docx(full_document())))


def rule_of(paragraph, width: float) -> float:
    """Length in mm of the rule drawn as a paragraph's border."""
    assert paragraph._p.pPr.find(qn("w:pBdr")) is not None
    both = paragraph.paragraph_format
    return width - both.left_indent.mm - both.right_indent.mm


def test_the_head_of_the_word_file(word):
    left, right = word.tables[0].rows[0].cells
    assert left.paragraphs[0].text == "ỦY BAN NHÂN DÂN\nTỈNH ĐỒNG THÁP"
    assert right.paragraphs[1].text == "Độc lập - Tự do - Hạnh phúc"
    # The rule is as long as the motto; the issuer's 1/3 to 1/2 of its line.
    assert rule_of(right.paragraphs[2], 92) == pytest.approx(56.06, abs=0.2)
    assert rule_of(left.paragraphs[1], 70) == pytest.approx(28, abs=0.1)
    subject = next(i for i, p in enumerate(word.paragraphs) if p.style.name == "Trích yếu")
    rule, label = word.paragraphs[subject + 1 : subject + 3]
    assert rule_of(rule, 162) == pytest.approx(0.35 * 162, abs=0.1)
    assert rule.paragraph_format.space_after.pt == 12
    assert label.text == "Kính gửi:"


def test_addressees_of_the_word_file(word):
    several = [p for p in word.paragraphs if p.style.name == "Kính gửi"]
    assert [p.text for p in several] == [
        "Kính gửi:",
        "- Bộ Khoa học và Công nghệ;",
        "- UBND tỉnh Đồng Tháp.",
    ]
    label, first, second = (p.paragraph_format.left_indent.mm for p in several)
    assert first == second == pytest.approx(label + 16.4, abs=0.05)
    one = docx.Document(io.BytesIO(render_docx(document())))
    (alone,) = [p for p in one.paragraphs if p.style.name == "Kính gửi"]
    assert alone.text == "Kính gửi: Bộ Khoa học và Công nghệ."
    assert alone.alignment == WD_ALIGN_PARAGRAPH.CENTER
    none = docx.Document(io.BytesIO(render_docx(document(addressed_to=()))))
    assert not [p for p in none.paragraphs if p.style.name == "Kính gửi"]


def test_the_last_words_stay_with_the_signature():
    made = document(blocks=[Paragraph("Đầu."), Heading(1, "V.", "Kết"), Paragraph("Cuối.")])
    word = docx.Document(io.BytesIO(render_docx(made)))
    kept = {p.text: p.paragraph_format.keep_with_next for p in word.paragraphs}
    assert (kept["Đầu."], kept["V. Kết"], kept["Cuối./."], kept[""]) == (None, True, True, True)
    foot = word.tables[-1]
    assert len(foot.rows) == 1
    assert foot._tbl.tr_lst[0].trPr.find(qn("w:cantSplit")) is not None


def test_tables_stand_inside_the_margins(word):
    for table in word.tables:
        properties = table._tbl.tblPr
        indent = properties.find(qn("w:tblInd")).get(qn("w:w"))
        margin = properties.find(qn("w:tblCellMar")).find(qn("w:left")).get(qn("w:w"))
        assert indent == margin
    portrait, wide = word.tables[1], word.tables[3]
    assert sum(c.width.mm for c in portrait.rows[0].cells) == pytest.approx(162, abs=0.1)
    assert sum(c.width.mm for c in wide.rows[0].cells) == pytest.approx(249, abs=0.2)
    assert portrait.rows[0].cells[0].paragraphs[0].style.font.size.pt == 12
    assert wide.rows[0].cells[0].paragraphs[0].style.font.size.pt == 11


@pytest.mark.parametrize(
    ("count", "kept"),
    [(1, [True, False]), (3, [True] * 3 + [False]), (7, [True, *[False] * 5, True, False])],
)
def test_rows_that_no_page_may_leave_alone(count, kept):
    rows = [(str(n), "Việc") for n in range(1, count + 1)]
    table = Table("Bảng", (TableColumn("STT", 1), TableColumn("Nội dung", 9)), rows)
    made = docx.Document(io.BytesIO(render_docx(document(blocks=[table]))))
    cells = [row.cells for row in made.tables[1].rows]
    found = [{bool(c.paragraphs[0].paragraph_format.keep_with_next) for c in row} for row in cells]
    assert found == [{is_kept} for is_kept in kept]


def test_the_unit_line_stands_between_caption_and_table(word):
    names = [p.style.name for p in word.paragraphs]
    caption = names.index("Tên bảng")
    unit = word.paragraphs[caption + 1]
    assert (unit.text, unit.style.name) == ("Đơn vị tính: đồng", "Đơn vị tính")
    assert unit._p.getnext().tag == qn("w:tbl")


def test_every_page_has_the_margins_of_the_decree(word):
    for section in word.sections:
        sides = (section.top_margin, section.bottom_margin)
        sides += (section.left_margin, section.right_margin)
        assert [round(side.mm) for side in sides] == [20, 20, 30, 18]
