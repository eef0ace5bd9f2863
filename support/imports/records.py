"""What the three sheets share: the enterprise by its tax code."""

from collections.abc import Mapping
from typing import Any

from django.utils.translation import gettext as _

from core.importing.importers import ImportScope, reject, warn
from core.importing.records import Key, RecordImporter
from core.spreadsheets.schemas import ParsedRow
from enterprises.merging.leading import survivors_of
from enterprises.models import Enterprise
from enterprises.models.enterprises import mask_tax_code


class EnterpriseRecordImporter(RecordImporter):
    """Finds the enterprises of a chunk once; they stand in the database by now."""

    identity_column = "tax_code"

    def prepare(self, rows: list[ParsedRow], scope: ImportScope) -> None:
        codes = {row.get("tax_code") for row in rows}
        found = list(Enterprise.objects.filter(tax_code__in=codes))
        ends = survivors_of(found)
        self.enterprises = {e.tax_code: ends.get(e.pk, e) for e in found}

    def enterprise(self, row: ParsedRow, scope: ImportScope) -> Enterprise | None:
        """The enterprise, or an error that names the tax code."""
        code = row.get("tax_code")
        if code is None:
            return None
        found = self.enterprises.get(code)
        if found is None and code in scope.rejected_enterprises:
            message = _("Dòng của doanh nghiệp %(code)s ở trang Doanh nghiệp có lỗi; sửa dòng đó.")
            reject(row, self.schema, "tax_code", "enterprise_rejected", message % {"code": code})
        elif found is None:
            message = _(
                "Không có doanh nghiệp mã số thuế %(code)s trong tệp và trong danh sách;"
                " thêm vào trang Doanh nghiệp."
            )
            reject(row, self.schema, "tax_code", "unknown_enterprise", message % {"code": code})
        elif found.tax_code != code:
            message = _(
                "Mã số thuế này đã gộp vào %(name)s (%(code)s); dòng được ghi vào hồ sơ đó."
            )
            words = {"name": found.name, "code": found.masked_tax_code}
            warn(row, self.schema, "tax_code", "merged_code", message % words)
        return found

    def label(self, row: ParsedRow, record: Any) -> str:
        return f"{mask_tax_code(row.get('tax_code'))} {self.describe(record)}"

    def describe(self, record: Any) -> str:
        raise NotImplementedError

    def key(self, values: Mapping[str, Any]) -> Key:
        raise NotImplementedError


def pk_of(record: Any) -> Any:
    """Part of a key; None where the name was not resolved."""
    return None if record is None else record.pk
