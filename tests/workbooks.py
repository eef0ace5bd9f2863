"""Workbooks for tests, as the department would send them."""

from collections.abc import Sequence
from pathlib import Path
from typing import Any

from openpyxl import Workbook

ENTERPRISES = ("Mã số thuế", "Tên doanh nghiệp", "Đơn vị hành chính", "Loại hình")
SUPPORTS = ("Mã số thuế", "Nội dung hỗ trợ", "Ngày bắt đầu", "Ngày hoàn thành", "Trạng thái")
CERTIFICATES = (
    "Mã số thuế",
    "Loại chứng nhận",
    "Tiêu chuẩn",
    "Số giấy chứng nhận",
    "Ngày cấp",
    "Ngày hết hạn",
    "Trạng thái",
    "Ngày hủy",
    "Được hỗ trợ",
)
CLASSES = ("Tên lớp", "Từ ngày", "Đến ngày", "Trạng thái")
AWARDS = ("Mã số thuế", "Năm", "Giải thưởng", "Kết quả", "Ngày quyết định")

Rows = Sequence[Sequence[Any]]


def make_workbook(path: Path, **sheets: Rows) -> Path:
    """Sheets by English key; the first row of each is its header."""
    names = {
        "enterprises": "Doanh nghiệp",
        "supports": "Hỗ trợ",
        "certificates": "Chứng nhận",
        "classes": "Đào tạo",
        "awards": "Giải thưởng",
    }
    workbook = Workbook()
    workbook.remove(workbook.active)
    for key, rows in sheets.items():
        sheet = workbook.create_sheet(names.get(key, key))
        for row in rows:
            sheet.append(list(row))
    workbook.save(path)
    return path


def tax_code(serial: int) -> str:
    """The `serial`-th valid tax code of province 12."""
    weights = (31, 29, 23, 19, 17, 13, 7, 5, 3)
    found = 0
    number = 0
    while True:
        number += 1
        digits = f"12{number:07d}"
        check = 10 - sum(int(d) * w for d, w in zip(digits, weights, strict=True)) % 11
        if check == 10:
            continue
        found += 1
        if found == serial:
            return f"{digits}{check}"
