"""Which cells must be filled in, and how long a text may be: as the record's own field says."""

import pytest

from core.importing.importers import importers
from core.spreadsheets.cells import CellError
from core.spreadsheets.schemas import Column
from enterprises.models import ContactPerson, Enterprise

REQUIRED = {
    "Doanh nghiệp": ["Mã số thuế", "Tên doanh nghiệp", "Đơn vị hành chính"],
    "Hỗ trợ": ["Mã số thuế", "Nội dung hỗ trợ", "Ngày bắt đầu", "Trạng thái"],
    "Chứng nhận": ["Mã số thuế", "Loại chứng nhận", "Tiêu chuẩn", "Số giấy chứng nhận", "Ngày cấp"],
    "Đào tạo": ["Tên lớp", "Từ ngày", "Đến ngày", "Trạng thái"],
    "Giải thưởng": ["Mã số thuế", "Năm", "Giải thưởng", "Kết quả"],
}
# No field is as long as these: names that are looked up, and a text without an end.
LONGEST = {"unit": 200, "item": 200, "result": 2000}
COLUMNS = [(importer, column) for importer in importers for column in importer.schema.columns]


def test_the_cells_that_must_be_filled_in():
    assert {
        importer.schema.name: [c.header for c in importer.schema.columns if c.required]
        for importer in importers
    } == REQUIRED


def length_of(importer, column: Column) -> int | None:
    """How long a text of the column may be; None for what is no text."""
    model, name = getattr(importer, "model", Enterprise), column.key
    if name.startswith("contact_"):
        model, name = ContactPerson, name.removeprefix("contact_")
    if not getattr(column.parse, "__qualname__", "").startswith(("text.", "vsic")):
        return None
    field = next((f for f in model._meta.concrete_fields if f.name == name), None)
    return getattr(field, "max_length", None) or LONGEST[name]


TEXTS = [
    (importer.schema.name, column.key, length)
    for importer, column in COLUMNS
    if (length := length_of(importer, column))
]


def test_the_texts_are_found():
    assert len(TEXTS) == 27


@pytest.mark.parametrize(("sheet", "key", "length"), TEXTS)
def test_a_text_may_be_as_long_as_its_field_and_no_longer(sheet, key, length):
    schema = next(i.schema for i in importers if i.schema.name == sheet)
    parse = next(column.parse for column in schema.columns if column.key == key)
    assert parse("x" * length) == "x" * length
    with pytest.raises(CellError) as error:
        parse("x" * (length + 1))
    assert error.value.code == "too_long"
