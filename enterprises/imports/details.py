"""Year's facts with the size class, OCOP stars and contact persons of imported enterprises."""

from collections import defaultdict
from typing import Any

from django.utils import timezone
from django.utils.translation import gettext as _

from core.among import among
from core.importing.importers import FieldChange, Pending, assign, warn
from core.importing.writing import STAMPS, new_record
from core.spreadsheets.schemas import ParsedRow
from core.vietnamese import match_key
from enterprises.imports.schema import SCHEMA
from enterprises.models import ContactPerson, Enterprise, EnterpriseYear, OcopProduct
from enterprises.sizes import SizeRules, latest_class

FIGURES = ("labour", "revenue_vnd", "capital_vnd")


class Details:
    """Loaded once for a chunk, merged row by row, written together."""

    def __init__(self, rules: SizeRules, stored: list[Enterprise], enterprises: Pending) -> None:
        self.rules = rules
        self.enterprises = enterprises
        self.years: dict[int, dict[int, EnterpriseYear]] = defaultdict(dict)
        theirs = among("enterprise_id", [enterprise.pk for enterprise in stored])
        for facts in EnterpriseYear.objects.filter(theirs).defer(*STAMPS):
            self.years[facts.enterprise_id][facts.year] = facts
        self.ocop: dict[int, OcopProduct] = {
            o.enterprise_id: o for o in OcopProduct.objects.filter(theirs, name="")
        }
        self.contacts: dict[int, list[ContactPerson]] = {}
        for contact in ContactPerson.objects.filter(theirs).order_by("id"):
            self.contacts.setdefault(contact.enterprise_id, []).append(contact)
        models: tuple[Any, ...] = (EnterpriseYear, OcopProduct, ContactPerson)
        self.pending = {model: Pending(model) for model in models}

    def merge(self, row: ParsedRow, enterprise: Enterprise) -> list[FieldChange]:
        """Changes of the row beyond the enterprise's own fields."""
        return [
            *self._merge_year(row, enterprise),
            *self._merge_ocop(row, enterprise),
            *self._merge_contact(row, enterprise),
        ]

    def leave(self, at_rest: set[int]) -> None:
        for pending in self.pending.values():
            pending.leave(at_rest)

    def save(self) -> None:
        for pending in self.pending.values():
            pending.save()

    def _keep(self, record: Any, changes: list[FieldChange]) -> None:
        pending = self.pending[type(record)]
        if record.pk is None:
            pending.add(record)
        else:
            pending.change(record, [change.field.name for change in changes])

    def _merge_year(self, row: ParsedRow, enterprise: Enterprise) -> list[FieldChange]:
        figures = {name: row.get(name) for name in FIGURES}
        year = row.get("year")
        if all(value is None for value in figures.values()):
            return self._size(enterprise)
        if year is None:
            year = timezone.localdate().year
            message = _("Không ghi năm số liệu; số liệu được ghi cho năm %(year)d.")
            warn(row, SCHEMA, "year", "year_assumed", message % {"year": year})
        facts = self.years[enterprise.pk].get(year)
        if facts is None:
            facts = new_record(EnterpriseYear, enterprise_id=enterprise.pk, year=year)
            self.years[enterprise.pk][year] = facts
        changes = assign(facts, figures)
        if changes:
            self._keep(facts, changes)
        return changes + self._size(enterprise)

    def _size(self, enterprise: Enterprise) -> list[FieldChange]:
        """Classes follow the figures and the sector; none of it is typed."""
        own = self.years[enterprise.pk].values()
        for facts in self.rules.classes_of(enterprise.sector, own):
            if facts.pk is not None:
                self.pending[EnterpriseYear].change(facts, ["size_class"])
        if own and enterprise.size_class != latest_class(own):
            enterprise.size_class = latest_class(own)
            self.enterprises.change(enterprise, ["size_class"])
        return []

    def _merge_ocop(self, row: ParsedRow, enterprise: Enterprise) -> list[FieldChange]:
        stars = row.get("ocop_stars")
        if stars is None:
            return []
        product = self.ocop.get(enterprise.pk)
        if product is None:
            product = self.ocop[enterprise.pk] = OcopProduct(enterprise=enterprise)
        changes = assign(product, {"stars": stars})
        if changes:
            self._keep(product, changes)
        return changes

    def _merge_contact(self, row: ParsedRow, enterprise: Enterprise) -> list[FieldChange]:
        name, phone, email = (row.get(f"contact_{k}") for k in ("name", "phone", "email"))
        if not (name or phone or email):
            return []
        people = self.contacts.setdefault(enterprise.pk, [])
        person = next(
            (p for p in people if name is None or match_key(p.name) == match_key(name)), None
        )
        if person is None:
            person = ContactPerson(enterprise=enterprise)
            people.append(person)
        changes = assign(person, {"name": name, "phone": phone, "email": email})
        if changes:
            self._keep(person, changes)
        return changes
