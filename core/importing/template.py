"""The workbook to fill in: every sheet of the format with its headers, choices and a guide."""

from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from openpyxl import Workbook
from openpyxl.styles import Alignment, Font, PatternFill
from openpyxl.utils import get_column_letter
from openpyxl.worksheet.datavalidation import DataValidation
from openpyxl.worksheet.worksheet import Worksheet

from core.importing.importers import GUIDE, importers
from core.spreadsheets import cells
from core.spreadsheets.cells import Choice, Parser
from core.spreadsheets.schemas import Column, SheetSchema
from core.spreadsheets.writing import Writable

HINTS: dict[Parser, Any] = {
    cells.tax_code: gettext_lazy(
        "10 chữ số; chi nhánh 13 chữ số (1200100557-001); hộ kinh doanh có thể 12 chữ số."
    ),
    cells.day: gettext_lazy("Ngày/tháng/năm, ví dụ 05/01/2024."),
    cells.year: gettext_lazy("Bốn chữ số, ví dụ 2024."),
    cells.count: gettext_lazy("Số nguyên, ví dụ 1.234."),
    cells.vnd: gettext_lazy("Số đồng, không có phần lẻ, ví dụ 15.000.000."),
    cells.million_vnd: gettext_lazy("Số triệu đồng, ví dụ 1.250 hoặc 12,5."),
    cells.flag: gettext_lazy("x nếu có; để trống nếu không."),
}
LAST_ROW = 5000
_FONT = "Times New Roman"
_REQUIRED = PatternFill("solid", fgColor="CFE3DF")
_OPTIONAL = PatternFill("solid", fgColor="EEF4F2")


def write_template(stream: Writable) -> None:
    """One sheet for each importer, as `import_workbook` reads them."""
    workbook = Workbook()
    guide = workbook.active
    guide.title = str(GUIDE)
    _start_guide(guide)
    for importer in importers:
        _add_sheet(workbook.create_sheet(importer.schema.name), importer.schema)
        for column in importer.schema.columns:
            _describe(guide, importer.schema, column)
    workbook.move_sheet(guide, len(workbook.sheetnames) - 1)
    workbook.active = 0
    guide.sheet_view.tabSelected = False
    workbook.save(stream)


def _add_sheet(sheet: Worksheet, schema: SheetSchema) -> None:
    sheet.freeze_panes = "A2"
    for index, column in enumerate(schema.columns, 1):
        cell = sheet.cell(1, index, f"{column.header}*" if column.required else column.header)
        cell.font = Font(name=_FONT, bold=True)
        cell.fill = _REQUIRED if column.required else _OPTIONAL
        cell.alignment = Alignment(wrap_text=True, vertical="center", horizontal="center")
        letter = get_column_letter(index)
        sheet.column_dimensions[letter].width = max(14, min(len(column.header) + 4, 36))
        # Codes and dates are kept as they are typed: a number would lose its leading zero.
        sheet.column_dimensions[letter].number_format = "@" if column.key == "tax_code" else ""
        if isinstance(column.parse, Choice):
            _offer(sheet, letter, column.parse.labels)


def _offer(sheet: Worksheet, letter: str, labels: list[str]) -> None:
    """A list to pick from; a label with a comma cannot stand in Excel's own list."""
    if any("," in label for label in labels):
        return
    rule = DataValidation(type="list", formula1='"' + ",".join(labels) + '"', allow_blank=True)
    rule.showErrorMessage = False  # other spellings are read too
    rule.add(f"{letter}2:{letter}{LAST_ROW}")
    sheet.add_data_validation(rule)


def _start_guide(guide: Worksheet) -> None:
    headers = (_("Trang tính"), _("Cột"), _("Bắt buộc"), _("Cách ghi"))
    for index, (header, width) in enumerate(zip(headers, (18, 34, 10, 90), strict=True), 1):
        cell = guide.cell(1, index, header)
        cell.font, cell.fill = Font(name=_FONT, bold=True), _REQUIRED
        guide.column_dimensions[get_column_letter(index)].width = width
    guide.freeze_panes = "A2"


def _describe(guide: Worksheet, schema: SheetSchema, column: Column) -> None:
    needed = _("Có") if column.required else ""
    guide.append([schema.name, column.header, needed, how_to_write(column)])
    for cell in guide[guide.max_row]:
        cell.font = Font(name=_FONT)
        cell.alignment = Alignment(wrap_text=True, vertical="top")


def how_to_write(column: Column) -> str:
    """What a person types in the column."""
    if isinstance(column.parse, Choice):
        return _("Một trong: %(all)s.") % {"all": "; ".join(column.parse.labels)}
    return str(column.hint or HINTS.get(column.parse, ""))
