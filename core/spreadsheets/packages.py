"""Packages whose bytes depend on their content alone, whenever they are saved."""

import io
import zipfile
from datetime import datetime

from openpyxl import Workbook
from openpyxl.xml.functions import tostring

ZIP_TIME = (2020, 1, 1, 0, 0, 0)
CORE_PROPERTIES = "docProps/core.xml"


def with_fixed_times(package: bytes, parts: dict[str, bytes] | None = None) -> bytes:
    """The package (XLSX, DOCX) with one constant time on each of its parts.

    Args:
        parts: contents that stand in for those of the package, by name.
    """
    fixed, instead = io.BytesIO(), parts or {}
    with (
        zipfile.ZipFile(io.BytesIO(package)) as source,
        zipfile.ZipFile(fixed, "w", zipfile.ZIP_DEFLATED) as target,
    ):
        for name in source.namelist():
            info = zipfile.ZipInfo(name, ZIP_TIME)
            info.compress_type = zipfile.ZIP_DEFLATED
            target.writestr(info, instead.get(name) or source.read(name))
    return fixed.getvalue()


def workbook_bytes(workbook: Workbook, moment: datetime) -> bytes:
    """The workbook as made at `moment`: openpyxl writes the time of saving instead."""
    stream = io.BytesIO()
    workbook.save(stream)
    workbook.properties.created = workbook.properties.modified = moment
    properties = tostring(workbook.properties.to_tree())
    return with_fixed_times(stream.getvalue(), {CORE_PROPERTIES: properties})
