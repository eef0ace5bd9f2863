"""What the PDF's tags still lack when WeasyPrint has written them (ISO 14289-1)."""

from typing import Any

import pydyf

POINTS_PER_PIXEL = 0.75


def complete_tags(_document: Any, pdf: Any) -> None:
    """Give header cells their scope, header names their tree and figures their box.

    A WeasyPrint finisher: it runs on the objects before they are written.
    """
    elements = [o for o in pdf.objects if isinstance(o, pydyf.Dictionary) and "S" in o]
    names: dict[str, bytes] = {}
    for element in elements:
        kind = element["S"]
        if kind == "/TH":
            group = _parent(pdf, _parent(pdf, element))["S"]
            element["A"]["Scope"] = "/Column" if group == "/THead" else "/Row"
            names[element["ID"].string] = element.reference
        elif kind == "/Figure":
            element["A"]["BBox"] = _on_page(pdf, element)
    if names:
        pairs = [part for name in sorted(names) for part in (pydyf.String(name), names[name])]
        tree = pydyf.Dictionary({"Names": pydyf.Array(pairs)})
        pdf.add_object(tree)
        _object(pdf, pdf.catalog["StructTreeRoot"])["IDTree"] = tree.reference


def _object(pdf: Any, reference: bytes) -> Any:
    return pdf.objects[int(reference.split()[0])]


def _parent(pdf: Any, element: Any) -> Any:
    return _object(pdf, element["P"])


def _on_page(pdf: Any, figure: Any) -> pydyf.Array:
    """The box in the page's points from below; it was given in pixels from above."""
    left, top, right, bottom = (side * POINTS_PER_PIXEL for side in figure["A"]["BBox"])
    height = _object(pdf, figure["Pg"])["MediaBox"][3]
    return pydyf.Array([left, height - bottom, right, height - top])
