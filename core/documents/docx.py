"""DOCX through python-docx: named styles of the decree's elements, native tables, page fields."""

import io
import zipfile
from datetime import UTC, datetime
from typing import Any

import docx
from django.utils.translation import gettext as _
from docx.document import Document
from docx.enum.section import WD_ORIENT, WD_SECTION
from docx.enum.style import WD_STYLE_TYPE
from docx.enum.table import WD_TABLE_ALIGNMENT
from docx.enum.text import WD_ALIGN_PARAGRAPH
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.section import Section
from docx.shared import Mm, Pt, RGBColor
from docx.styles.style import ParagraphStyle
from docx.text.paragraph import Paragraph as DocxParagraph

from core.documents.model import (
    AdministrativeDocument,
    Block,
    Bullets,
    Drawing,
    Heading,
    Table,
    addressee_lines,
    recipient_lines,
    roman_appendix,
)

FONT = "Times New Roman"
TEXT_WIDTH_MM, WIDE_TEXT_MM = 162, 257
_ALIGN = {
    "left": WD_ALIGN_PARAGRAPH.LEFT,
    "center": WD_ALIGN_PARAGRAPH.CENTER,
    "right": WD_ALIGN_PARAGRAPH.RIGHT,
    "justify": WD_ALIGN_PARAGRAPH.JUSTIFY,
}
# Name: (size in points, bold, italic, alignment, space before in points)
_STYLES: dict[str, tuple[float, bool, bool, str, float]] = {
    "Cơ quan chủ quản": (12, False, False, "center", 0),
    "Cơ quan ban hành": (12, True, False, "center", 0),
    "Quốc hiệu": (12, True, False, "center", 0),
    "Tiêu ngữ": (13, True, False, "center", 0),
    "Số, ký hiệu": (13, False, False, "center", 6),
    "Địa danh, ngày tháng": (13, False, True, "center", 6),
    "Tên loại văn bản": (14, True, False, "center", 12),
    "Trích yếu": (13, True, False, "center", 0),
    "Kính gửi": (13, False, False, "left", 0),
    "Căn cứ": (13, False, True, "justify", 6),
    "Nội dung": (13, False, False, "justify", 6),
    "Tên bảng": (11, True, False, "center", 8),
    "Đơn vị tính": (12, False, True, "right", 6),
    "Ô bảng": (11, False, False, "left", 1),
    "Nơi nhận": (12, True, True, "left", 0),
    "Danh sách nhận": (11, False, False, "left", 0),
    "Chức vụ": (13, True, False, "center", 0),
    "Người ký": (13, True, False, "center", 68),
    "Phụ lục": (14, True, False, "center", 0),
    "Tên phụ lục": (13, True, False, "center", 0),
    "Kèm theo": (13, False, True, "center", 0),
}


def render_docx(document: AdministrativeDocument) -> bytes:
    """The document as DOCX bytes; the same document gives the same bytes."""
    word = docx.Document()
    _prepare_styles(word)
    _set_page(word.sections[0], is_landscape=False)
    _set_properties(word, document)
    _add_head(word, document)
    _add_body(word, document)
    _add_foot(word, document)
    for index, appendix in enumerate(document.appendices, 1):
        section = word.add_section(WD_SECTION.NEW_PAGE)
        _set_page(section, is_landscape=appendix.is_landscape)
        _restart_numbering(section)
        word.add_paragraph(roman_appendix(index, len(document.appendices)), "Phụ lục")
        word.add_paragraph(appendix.title.upper(), "Tên phụ lục")
        word.add_paragraph(document.attached_line, "Kèm theo")
        width = WIDE_TEXT_MM if appendix.is_landscape else TEXT_WIDTH_MM
        for block in appendix.blocks:
            _add_block(word, block, width)
    return _with_fixed_times(word)


def _prepare_styles(word: Document) -> None:
    normal = word.styles["Normal"]
    _set_font(normal, 13, is_bold=False, is_italic=False)
    normal.paragraph_format.space_after = Pt(0)
    for name, (size, is_bold, is_italic, align, before) in _STYLES.items():
        style = word.styles.add_style(name, WD_STYLE_TYPE.PARAGRAPH)
        style.base_style = normal
        _set_font(style, size, is_bold=is_bold, is_italic=is_italic)
        style.paragraph_format.alignment = _ALIGN[align]
        style.paragraph_format.space_before = Pt(before)
        if name in {"Nội dung", "Căn cứ"}:
            style.paragraph_format.first_line_indent = Mm(12.7)
        if name in {"Tên bảng", "Đơn vị tính", "Phụ lục", "Tên phụ lục"}:
            style.paragraph_format.keep_with_next = True
    for level in (1, 2, 3):
        style = word.styles[f"Heading {level}"]
        _set_font(style, 13, is_bold=True, is_italic=False)
        style.paragraph_format.space_before = Pt(9)
        style.paragraph_format.space_after = Pt(0)
        style.paragraph_format.first_line_indent = Mm(12.7)
        style.paragraph_format.keep_with_next = True
        style.font.all_caps = level == 1


def _set_font(style: ParagraphStyle, size: float, *, is_bold: bool, is_italic: bool) -> None:
    style.font.name, style.font.size = FONT, Pt(size)
    style.font.bold, style.font.italic = is_bold, is_italic
    style.font.color.rgb = RGBColor(0, 0, 0)
    fonts = style.element.get_or_add_rPr().get_or_add_rFonts()
    for theme in ("asciiTheme", "hAnsiTheme", "eastAsiaTheme", "cstheme"):
        fonts.attrib.pop(qn(f"w:{theme}"), None)
    for kind in ("ascii", "hAnsi", "eastAsia", "cs"):
        fonts.set(qn(f"w:{kind}"), FONT)
    language = OxmlElement("w:lang")
    language.set(qn("w:val"), "vi-VN")
    style.element.get_or_add_rPr().append(language)


def _set_page(section: Section, *, is_landscape: bool) -> None:
    """A4 with the decree's margins; the page's number centred in the top margin, not on page 1."""
    short, long = Mm(210), Mm(297)
    section.orientation = WD_ORIENT.LANDSCAPE if is_landscape else WD_ORIENT.PORTRAIT
    section.page_width, section.page_height = (long, short) if is_landscape else (short, long)
    section.top_margin = Mm(30 if is_landscape else 20)
    section.bottom_margin = Mm(18 if is_landscape else 20)
    section.left_margin = Mm(20 if is_landscape else 30)
    section.right_margin = Mm(20 if is_landscape else 18)
    section.header_distance = Mm(10)
    section.different_first_page_header_footer = True
    section.header.is_linked_to_previous = False
    section.first_page_header.is_linked_to_previous = False
    paragraph = section.header.paragraphs[0]
    paragraph.alignment = WD_ALIGN_PARAGRAPH.CENTER
    _add_field(paragraph, "PAGE")


def _add_field(paragraph: DocxParagraph, code: str) -> None:
    for kind, text in (("begin", ""), ("", code), ("separate", ""), ("", "2"), ("end", "")):
        run = paragraph.add_run()
        run.font.size = Pt(13)
        if kind:
            mark = OxmlElement("w:fldChar")
            mark.set(qn("w:fldCharType"), kind)
            run._r.append(mark)
        elif text == code:
            instruction = OxmlElement("w:instrText")
            instruction.set(qn("xml:space"), "preserve")
            instruction.text = text
            run._r.append(instruction)
        else:
            run.text = text


def _restart_numbering(section: Section) -> None:
    numbering = OxmlElement("w:pgNumType")
    numbering.set(qn("w:start"), "1")
    section._sectPr.append(numbering)


def _set_properties(word: Document, document: AdministrativeDocument) -> None:
    properties = word.core_properties
    properties.title, properties.author = document.title, document.issuer
    properties.language = "vi-VN"
    properties.comments = ""
    moment = datetime(document.year, 1, 1, tzinfo=UTC)
    properties.created = properties.modified = moment


def _add_head(word: Document, document: AdministrativeDocument) -> None:
    table = word.add_table(rows=1, cols=2)
    table.alignment = WD_TABLE_ALIGNMENT.CENTER
    _set_widths(table, (70, 92))
    left, right = table.rows[0].cells
    lines = [(document.superior, "Cơ quan chủ quản")] if document.superior else []
    lines += [(document.issuer, "Cơ quan ban hành")]
    _fill(left, lines)
    _add_rule(left.paragraphs[-1], share=0.4, width_mm=70)
    left.add_paragraph(document.number_line, "Số, ký hiệu")
    _fill(
        right,
        [
            (_("CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM"), "Quốc hiệu"),
            (_("Độc lập - Tự do - Hạnh phúc"), "Tiêu ngữ"),
        ],
    )
    _add_rule(right.paragraphs[-1], share=0.6, width_mm=92)
    right.add_paragraph(document.date_line, "Địa danh, ngày tháng")


def _fill(cell: Any, lines: list[tuple[str, str]]) -> None:
    """Paragraphs of a cell, reusing the empty one each cell has."""
    for index, (text, style) in enumerate(lines):
        paragraph = cell.paragraphs[0] if index == 0 else cell.add_paragraph()
        paragraph.text = text
        paragraph.style = style


def _add_rule(paragraph: DocxParagraph, *, share: float, width_mm: float) -> None:
    """A short line under the paragraph: the bottom border of a narrow empty one."""
    rule = OxmlElement("w:p")
    paragraph._p.addnext(rule)
    line = DocxParagraph(rule, paragraph._parent)
    side = Mm(width_mm * (1 - share) / 2)
    line.paragraph_format.left_indent = line.paragraph_format.right_indent = side
    line.paragraph_format.line_spacing = Pt(3)
    borders = OxmlElement("w:pBdr")
    top = OxmlElement("w:top")
    for name, value in (("val", "single"), ("sz", "6"), ("space", "1"), ("color", "000000")):
        top.set(qn(f"w:{name}"), value)
    borders.append(top)
    line._p.get_or_add_pPr().append(borders)


def _add_body(word: Document, document: AdministrativeDocument) -> None:
    word.add_paragraph(document.kind_name, "Tên loại văn bản")
    subject = word.add_paragraph(document.subject, "Trích yếu")
    _add_rule(subject, share=0.35, width_mm=TEXT_WIDTH_MM)
    lines = addressee_lines(document.addressed_to)
    for index, line in enumerate(lines):
        paragraph = word.add_paragraph(style="Kính gửi")
        paragraph.paragraph_format.left_indent = Mm(32 if index == 0 else 52)
        paragraph.add_run(f"{_('Kính gửi:')}  {line}" if index == 0 else line)
    for line in document.legal_basis:
        word.add_paragraph(line, "Căn cứ")
    for block in document.closed_blocks():
        _add_block(word, block, TEXT_WIDTH_MM)


def _add_block(word: Document, block: Block, width_mm: int) -> None:
    if isinstance(block, Heading):
        word.add_paragraph(f"{block.marker} {block.text}", f"Heading {block.level}")
    elif isinstance(block, Bullets):
        for item in block.items:
            word.add_paragraph(f"- {item}", "Nội dung")
    elif isinstance(block, Table):
        _add_table(word, block, width_mm)
    elif isinstance(block, Drawing):
        return  # Word holds no SVG everywhere; the table beside the charts has their numbers
    else:
        word.add_paragraph(block.text, "Nội dung")


def _add_table(word: Document, block: Table, width_mm: int) -> None:
    if block.unit_line:
        word.add_paragraph(block.unit_line, "Đơn vị tính")
    word.add_paragraph(block.caption, "Tên bảng")
    table = word.add_table(rows=1, cols=len(block.columns))
    table.style = "Table Grid"
    whole = sum(column.width for column in block.columns)
    for cell, column in zip(table.rows[0].cells, block.columns, strict=True):
        _write_cell(cell, column.header, "center", is_bold=True)
    _mark_row(table.rows[0], "w:tblHeader")
    for row, is_total in [
        *((r, False) for r in block.rows),
        *([(block.total, True)] if block.total else []),
    ]:
        cells = table.add_row().cells
        for cell, text, column in zip(cells, row, block.columns, strict=True):
            _write_cell(cell, text, column.align, is_bold=is_total)
    _set_widths(table, [width_mm * column.width / whole for column in block.columns])
    for row in table.rows:
        _mark_row(row, "w:cantSplit")
    word.add_paragraph(style="Ô bảng")


def _write_cell(cell: Any, text: str, align: str, *, is_bold: bool) -> None:
    paragraph = cell.paragraphs[0]
    paragraph.style = "Ô bảng"
    paragraph.alignment = _ALIGN[align]
    paragraph.add_run(text).bold = is_bold


def _mark_row(row: Any, name: str) -> None:
    row._tr.get_or_add_trPr().append(OxmlElement(name))


def _set_widths(table: Any, widths_mm: Any) -> None:
    table.autofit = False
    _set_cell_margins(table)
    for row in table.rows:
        for cell, width in zip(row.cells, widths_mm, strict=True):
            cell.width = Mm(width)
    for column, width in zip(table.columns, widths_mm, strict=True):
        column.width = Mm(width)


def _set_cell_margins(table: Any) -> None:
    """Narrow sides, so that a date fits its column."""
    margins = OxmlElement("w:tblCellMar")
    for side in ("left", "right"):
        edge = OxmlElement(f"w:{side}")
        edge.set(qn("w:w"), "55")
        edge.set(qn("w:type"), "dxa")
        margins.append(edge)
    table._tbl.tblPr.append(margins)


def _add_foot(word: Document, document: AdministrativeDocument) -> None:
    word.add_paragraph(style="Ô bảng").paragraph_format.keep_with_next = True
    table = word.add_table(rows=1, cols=2)
    _set_widths(table, (81, 81))
    _mark_row(table.rows[0], "w:cantSplit")
    left, right = table.rows[0].cells
    recipients = [(line, "Danh sách nhận") for line in recipient_lines(document.recipients)]
    _fill(left, [(_("Nơi nhận:"), "Nơi nhận"), *recipients])
    _fill(right, [(line, "Chức vụ") for line in document.signer_authority])
    right.add_paragraph(document.signer_name, "Người ký")


def _with_fixed_times(word: Document) -> bytes:
    """The package with constant times inside, so that its checksum depends on its text alone."""
    raw, fixed = io.BytesIO(), io.BytesIO()
    word.save(raw)
    with (
        zipfile.ZipFile(raw) as source,
        zipfile.ZipFile(fixed, "w", zipfile.ZIP_DEFLATED) as target,
    ):
        for entry in source.infolist():
            info = zipfile.ZipInfo(entry.filename, (2020, 1, 1, 0, 0, 0))
            info.compress_type = zipfile.ZIP_DEFLATED
            target.writestr(info, source.read(entry))
    return fixed.getvalue()
