"""What an app says of its sheet: the schema, and how good rows become records."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Any, Protocol

from django.db import models
from django.utils.translation import gettext as _

from core.registry import Registry
from core.spreadsheets.cells import as_text
from core.spreadsheets.schemas import Issue, ParsedRow, SheetSchema
from core.vietnamese import format_date

CREATED, UPDATED, UNCHANGED, REJECTED = "created", "updated", "unchanged", "rejected"


@dataclass(frozen=True)
class FieldChange:
    """One field of a record, before and after, as people read them."""

    label: str
    old: str
    new: str


@dataclass
class Outcome:
    """What became of one row."""

    row: ParsedRow
    action: str
    identity: str
    changes: list[FieldChange] = field(default_factory=list)


@dataclass
class ImportScope:
    """What the sheets of one run share."""

    today: date
    rejected_enterprises: set[str] = field(default_factory=set)


class Importer(Protocol):
    """Applies rows in the transaction of the run; rows it refuses get errors."""

    @property
    def schema(self) -> SheetSchema: ...

    def apply(self, rows: list[ParsedRow], scope: ImportScope) -> list[Outcome]: ...


importers: Registry[Importer] = Registry()


def shown(value: Any) -> str:
    """A value in a preview."""
    if value is None or value == "":
        return ""
    if value is True:
        return _("Có")
    if value is False:
        return _("Không")
    if isinstance(value, date):
        return format_date(value)
    return as_text(value) if not isinstance(value, models.Model) else str(value)


def assign(record: models.Model, values: Mapping[str, Any]) -> list[FieldChange]:
    """Set what is given and differs; an empty cell (None) never erases."""
    changes = []
    for name, value in values.items():
        model_field: Any = record._meta.get_field(name)
        stored = getattr(record, model_field.attname)
        wanted = value.pk if isinstance(value, models.Model) else value
        if value is None or wanted == stored:
            continue
        current = None if stored is None else getattr(record, name)
        label = str(model_field.verbose_name)
        changes.append(
            FieldChange(label, _display(record, name, current), _display(record, name, value))
        )
        setattr(record, name, value)
    return changes


def changed_fields(record: models.Model, before: Mapping[str, Any]) -> list[str]:
    """Fields that differ from `before`, a copy of the record's `__dict__`."""
    return [
        f.name
        for f in record._meta.concrete_fields
        if before.get(f.attname) != record.__dict__.get(f.attname)
    ]


def _display(record: models.Model, name: str, value: Any) -> str:
    choices = getattr(record._meta.get_field(name), "choices", None)
    if choices:
        return str(dict(choices).get(value, value) or "")
    return shown(value)


def is_broken(row: ParsedRow, schema: SheetSchema, key: str) -> bool:
    """Whether the cell of that column has an error already."""
    header = schema.header_of(key)
    return any(error.column == header for error in row.errors)


def reject(row: ParsedRow, schema: SheetSchema, key: str, code: str, message: str) -> None:
    """Add an error at the column `key` of the row."""
    value = row.get(key)
    row.errors.append(
        Issue(schema.name, row.number, schema.header_of(key), shown(value), code, message)
    )


def warn(row: ParsedRow, schema: SheetSchema, key: str, code: str, message: str) -> None:
    """Add a warning at the column `key` of the row."""
    value = row.get(key)
    row.warnings.append(
        Issue(schema.name, row.number, schema.header_of(key), shown(value), code, message)
    )


@dataclass
class Pending:
    """Records of one chunk to write: new ones, and changed ones by their changed fields."""

    new: dict[Any, models.Model] = field(default_factory=dict)
    changed: dict[Any, tuple[models.Model, set[str]]] = field(default_factory=dict)

    def note_change(self, key: Any, record: models.Model, names: Iterable[str]) -> None:
        if key not in self.new:
            self.changed.setdefault(key, (record, set()))[1].update(names)

    def save(self, model: type[models.Model]) -> None:
        """Insert and update in as few statements as the fields allow."""
        model._default_manager.bulk_create(list(self.new.values()), batch_size=1000)
        by_fields: dict[frozenset[str], list[models.Model]] = {}
        for record, names in self.changed.values():
            by_fields.setdefault(frozenset(names), []).append(record)
        for fields, records in by_fields.items():
            model._default_manager.bulk_update(records, sorted(fields), batch_size=500)
