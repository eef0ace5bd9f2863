"""Columns of the sheet "Doanh nghiệp"."""

from typing import Any

from django.core.exceptions import ValidationError
from django.core.validators import validate_email
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from core.spreadsheets import cells
from core.spreadsheets.cells import CellError
from core.spreadsheets.schemas import Column, SheetSchema
from enterprises.choices import EntityType, Sector

MOST_STARS, VSIC_LENGTH = 5, 20


def stars(value: Any) -> int | None:
    number = cells.count(value)
    if number > MOST_STARS:
        raise CellError("not_stars", _("OCOP có từ 1 đến 5 sao."))
    return number or None


def email(value: Any) -> Any:
    address = cells.as_text(value)
    try:
        validate_email(address)
    except ValidationError as error:
        raise CellError(
            "not_an_email", _("Không phải địa chỉ thư điện tử. Ghi ví dụ ten@congty.vn.")
        ) from error
    return address


def vsic(value: Any) -> str:
    code = cells.as_text(value)
    if len(code) > VSIC_LENGTH:
        raise CellError("too_long", _("Mã ngành dài quá 20 ký tự."))
    return code


SCHEMA = SheetSchema(
    "Doanh nghiệp",
    (
        Column("tax_code", "Mã số thuế", cells.tax_code, required=True, aliases=("MST",)),
        Column("name", "Tên doanh nghiệp", cells.text(300), required=True),
        Column("entity_type", "Loại hình", cells.Choice(dict(EntityType.choices))),
        Column("address", "Địa chỉ", cells.text(300)),
        Column(
            "unit",
            "Đơn vị hành chính",
            cells.text(200),
            required=True,
            hint=gettext_lazy(
                "Tên kèm loại (Xã Cái Bè, Phường Mỹ Tho, Huyện Chợ Gạo) hoặc mã; huyện cũ cũng được."
            ),
        ),
        Column("vsic_code", "Ngành (VSIC)", vsic),
        Column(
            "sector",
            "Lĩnh vực",
            cells.Choice(
                dict(Sector.choices),
                agriculture="Nông lâm thủy sản|Nông nghiệp",
                industry="Công nghiệp và xây dựng|Công nghiệp",
                trade="Thương mại và dịch vụ|Dịch vụ|Thương mại",
            ),
        ),
        Column("labour", "Số lao động", cells.count),
        Column("revenue_vnd", "Doanh thu (triệu đồng)", cells.million_vnd),
        Column("capital_vnd", "Nguồn vốn (triệu đồng)", cells.million_vnd),
        Column("year", "Năm số liệu", cells.year),
        Column("main_products", "Sản phẩm chính", cells.text(500)),
        Column("ocop_stars", "OCOP (sao)", stars, hint=gettext_lazy("Số sao, từ 1 đến 5.")),
        Column("has_key_product", "Sản phẩm chủ lực", cells.flag),
        Column("in_value_chain", "Chuỗi giá trị", cells.flag),
        Column("contact_name", "Người liên hệ", cells.text(120)),
        Column("contact_phone", "Điện thoại", cells.text(30)),
        Column("contact_email", "Email", email),
    ),
    identity=("tax_code",),
)
