"""WordprocessingML elements python-docx has no name for, each at its place in the schema.

Word refuses or repairs a file whose properties are out of order or doubled (ECMA-376-1, 17).
"""

from typing import Any

from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.oxml.xmlchemy import BaseOxmlElement
from docx.section import Section
from docx.shared import Length, Mm, Pt
from docx.text.paragraph import Paragraph

# What follows each element in its parent; an element is put before the first of these found.
_SUCCESSORS = {
    "w:pgNumType": (
        *("w:cols", "w:formProt", "w:vAlign", "w:noEndnote", "w:titlePg", "w:textDirection"),
        *("w:bidi", "w:rtlGutter", "w:docGrid", "w:printerSettings", "w:sectPrChange"),
    ),
    "w:pBdr": (
        *("w:shd", "w:tabs", "w:suppressAutoHyphens", "w:kinsoku", "w:wordWrap"),
        *("w:overflowPunct", "w:topLinePunct", "w:autoSpaceDE", "w:autoSpaceDN", "w:bidi"),
        *("w:adjustRightInd", "w:snapToGrid", "w:spacing", "w:ind", "w:contextualSpacing"),
        *("w:mirrorIndents", "w:suppressOverlap", "w:jc", "w:textDirection"),
        *("w:textAlignment", "w:textboxTightWrap", "w:outlineLvl", "w:divId", "w:cnfStyle"),
        *("w:rPr", "w:sectPr", "w:pPrChange"),
    ),
    "w:lang": ("w:eastAsianLayout", "w:specVanish", "w:oMath", "w:rPrChange"),
    "w:tblInd": (
        *("w:tblBorders", "w:shd", "w:tblLayout", "w:tblCellMar", "w:tblLook"),
        *("w:tblCaption", "w:tblDescription", "w:tblPrChange"),
    ),
    "w:tblCellMar": ("w:tblLook", "w:tblCaption", "w:tblDescription", "w:tblPrChange"),
    "w:tblHeader": ("w:ins", "w:del", "w:trPrChange"),
    "w:cantSplit": ("w:ins", "w:del", "w:trPrChange"),
}


def put(parent: BaseOxmlElement, tag: str, **attributes: str) -> Any:
    """The element alone of its name in `parent`, at the schema's place."""
    parent.remove_all(tag)
    element = _element(tag, **attributes)
    parent.insert_element_before(element, *_SUCCESSORS[tag])
    return element


def _element(tag: str, **attributes: str) -> Any:
    element = OxmlElement(tag)
    for name, value in attributes.items():
        element.set(qn(f"w:{name}"), value)
    return element


def set_language(run_properties: Any) -> None:
    put(run_properties, "w:lang", val="vi-VN")


def restart_numbering(section: Section) -> None:
    """Pages from 1; a section begins as a copy of the one before, its numbering too."""
    put(section._sectPr, "w:pgNumType", start="1")


def mark_row(row: Any, tag: str) -> None:
    put(row._tr.get_or_add_trPr(), tag)


def set_table_edges(table: Any, margin: Length) -> None:
    """Cells with these side margins, the table's left edge at that of the text.

    Word hangs the first cell's margin out of the text unless it is indented.
    """
    properties = table._tbl.tblPr
    put(properties, "w:tblInd", w=str(margin.twips), type="dxa")
    margins = put(properties, "w:tblCellMar")
    for side in ("w:left", "w:right"):
        margins.append(_element(side, w=str(margin.twips), type="dxa"))


def add_rule(paragraph: Paragraph, *, length_mm: float, width_mm: float, after: float = 0) -> None:
    """A line under the paragraph, centred: the top border of a narrow empty one.

    Args:
        length_mm: length of the line.
        width_mm: width of the text or of the cell it is centred in.
        after: points below it.
    """
    rule = OxmlElement("w:p")
    paragraph._p.addnext(rule)
    line = Paragraph(rule, paragraph._parent)
    side = Mm((width_mm - length_mm) / 2)
    line.paragraph_format.left_indent = line.paragraph_format.right_indent = side
    line.paragraph_format.line_spacing = Pt(3)
    line.paragraph_format.space_after = Pt(after)
    borders = put(rule.get_or_add_pPr(), "w:pBdr")
    borders.append(_element("w:top", val="single", sz="6", space="1", color="000000"))


def add_field(paragraph: Paragraph, code: str, *, size: float, shown: str) -> None:
    """A field with the result shown until Word counts again."""
    instruction = OxmlElement("w:instrText")
    instruction.set(qn("xml:space"), "preserve")
    instruction.text = code
    for part in (
        _element("w:fldChar", fldCharType="begin"),
        instruction,
        _element("w:fldChar", fldCharType="separate"),
        shown,
        _element("w:fldChar", fldCharType="end"),
    ):
        run = paragraph.add_run(part if isinstance(part, str) else "")
        run.font.size = Pt(size)
        if not isinstance(part, str):
            run._r.append(part)
