"""What is refused before a single cell is read, with the reason in words.

The ZIP directory is checked before anything is unpacked, then every part is unpacked
once in small pieces, because a directory may lie (reference: an XLSX of 511 KB that
unpacked to 530 MB).
"""

import re
import zipfile
import zlib
from pathlib import Path

from django.conf import settings
from django.utils.translation import gettext as _

MAX_ENTRIES = 1000
MAX_UNPACKED_BYTES = 600 * 1024 * 1024
# XML of one table packs about 10 : 1, seldom 30 : 1.
MAX_RATIO = 150
SMALL_BYTES = 5 * 1024 * 1024
CHUNK = 1 << 20
# Of a piece the last bytes are looked at again, so that nothing is cut in two.
TAIL = 256
# 100,000 rows of the widest sheet are 2 million; a cell costs the reader some 30 bytes.
MOST_CELLS = 6_000_000
_FILLED = re.compile(rb"""<(?:\w+:)?c\s[^>]*?\br=["']([A-Z]{1,3})(\d{1,7})["'](?:[^>]*[^>/])?>""")
_OLE = bytes.fromhex("d0cf11e0a1b11ae1")


class WorkbookRefused(Exception):
    """The file cannot be read; `code` for programs, the message for the person."""

    def __init__(self, code: str, message: str) -> None:
        super().__init__(message)
        self.code = code


def check_workbook(path: Path) -> None:
    """Raise `WorkbookRefused` unless `path` is an ordinary XLSX workbook of bearable size."""
    if path.stat().st_size > settings.IMPORT_MAX_BYTES:
        limit = settings.IMPORT_MAX_BYTES // (1024 * 1024)
        raise WorkbookRefused(
            "too_large",
            _("Tệp lớn hơn %(limit)d MB. Chia thành nhiều tệp nhỏ hơn rồi nhập lần lượt.")
            % {"limit": limit},
        )
    with path.open("rb") as file:
        start = file.read(8)
    if start == _OLE:
        _refuse_ole(path)
    if not start.startswith(b"PK"):
        _refuse_foreign(path)
    try:
        with zipfile.ZipFile(path) as archive:
            _check_directory(archive)
            _check_kind(archive)
            for entry in archive.infolist():
                _check_part(archive, entry)
    except (zipfile.BadZipFile, zlib.error, EOFError, OSError, ValueError, RuntimeError) as error:
        raise damaged() from error


def damaged() -> WorkbookRefused:
    return WorkbookRefused(
        "damaged", _("Tệp bị hỏng, không mở được. Mở bằng Excel, lưu lại thành .xlsx.")
    )


def _refuse_ole(path: Path) -> None:
    if "EncryptedPackage".encode("utf-16-le") in path.read_bytes():
        raise WorkbookRefused(
            "encrypted", _("Tệp được đặt mật khẩu. Bỏ mật khẩu (lưu lại) rồi tải lên.")
        )
    raise WorkbookRefused(
        "xls", _("Tệp .xls là định dạng cũ. Mở bằng Excel, lưu thành .xlsx rồi tải lên.")
    )


def _refuse_foreign(path: Path) -> None:
    with path.open("rb") as file:
        sample = file.read(4096)
    if path.suffix.lower() == ".csv" or (b"\0" not in sample and sample.strip()):
        raise WorkbookRefused(
            "csv", _("Tệp là văn bản (.csv). Mở bằng Excel, lưu thành .xlsx rồi tải lên.")
        )
    raise WorkbookRefused("not_xlsx", _("Tệp không phải bảng tính Excel (.xlsx)."))


def _check_directory(archive: zipfile.ZipFile) -> None:
    entries = archive.infolist()
    unpacked = sum(entry.file_size for entry in entries)
    packed = sum(entry.compress_size for entry in entries) or 1
    if (
        len(entries) > MAX_ENTRIES
        or unpacked > MAX_UNPACKED_BYTES
        or (unpacked > SMALL_BYTES and unpacked / packed > MAX_RATIO)
    ):
        raise _bomb()
    if any(entry.flag_bits & 1 for entry in entries):
        raise WorkbookRefused(
            "encrypted", _("Tệp được đặt mật khẩu. Bỏ mật khẩu (lưu lại) rồi tải lên.")
        )


def _bomb() -> WorkbookRefused:
    return WorkbookRefused(
        "zip_bomb", _("Tệp phình ra quá lớn khi giải nén nên bị từ chối. Tạo lại tệp từ Excel.")
    )


def _check_kind(archive: zipfile.ZipFile) -> None:
    names = set(archive.namelist())
    if "mimetype" in names and b"opendocument" in archive.read("mimetype")[:200]:
        raise WorkbookRefused(
            "ods", _("Tệp .ods. Mở bằng LibreOffice hoặc Excel, lưu thành .xlsx rồi tải lên.")
        )
    if any(name.lower().endswith("vbaproject.bin") for name in names):
        raise WorkbookRefused(
            "macro", _("Tệp có macro (.xlsm). Lưu thành .xlsx không có macro rồi tải lên.")
        )
    if any(name.lower().startswith("xl/macrosheets/") for name in names):
        raise WorkbookRefused(
            "macro", _("Tệp có trang macro. Xóa trang macro, lưu lại thành .xlsx rồi tải lên.")
        )
    if "[Content_Types].xml" not in names or "xl/workbook.xml" not in names:
        raise WorkbookRefused("not_xlsx", _("Tệp không phải bảng tính Excel (.xlsx)."))
    if b"purl.oclc.org/ooxml" in archive.read("xl/workbook.xml"):
        raise WorkbookRefused(
            "strict",
            _("Tệp ở dạng Strict Open XML. Lưu thành “Excel Workbook (.xlsx)” rồi tải lên."),
        )


class Reach:
    """How far the filled cells of a sheet reach; the reader keeps the whole rectangle.

    Cells that hold a format alone are not filled: whole rows are often coloured.
    """

    def __init__(self) -> None:
        self.row = self.column = 0

    def look(self, text: bytes) -> None:
        """Look at a piece of the sheet's XML; raises WorkbookRefused past `MOST_CELLS`."""
        found = _FILLED.findall(text)
        self.row = max(self.row, *map(int, {digits for _letters, digits in found}), 0)
        for letters in {letters for letters, _digits in found}:
            column = 0
            for letter in letters:
                column = column * 26 + letter - ord("A") + 1
            self.column = max(self.column, column)
        if self.row * self.column > MOST_CELLS:
            raise WorkbookRefused(
                "too_far",
                _(
                    "Trang tính có ô được ghi ở rất xa (dòng %(row)d, cột thứ %(column)d)."
                    " Xóa các dòng, cột thừa rồi lưu lại."
                )
                % {"row": self.row, "column": self.column},
            )


def _check_part(archive: zipfile.ZipFile, entry: zipfile.ZipInfo) -> None:
    """Unpack one part piece by piece: real size, and no document type or entities."""
    is_xml = entry.filename.endswith((".xml", ".rels"))
    is_sheet = entry.filename.startswith("xl/worksheets/")
    size, tail = 0, b""
    reach = Reach()
    with archive.open(entry) as part:
        while piece := part.read(CHUNK):
            size += len(piece)
            if size > MAX_UNPACKED_BYTES:
                raise _bomb()
            # Either byte order of UTF-16 shows as the same letters with zeros between.
            text = (tail + piece).replace(b"\0", b"") if is_xml else b""
            if b"<!DOCTYPE" in text or b"<!ENTITY" in text:
                raise WorkbookRefused(
                    "xml_entities",
                    _("Tệp chứa khai báo XML không an toàn nên bị từ chối. Tạo lại tệp từ Excel."),
                )
            if is_sheet:
                reach.look(text)
            tail = piece[-TAIL:]
