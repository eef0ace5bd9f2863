"""Rows of "Giải thưởng": identity is tax code, year and award."""

from collections.abc import Mapping
from typing import Any

from django.db import models

from core.importing.importers import ImportScope, is_broken, reject, warn
from core.importing.records import Key
from core.spreadsheets import cells
from core.spreadsheets.schemas import Column, ParsedRow, SheetSchema
from core.vietnamese import fold
from support.catalogue_names import CatalogueNames
from support.choices import AwardResult
from support.imports.records import EnterpriseRecordImporter, pk_of
from support.models import Award, AwardLevel
from support.validators import award_contradictions

COPIED = ("year", "result", "level", "decision_number", "decided_on")


class AwardImporter(EnterpriseRecordImporter):
    """An award of the catalogue takes its catalogue name, so that aliases are one award."""

    model = Award
    schema = SheetSchema(
        "Giải thưởng",
        (
            Column("tax_code", "Mã số thuế", cells.tax_code, required=True, aliases=("MST",)),
            Column("year", "Năm", cells.year, required=True),
            Column("name", "Giải thưởng", cells.text(200), required=True),
            Column("result", "Kết quả", cells.Choice(dict(AwardResult.choices)), required=True),
            Column("level", "Mức giải", cells.text(120), aliases=("Hạng",)),
            Column("decision_number", "Số quyết định", cells.text(100)),
            Column("decided_on", "Ngày quyết định", cells.day),
        ),
        identity=("tax_code", "year"),
    )

    def prepare(self, rows: list[ParsedRow], scope: ImportScope) -> None:
        super().prepare(rows, scope)
        self.items = scope.once("award items", lambda: CatalogueNames("award"))

    def resolve(self, row: ParsedRow, scope: ImportScope) -> dict[str, Any]:
        enterprise = self.enterprise(row, scope)
        item = self.items.find(row.get("name") or "")
        return {
            "enterprise": enterprise,
            "item": item,
            "name": item.name if item else row.get("name"),
            **{name: row.get(name) for name in COPIED},
        }

    def key(self, values: Mapping[str, Any]) -> Key:
        return (pk_of(values["enterprise"]), values["year"], fold(values["name"] or ""))

    def existing(self, keys: list[Key]) -> dict[Key, models.Model]:
        stored = Award.objects.filter(enterprise__in={k[0] for k in keys}).select_related(
            "enterprise", "item"
        )
        return {(a.enterprise_id, a.year, a.folded): a for a in stored}

    def describe(self, record: Award) -> str:
        return str(record)

    def check(self, row: ParsedRow, record: Award, scope: ImportScope) -> None:
        levels = scope.once(AwardLevel, lambda: list(AwardLevel.objects.all()))
        for found in award_contradictions(record, scope.today, levels):
            if is_broken(row, self.schema, found.field):
                continue
            # Old lists name levels in words of their own: a person looks, nothing is lost.
            tell = warn if found.field == "level" else reject
            tell(row, self.schema, found.field, found.code, found.message)
