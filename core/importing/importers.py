"""What an app says of its sheet: the schema, and how good rows become records."""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date
from functools import cache
from typing import Any, Protocol, TypeVar, cast

from django.db import models
from django.utils.translation import gettext_lazy

from core.importing.writing import insert_records, update_records
from core.registry import Registry
from core.spreadsheets.schemas import LONGEST_NAME, Issue, ParsedRow, SheetSchema
from core.ui.values import shown_as

T = TypeVar("T")
# A sheet of the template that explains the others and is never read.
GUIDE = gettext_lazy("Hướng dẫn")
CREATED, UPDATED, UNCHANGED, REJECTED = "created", "updated", "unchanged", "rejected"


@dataclass(slots=True)
class FieldChange:
    """One field of a record, before and after; put into words only where somebody looks."""

    field: Any
    before: Any
    after: Any
    record: Any

    @property
    def label(self) -> str:
        return str(self.field.verbose_name)

    @property
    def old(self) -> str:
        return shown_as(self.field, self.before)

    @property
    def new(self) -> str:
        return shown_as(self.field, self.after)


@dataclass(slots=True)
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
    _loaded: dict[Any, Any] = field(default_factory=dict)

    def once(self, key: Any, load: Callable[[], T]) -> T:
        """What `load` gives, loaded once for the run; names and rules do not change meanwhile."""
        if key not in self._loaded:
            self._loaded[key] = load()
        return cast("T", self._loaded[key])


class Importer(Protocol):
    """Applies rows in the transaction of the run; rows it refuses get errors."""

    @property
    def schema(self) -> SheetSchema: ...

    def apply(self, rows: list[ParsedRow], scope: ImportScope) -> list[Outcome]: ...


importers: Registry[Importer] = Registry()


def assign(record: models.Model, values: Mapping[str, Any]) -> list[FieldChange]:
    """Set what is given and differs; an empty cell (None) never erases."""
    changes = []
    stored_values = record.__dict__
    fields = _fields(type(record))
    for name, value in values.items():
        if value is None:
            continue
        model_field = fields[name]
        stored = stored_values.get(model_field.attname)
        if (value.pk if model_field.is_relation else value) == stored:
            continue
        before = None if stored is None else getattr(record, name)
        changes.append(FieldChange(model_field, before, value, record))
        setattr(record, name, value)
    return changes


@cache
def _fields(model: type[models.Model]) -> dict[str, Any]:
    return {field.name: field for field in model._meta.concrete_fields}


def changed_fields(record: models.Model, before: Mapping[str, Any]) -> list[str]:
    """Fields that differ from `before`, a copy of the record's `__dict__`."""
    return [
        f.name
        for f in record._meta.concrete_fields
        if before.get(f.attname) != record.__dict__.get(f.attname)
    ]


def is_broken(row: ParsedRow, schema: SheetSchema, key: str) -> bool:
    """Whether the cell of that column has an error already."""
    header = schema.header_of(key)
    return any(error.column == header for error in row.errors)


def reject(row: ParsedRow, schema: SheetSchema, key: str, code: str, message: str) -> None:
    """Add an error at the column `key` of the row."""
    value = row.written(key)[:LONGEST_NAME]
    row.errors.append(Issue(schema.name, row.number, schema.header_of(key), value, code, message))


def warn(row: ParsedRow, schema: SheetSchema, key: str, code: str, message: str) -> None:
    """Add a warning at the column `key` of the row."""
    value = row.written(key)[:LONGEST_NAME]
    row.warnings.append(Issue(schema.name, row.number, schema.header_of(key), value, code, message))


def settle(outcomes: Iterable[tuple[Any, Outcome]]) -> set[int]:
    """Rows of one stored record that leave it as it was have changed nothing.

    Args:
        outcomes: with the identity of the record that the row is of.

    Returns:
        `id` of the records that need not be written.
    """
    by_key: dict[Any, list[Outcome]] = {}
    for key, outcome in outcomes:
        by_key.setdefault(key, []).append(outcome)
    at_rest: set[int] = set()
    for rows in by_key.values():
        changes = [change for outcome in rows for change in outcome.changes]
        if len(rows) > 1 and not any(o.action == CREATED for o in rows) and _cancel_out(changes):
            at_rest.update(id(change.record) for change in changes)
            for outcome in rows:
                if outcome.action == UPDATED:
                    outcome.action, outcome.changes = UNCHANGED, []
    return at_rest


def _cancel_out(changes: Iterable[FieldChange]) -> bool:
    first: dict[tuple[int, str], Any] = {}
    last: dict[tuple[int, str], Any] = {}
    for change in changes:
        key = (id(change.record), change.field.name)
        first.setdefault(key, change.before)
        last[key] = change.after
    return first == last


class Pending:
    """Records of one model to write with their chunk: new ones, and changed ones."""

    def __init__(self, model: type[models.Model]) -> None:
        self.model = model
        self.new: dict[int, models.Model] = {}
        self.changed: dict[int, tuple[models.Model, set[str]]] = {}

    def add(self, record: models.Model) -> None:
        self.new[id(record)] = record

    def change(self, record: models.Model, names: Iterable[str]) -> None:
        """Note changed fields; of a new record all fields are written anyhow."""
        if id(record) not in self.new:
            self.changed.setdefault(id(record), (record, set()))[1].update(names)

    def leave(self, at_rest: Iterable[int]) -> None:
        """Not to write what is as it was (`settle`)."""
        for record in at_rest:
            self.changed.pop(record, None)

    def save(self) -> None:
        """Update, then insert: a period is shortened before the next one begins."""
        by_fields: dict[frozenset[str], list[models.Model]] = {}
        for record, names in self.changed.values():
            by_fields.setdefault(frozenset(names), []).append(record)
        for fields, records in by_fields.items():
            update_records(self.model, records, sorted(fields))
        insert_records(self.model, list(self.new.values()))
