"""DOCX through python-docx: named styles of the decree's elements, native tables, page fields."""

import io
import zipfile
from collections.abc import Sequence
from datetime import UTC, datetime
from typing import Any

import docx
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from docx.document import Document
from docx.enum.section import WD_ORIENT, WD_SECTION
from docx.enum.style import WD_STYLE_TYPE
from docx.enum.text import WD_ALIGN_PARAGRAPH
from docx.oxml.ns import qn
from docx.section import Section
from docx.shared import Length, Mm, Pt, RGBColor
from docx.styles.style import ParagraphStyle

from core.documents import wordml
from core.documents.drawings import png
from core.documents.measures import SIZES, TEXT_WIDTH, WIDE_TEXT, table_layout, text_width
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
COUNTRY = gettext_lazy("CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM")
MOTTO = gettext_lazy("Độc lập - Tự do - Hạnh phúc")
MOTTO_SIZE = 13
TABLE_SIZE, WIDE_TABLE_SIZE = SIZES
# Halves of the head (mm), and the side margin of a table's cells: a date fits its column.
LEFT_HALF, RIGHT_HALF = 70, 92
CELL_MARGIN = Pt(2.75)
# Width (mm) of "Kính gửi": of several addressees each begins under the colon.
UNDER_COLON = 16.4
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
    "Tiêu ngữ": (MOTTO_SIZE, True, False, "center", 0),
    "Số, ký hiệu": (13, False, False, "center", 6),
    "Địa danh, ngày tháng": (13, False, True, "center", 6),
    "Tên loại văn bản": (14, True, False, "center", 12),
    "Trích yếu": (13, True, False, "center", 0),
    "Kính gửi": (13, False, False, "left", 0),
    "Căn cứ": (13, False, True, "justify", 6),
    "Nội dung": (13, False, False, "justify", 6),
    "Tên bảng": (12, True, False, "center", 8),
    "Đơn vị tính": (12, False, True, "right", 0),
    "Ô bảng": (TABLE_SIZE, False, False, "left", 1),
    "Ô bảng rộng": (WIDE_TABLE_SIZE, False, False, "left", 1),
    "Tên biểu đồ": (12, True, False, "left", 8),
    "Biểu đồ": (12, False, False, "left", 4),
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
        wordml.restart_numbering(section)
        word.add_paragraph(roman_appendix(index, len(document.appendices)), "Phụ lục")
        word.add_paragraph(appendix.title.upper(), "Tên phụ lục")
        word.add_paragraph(document.attached_line, "Kèm theo")
        width = WIDE_TEXT if appendix.is_landscape else TEXT_WIDTH
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
        if name in {"Tên bảng", "Đơn vị tính", "Tên biểu đồ", "Phụ lục", "Tên phụ lục"}:
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
    wordml.set_language(style.element.get_or_add_rPr())


def _set_page(section: Section, *, is_landscape: bool) -> None:
    """A4 with the decree's margins, turned or not; the page's number centred at the top, not on page 1."""
    short, long = Mm(210), Mm(297)
    section.orientation = WD_ORIENT.LANDSCAPE if is_landscape else WD_ORIENT.PORTRAIT
    section.page_width, section.page_height = (long, short) if is_landscape else (short, long)
    section.top_margin = section.bottom_margin = Mm(20)
    section.left_margin, section.right_margin = Mm(30), Mm(18)
    section.header_distance = Mm(10)
    section.different_first_page_header_footer = True
    section.header.is_linked_to_previous = False
    section.first_page_header.is_linked_to_previous = False
    paragraph = section.header.paragraphs[0]
    paragraph.alignment = WD_ALIGN_PARAGRAPH.CENTER
    wordml.add_field(paragraph, "PAGE", size=13, shown="2")


def _set_properties(word: Document, document: AdministrativeDocument) -> None:
    properties = word.core_properties
    properties.title, properties.author = document.title, document.issuer
    properties.language = "vi-VN"
    properties.comments = ""
    moment = datetime(document.year, 1, 1, tzinfo=UTC)
    properties.created = properties.modified = moment


def _add_head(word: Document, document: AdministrativeDocument) -> None:
    table = word.add_table(rows=1, cols=2)
    _set_widths(table, (LEFT_HALF, RIGHT_HALF), margin=Pt(0))
    left, right = table.rows[0].cells
    lines = [(document.superior, "Cơ quan chủ quản")] if document.superior else []
    lines += [("\n".join(document.issuer_lines), "Cơ quan ban hành")]
    _fill(left, lines)
    wordml.add_rule(left.paragraphs[-1], length_mm=0.4 * LEFT_HALF, width_mm=LEFT_HALF)
    left.add_paragraph(document.number_line, "Số, ký hiệu")
    _fill(right, [(str(COUNTRY), "Quốc hiệu"), (str(MOTTO), "Tiêu ngữ")])
    wordml.add_rule(
        right.paragraphs[-1], length_mm=text_width(str(MOTTO), MOTTO_SIZE), width_mm=RIGHT_HALF
    )
    if document.is_dated:
        right.add_paragraph(document.date_line, "Địa danh, ngày tháng")


def _fill(cell: Any, lines: list[tuple[str, str]]) -> None:
    """Paragraphs of a cell, reusing the empty one each cell has."""
    for index, (text, style) in enumerate(lines):
        paragraph = cell.paragraphs[0] if index == 0 else cell.add_paragraph()
        paragraph.text = text
        paragraph.style = style


def _add_body(word: Document, document: AdministrativeDocument) -> None:
    word.add_paragraph(document.kind_name, "Tên loại văn bản")
    subject = word.add_paragraph(document.subject, "Trích yếu")
    wordml.add_rule(subject, length_mm=0.35 * TEXT_WIDTH, width_mm=TEXT_WIDTH, after=12)
    _add_addressees(word, addressee_lines(document.addressed_to))
    for line in document.legal_basis:
        word.add_paragraph(line, "Căn cứ")
    blocks, closing = document.body_and_closing()
    for block in blocks:
        _add_block(word, block, TEXT_WIDTH)
    first = len(word.paragraphs)
    for block in closing:
        _add_block(word, block, TEXT_WIDTH)
    for paragraph in word.paragraphs[first:]:
        paragraph.paragraph_format.keep_with_next = True


def _add_addressees(word: Document, lines: list[str]) -> None:
    """One stands centred; several stand in lines of their own, under the colon."""
    if len(lines) == 1:
        paragraph = word.add_paragraph(f"{_('Kính gửi:')} {lines[0]}", "Kính gửi")
        paragraph.alignment = WD_ALIGN_PARAGRAPH.CENTER
    elif lines:
        longest = max(text_width(line, 13) for line in lines)
        left = max((TEXT_WIDTH - UNDER_COLON - longest) / 2, 0)
        paragraph = word.add_paragraph(_("Kính gửi:"), "Kính gửi")
        paragraph.paragraph_format.left_indent = Mm(left)
        for line in lines:
            paragraph = word.add_paragraph(line, "Kính gửi")
            paragraph.paragraph_format.left_indent = Mm(left + UNDER_COLON)
    else:
        return
    paragraph.paragraph_format.space_after = Pt(12)


def _add_block(word: Document, block: Block, width_mm: float) -> None:
    if isinstance(block, Heading):
        word.add_paragraph(f"{block.marker} {block.text}", f"Heading {block.level}")
    elif isinstance(block, Bullets):
        for item in block.items:
            word.add_paragraph(f"- {item}", "Nội dung")
    elif isinstance(block, Table):
        _add_table(word, block, width_mm)
    elif isinstance(block, Drawing):
        _add_drawing(word, block)
    else:
        word.add_paragraph(block.text, "Nội dung")


def _add_drawing(word: Document, block: Drawing) -> None:
    """The words, then the same chart as the PDF's with the words for those who cannot see it."""
    word.add_paragraph(block.words, "Tên biểu đồ")
    run = word.add_paragraph(style="Biểu đồ").add_run()
    picture = run.add_picture(io.BytesIO(png(block)), width=Mm(block.width_mm))._inline
    picture.docPr.set("descr", block.words)
    for side in ("distT", "distB", "distL", "distR"):
        picture.set(side, "0")  # else LibreOffice keeps 3 mm around it


def _add_table(word: Document, block: Table, width_mm: float) -> None:
    layout = table_layout(block, width_mm)
    word.add_paragraph(block.caption, "Tên bảng")
    if block.unit_line:
        word.add_paragraph(block.unit_line, "Đơn vị tính")
    table = word.add_table(rows=1, cols=len(block.columns))
    table.style = "Table Grid"
    style = word.styles["Ô bảng" if layout.size == TABLE_SIZE else "Ô bảng rộng"].style_id
    for cell, column in zip(table.rows[0].cells, block.columns, strict=True):
        _write_cell(cell, column.header, "center", style, is_bold=True)
    wordml.mark_row(table.rows[0], "w:tblHeader")
    for row, is_total in [
        *((r, False) for r in block.rows),
        *([(block.total, True)] if block.total else []),
    ]:
        cells = table.add_row().cells
        for cell, text, column in zip(cells, row, block.columns, strict=True):
            _write_cell(cell, text, column.align, style, is_bold=is_total)
    _set_widths(table, layout.widths, margin=CELL_MARGIN)
    _keep_rows(list(table.rows), is_whole=layout.is_whole)
    word.add_paragraph(style="Ô bảng")


def _keep_rows(rows: list[Any], *, is_whole: bool) -> None:
    """No row parted, the head never without a row, nor the last row or a total without the one before."""
    for row in rows:
        wordml.mark_row(row, "w:cantSplit")
    for row in rows[:-1] if is_whole else (rows[0], *rows[-2:-1]):
        for cell in row.cells:
            cell.paragraphs[0].paragraph_format.keep_with_next = True


def _write_cell(cell: Any, text: str, align: str, style_id: str, *, is_bold: bool) -> None:
    paragraph = cell.paragraphs[0]
    paragraph._p.style = style_id  # by its name, python-docx would search all styles each time
    paragraph.alignment = _ALIGN[align]
    paragraph.add_run(text).bold = is_bold


def _set_widths(table: Any, widths_mm: Sequence[float], *, margin: Length) -> None:
    table.autofit = False
    wordml.set_table_edges(table, margin)
    for row in table.rows:
        for cell, width in zip(row.cells, widths_mm, strict=True):
            cell.width = Mm(width)
    for column, width in zip(table.columns, widths_mm, strict=True):
        column.width = Mm(width)


def _add_foot(word: Document, document: AdministrativeDocument) -> None:
    """Recipients beside the signature; of two signatures below them, on the same page."""
    has_two = bool(document.secretary_authority)
    word.add_paragraph(style="Ô bảng").paragraph_format.keep_with_next = True
    table = word.add_table(rows=2 if has_two else 1, cols=2)
    _set_widths(table, (TEXT_WIDTH / 2, TEXT_WIDTH / 2), margin=Pt(0))
    for row in table.rows:
        wordml.mark_row(row, "w:cantSplit")
    left, right = table.rows[0].cells
    _add_signature(right, document.signer_authority, document.signer_name)
    if not has_two:
        _add_recipients(left, document)
        return
    _add_signature(left, document.secretary_authority, document.secretary_name)
    for paragraph in (*left.paragraphs, *right.paragraphs):
        paragraph.paragraph_format.keep_with_next = True
    below = table.rows[1].cells[0]
    _add_recipients(below, document)
    below.paragraphs[0].paragraph_format.space_before = Pt(16)


def _add_recipients(cell: Any, document: AdministrativeDocument) -> None:
    recipients = [(line, "Danh sách nhận") for line in recipient_lines(document.recipients)]
    _fill(cell, [(_("Nơi nhận:"), "Nơi nhận"), *recipients])


def _add_signature(cell: Any, authority: Sequence[str], name: str) -> None:
    _fill(cell, [(line, "Chức vụ") for line in authority])
    cell.add_paragraph(name, "Người ký")


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
