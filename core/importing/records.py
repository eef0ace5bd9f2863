"""The part every sheet of records has in common: identity, merging, refusing, writing."""

from abc import ABC, abstractmethod
from collections.abc import Mapping
from copy import copy
from typing import Any, ClassVar

from django.db import models
from django.utils.translation import gettext as _

from core.importing.importers import (
    CREATED,
    REJECTED,
    UNCHANGED,
    UPDATED,
    ImportScope,
    Outcome,
    Pending,
    assign,
    changed_fields,
    settle,
    warn,
)
from core.importing.writing import new_record
from core.spreadsheets.schemas import ParsedRow, SheetSchema

Key = tuple[Any, ...]


class RecordImporter(ABC):
    """Rows of one sheet as records of one model.

    A row is resolved to the values of its record (names to foreign keys), merged with
    the record of the same identity, checked as a whole, and written with its chunk.
    """

    schema: ClassVar[SheetSchema]
    model: ClassVar[type[models.Model]]
    identity_column: ClassVar[str]

    @abstractmethod
    def prepare(self, rows: list[ParsedRow], scope: ImportScope) -> None:
        """Load look-ups for these rows."""

    @abstractmethod
    def resolve(self, row: ParsedRow, scope: ImportScope) -> dict[str, Any]:
        """Values by field; what cannot be resolved is None, with an error on the row."""

    @abstractmethod
    def key(self, values: Mapping[str, Any]) -> Key:
        """Identity of the record."""

    @abstractmethod
    def existing(self, keys: list[Key]) -> dict[Key, models.Model]:
        """Stored records by identity."""

    @abstractmethod
    def check(self, row: ParsedRow, record: Any, scope: ImportScope) -> None:
        """Add errors to the row where the merged record contradicts itself."""

    def defaults(self, _scope: ImportScope) -> dict[str, Any]:
        """What a new record has where the row is silent, by field."""
        return {}

    def label(self, row: ParsedRow, record: Any) -> str:
        return str(record)

    def apply(self, rows: list[ParsedRow], scope: ImportScope) -> list[Outcome]:
        self.prepare(rows, scope)
        resolved = [(row, self.resolve(row, scope)) for row in rows]
        keys = [self.key(values) for _row, values in resolved]
        known = self.existing([key for key in keys if None not in key])
        pending = Pending(self.model)
        seen: dict[Key, int] = {}
        outcomes = []
        merged: list[tuple[Key, Outcome]] = []
        for row, values in resolved:
            if row.errors:
                outcomes.append(self._refuse(row, values, known, scope))
                continue
            outcome = self._merge(row, values, known, pending, scope)
            if outcome.action != REJECTED:
                key = self.key(values)
                self._warn_of_repetition(row, seen.get(key), outcome.changes)
                seen[key] = row.number
                merged.append((key, outcome))
            outcomes.append(outcome)
        pending.leave(settle(merged))
        pending.save()
        return outcomes

    def _refuse(
        self,
        row: ParsedRow,
        values: dict[str, Any],
        known: dict[Key, models.Model],
        scope: ImportScope,
    ) -> Outcome:
        """A row with errors is checked further on a copy, so that all its errors are told."""
        stored = known.get(self.key(values))
        scratch = copy(stored) if stored is not None else self.model()
        assign(scratch, values)
        self.check(row, scratch, scope)
        return Outcome(row, REJECTED, "")

    def _merge(
        self,
        row: ParsedRow,
        values: dict[str, Any],
        known: dict[Key, models.Model],
        pending: Pending,
        scope: ImportScope,
    ) -> Outcome:
        key = self.key(values)
        record = known.get(key)
        is_new = record is None
        if record is None:
            record = new_record(self.model)
        before = dict(record.__dict__)
        changes = assign(record, values)
        if is_new:
            silent = {n: v for n, v in self.defaults(scope).items() if values.get(n) is None}
            assign(record, silent)
        self.check(row, record, scope)
        if row.errors:
            record.__dict__.update(before)
            return Outcome(row, REJECTED, self.label(row, record))
        known[key] = record
        if is_new:
            pending.add(record)
            return Outcome(row, CREATED, self.label(row, record), changes)
        names = changed_fields(record, before)
        if not names:
            return Outcome(row, UNCHANGED, self.label(row, record))
        pending.change(record, names)
        return Outcome(row, UPDATED, self.label(row, record), changes)

    def _warn_of_repetition(self, row: ParsedRow, first: int | None, changes: list[Any]) -> None:
        if first is not None and changes:
            message = _("Cùng hồ sơ với dòng %(row)d nhưng khác nội dung; dòng sau được lấy.")
            warn(row, self.schema, self.identity_column, "repeated", message % {"row": first})
