"""Rows of "Doanh nghiệp" as enterprises with their unit, year's facts, OCOP and contact."""

from typing import Any

from django.utils.translation import gettext as _

from agencies.unit_names import AmbiguousUnit, UnitNames, UnknownUnit
from core.importing.importers import (
    CREATED,
    REJECTED,
    UNCHANGED,
    UPDATED,
    FieldChange,
    ImportScope,
    Outcome,
    Pending,
    assign,
    reject,
    settle,
    warn,
)
from core.importing.writing import STAMPS, new_record, reserve_ids
from core.spreadsheets.schemas import ParsedRow
from enterprises.choices import VsicVersion
from enterprises.imports.details import Details
from enterprises.imports.placing import Placing
from enterprises.imports.schema import SCHEMA
from enterprises.merging.leading import survivors_of
from enterprises.models import Enterprise
from enterprises.models.enterprises import mask_tax_code
from enterprises.sizes import SizeRules
from enterprises.validators import tax_code_contradiction
from programs.models import Plan

LAST_YEAR_OF_2018 = 2025
OWN_FIELDS = (
    "name",
    "entity_type",
    "address",
    "vsic_code",
    "sector",
    "main_products",
    "has_key_product",
    "in_value_chain",
)


class EnterpriseImporter:
    """Identity: tax code. A branch finds its head office in the database (triggers)."""

    schema = SCHEMA

    def apply(self, rows: list[ParsedRow], scope: ImportScope) -> list[Outcome]:
        names = scope.once(UnitNames, lambda: self._unit_names(scope))
        units = {row.number: self._unit(row, names) for row in rows}
        codes = [row.get("tax_code") for row in rows]
        found = Enterprise.objects.filter(tax_code__in=codes)
        stored = list(found.defer("search", "sort_key", *STAMPS))
        known = self._led_on(stored)
        pending = Pending(Enterprise)
        seen: dict[str, int] = {}
        outcomes = [self._merge(row, known, pending, seen, scope) for row in rows]
        # Later sheets tell a refused enterprise from an unknown one.
        scope.rejected_enterprises.update(
            row.get("tax_code") for row in rows if row.errors and row.get("tax_code")
        )
        new = list(pending.new.values())
        for enterprise, pk in zip(new, reserve_ids(Enterprise, len(new)), strict=True):
            enterprise.pk = pk  # what hangs on it is merged before it is written
        placing = Placing(stored, {u for u in units.values() if u is not None})
        details = Details(scope.once(SizeRules, SizeRules.load), stored, pending)
        for outcome in outcomes:
            if outcome.action != REJECTED:
                enterprise = known[outcome.row.get("tax_code")]
                self._merge_parts(outcome, enterprise, units, placing, details)
        merged = [(known[o.row.get("tax_code")].pk, o) for o in outcomes if o.action != REJECTED]
        at_rest = settle(merged)
        pending.leave(at_rest)
        placing.leave(at_rest)
        details.leave(at_rest)
        pending.save()
        placing.save()
        details.save()
        return outcomes

    @staticmethod
    def _led_on(stored: list[Enterprise]) -> dict[str, Enterprise]:
        """By tax code; an old code leads to the survivor, which joins the `stored` ones."""
        own = {e.pk: e for e in stored}
        ends = survivors_of(stored)
        for end in ends.values():
            if end.pk not in own:
                own[end.pk] = end
                stored.append(end)
        return {e.tax_code: own[ends[e.pk].pk] if e.pk in ends else e for e in list(stored)}

    @staticmethod
    def _unit_names(scope: ImportScope) -> UnitNames:
        return UnitNames(Plan.objects.current().province_id, scope.today)

    def _unit(self, row: ParsedRow, names: UnitNames) -> Any:
        written = row.get("unit")
        if written is None:
            return None
        try:
            return names.find(written)
        except UnknownUnit as error:
            hint = ", ".join(error.nearest) or _("không có tên gần giống")
            message = _("Không có đơn vị này. Tên gần nhất: %(names)s.") % {"names": hint}
            reject(row, SCHEMA, "unit", "unknown_unit", message)
        except AmbiguousUnit as error:
            message = _("Nhiều đơn vị cùng tên. Ghi mã của một đơn vị: %(names)s.")
            reject(
                row, SCHEMA, "unit", "ambiguous_unit", message % {"names": "; ".join(error.choices)}
            )
        return None

    def _merge(
        self,
        row: ParsedRow,
        known: dict[str, Enterprise],
        pending: Pending,
        seen: dict[str, int],
        scope: ImportScope,
    ) -> Outcome:
        code = row.get("tax_code")
        record = known.get(code)
        is_new = record is None
        if record is None:
            record = new_record(Enterprise, tax_code=code)
        self._check(row, record, scope)
        if row.errors or code is None:
            words = (mask_tax_code(code or ""), row.get("name") or "")
            return Outcome(row, REJECTED, " ".join(filter(None, words)))
        said = row.values
        values = {name: said.get(name) for name in OWN_FIELDS}
        if row.get("vsic_code") and not record.vsic_version:
            values["vsic_version"] = _vsic_version(row, scope)
        if is_old := record.tax_code != code:
            message = _(
                "Mã số thuế này đã gộp vào %(name)s (%(code)s); dòng được ghi vào hồ sơ đó. Tên,"
                " địa chỉ, phân loại đã có ở hồ sơ đó giữ nguyên."
            )
            survivor = {"name": record.name, "code": record.masked_tax_code}
            warn(row, SCHEMA, "tax_code", "merged_code", message % survivor)
            # What is known of the survivor was chosen by a person who saw both.
            values = {n: v for n, v in values.items() if getattr(record, n) == ""}
        changes = assign(record, values)
        if code in seen and changes and not is_old:
            message = _("Cùng mã số thuế với dòng %(row)d nhưng khác nội dung; dòng sau được lấy.")
            warn(row, SCHEMA, "tax_code", "repeated", message % {"row": seen[code]})
        seen[code] = row.number
        known[code] = record
        name = f"{record.masked_tax_code} {record.name}"
        if is_new:
            pending.add(record)
            return Outcome(row, CREATED, name, changes)
        if changes:
            pending.change(record, [change.field.name for change in changes])
        return Outcome(row, UPDATED if changes else UNCHANGED, name, changes)

    def _check(self, row: ParsedRow, record: Enterprise, scope: ImportScope) -> None:
        kind = row.get("entity_type") or record.entity_type
        if message := tax_code_contradiction(row.get("tax_code") or "", kind):
            reject(row, SCHEMA, "tax_code", "tax_code_length", message)
        if (row.get("year") or 0) > scope.today.year:
            message = _("Năm số liệu ở tương lai. Ghi năm đã có số liệu.")
            reject(row, SCHEMA, "year", "year_in_future", message)

    def _merge_parts(
        self,
        outcome: Outcome,
        enterprise: Enterprise,
        units: dict[int, Any],
        placing: Placing,
        details: Details,
    ) -> None:
        """What hangs on an enterprise; a change there makes the row an update."""
        changes: list[FieldChange] = []
        is_old = outcome.row.get("tax_code") != enterprise.tax_code
        placed = None if is_old else placing.place(enterprise, units[outcome.row.number])
        if placed:
            changes.append(placed)
        changes += details.merge(outcome.row, enterprise)
        if changes:
            outcome.changes += changes
            if outcome.action == UNCHANGED:
                outcome.action = UPDATED


def _vsic_version(row: ParsedRow, scope: ImportScope) -> str:
    """The version in force in the year of the figures (2025's since 15/11/2025)."""
    year = row.get("year") or scope.today.year
    return VsicVersion.V2018 if year <= LAST_YEAR_OF_2018 else VsicVersion.V2025
