"""Charts in documents: the SVG of the pages in the document's letters, as SVG or as PNG."""

import re
from pathlib import Path

from core.documents.model import Drawing

DOTS_PER_MM = 12  # about 300 dpi
# Where Debian keeps the faces with every Vietnamese letter. An older version of the same name may
# stand beside it, without them; elsewhere the system's faces are searched.
_FACES = Path("/usr/share/fonts/truetype/liberation2")
_FONTS = re.compile(r'font-family="[^"]*"')
_VIEW_BOX = re.compile(r'viewBox="0 0 ([\d.]+) ([\d.]+)"')


def standalone_svg(drawing: Drawing) -> str:
    """The drawing as a file of its own: a picture knows nothing of the page's styles."""
    svg = _FONTS.sub('font-family="Times New Roman, Liberation Serif, serif"', drawing.svg)
    if "xmlns=" not in svg:
        svg = svg.replace("<svg ", '<svg xmlns="http://www.w3.org/2000/svg" ', 1)
    return svg


def height_mm(drawing: Drawing) -> float:
    """Height at the drawing's width; every chart states its proportions in `viewBox`."""
    found = _VIEW_BOX.search(drawing.svg)
    if found is None:
        msg = f"{drawing.words}: no viewBox"
        raise ValueError(msg)
    return drawing.width_mm * float(found[2]) / float(found[1])


def png(drawing: Drawing) -> bytes:
    """The drawing for Word, which does not show SVG everywhere."""
    import resvg_py  # noqa: PLC0415 - slow import

    faces = sorted(str(face) for face in _FACES.glob("LiberationSerif-*.ttf"))
    return bytes(
        resvg_py.svg_to_bytes(
            svg_string=standalone_svg(drawing),
            width=drawing.width_mm * DOTS_PER_MM,
            background="#ffffff",
            font_files=faces,
            skip_system_fonts=bool(faces),
        )
    )
