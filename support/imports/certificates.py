"""Rows of "Chứng nhận": identity is tax code and certificate number."""

from collections.abc import Mapping
from typing import Any

from django.db import models
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from core.importing.importers import ImportScope, is_broken, reject
from core.importing.records import Key
from core.spreadsheets import cells
from core.spreadsheets.schemas import Column, ParsedRow, SheetSchema
from support.catalogue_names import CatalogueNames
from support.choices import CertificateCategory, CertificateStatus
from support.imports.records import EnterpriseRecordImporter, pk_of
from support.models import Certificate
from support.validators import certificate_contradictions

COPIED = (
    "category",
    "standard",
    "scope",
    "number",
    "body",
    "issued_on",
    "expires_on",
    "status",
    "cancelled_on",
    "is_supported",
)


class CertificateImporter(EnterpriseRecordImporter):
    """A management system's standard must be in the catalogue; a product's is free text."""

    model = Certificate
    schema = SheetSchema(
        "Chứng nhận",
        (
            Column("tax_code", "Mã số thuế", cells.tax_code, required=True, aliases=("MST",)),
            Column(
                "category",
                "Loại chứng nhận",
                cells.Choice(dict(CertificateCategory.choices)),
                required=True,
            ),
            Column(
                "standard",
                "Tiêu chuẩn",
                cells.text(200),
                required=True,
                hint=gettext_lazy(
                    "Với hệ thống quản lý: tên trong danh mục; với sản phẩm: số tiêu chuẩn."
                ),
            ),
            Column("scope", "Phạm vi, sản phẩm được chứng nhận", cells.text(500)),
            Column("number", "Số giấy chứng nhận", cells.text(100), required=True),
            Column("body", "Tổ chức chứng nhận", cells.text(200)),
            Column("issued_on", "Ngày cấp", cells.day, required=True),
            Column("expires_on", "Ngày hết hạn", cells.day),
            Column(
                "status",
                "Trạng thái",
                cells.Choice(
                    dict(CertificateStatus.choices), suspended="Đình chỉ", cancelled="Thu hồi"
                ),
            ),
            Column("cancelled_on", "Ngày hủy", cells.day),
            Column("is_supported", "Được hỗ trợ", cells.flag),
        ),
        identity=("tax_code", "number"),
    )

    def prepare(self, rows: list[ParsedRow], scope: ImportScope) -> None:
        super().prepare(rows, scope)
        self.items = scope.once("certificate items", lambda: CatalogueNames("certificate"))

    def resolve(self, row: ParsedRow, scope: ImportScope) -> dict[str, Any]:
        enterprise = self.enterprise(row, scope)
        item = None
        if row.get("category") == CertificateCategory.SYSTEM and row.get("standard"):
            item = self.items.find(row.get("standard"))
            if item is None:
                names = ", ".join(self.items.nearest(row.get("standard"))) or _("không có")
                message = _("Không có hệ thống này trong danh mục. Tên gần nhất: %(names)s.")
                reject(row, self.schema, "standard", "unknown_item", message % {"names": names})
        return {
            "enterprise": enterprise,
            "item": item,
            **{name: row.get(name) for name in COPIED},
        }

    def key(self, values: Mapping[str, Any]) -> Key:
        return (pk_of(values["enterprise"]), values["number"])

    def existing(self, keys: list[Key]) -> dict[Key, models.Model]:
        stored = Certificate.objects.filter(enterprise__in={k[0] for k in keys}).select_related(
            "enterprise", "item"
        )
        return {(c.enterprise_id, c.number): c for c in stored}

    def describe(self, record: Certificate) -> str:
        return f"{record.standard} {record.number}"

    def check(self, row: ParsedRow, record: Certificate, scope: ImportScope) -> None:
        is_unclear = is_broken(row, self.schema, "cancelled_on") or is_broken(
            row, self.schema, "status"
        )
        for found in certificate_contradictions(record, scope.today):
            if not (is_unclear and found.field == "cancelled_on"):
                reject(row, self.schema, found.field, found.code, found.message)
        if is_unclear or record.status == CertificateStatus.CANCELLED:
            return
        if row.get("cancelled_on"):
            message = _("Có ngày hủy nhưng trạng thái không phải Hủy bỏ. Sửa một trong hai.")
            reject(row, self.schema, "cancelled_on", "cancelled_without_status", message)
        elif record.cancelled_on:
            record.cancelled_on = None  # the person says that it is in force again
