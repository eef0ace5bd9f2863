"""One way to keep the audit trail of a model: triggers write it, nothing may rewrite it."""

from collections.abc import Callable, Sequence
from typing import TypeVar

import pghistory
import pgtrigger
from django.db import models

M = TypeVar("M", bound=type[models.Model])


# They change with every write and say nothing; a line is kept only where something else changed.
BOOKKEEPING = ("version", "updated_at")


def tracked(*, exclude: Sequence[str] = ()) -> Callable[[M], M]:
    """Record every insert, update and delete of the model in `<Model>Event`.

    Statement-level triggers catch `bulk_create`, `update()`, COPY and plain SQL.
    Who and where come from `pghistory.context`, stored with the line itself, so
    that a line never changes. The event table refuses UPDATE, DELETE and TRUNCATE.

    Args:
        exclude: fields the database computes (generated columns, stamps).
    """
    return pghistory.track(
        pghistory.InsertEvent(),
        pghistory.UpdateEvent(),
        pghistory.DeleteEvent(),
        exclude=[*exclude, *BOOKKEEPING],
        context_field=pghistory.ContextJSONField(),
        context_id_field=pghistory.ContextUUIDField(),
        append_only=False,  # pghistory's own protection can be switched off by a setting
        level=pgtrigger.Statement,
        meta={"triggers": append_only()},
    )


class Refusal(pgtrigger.Trigger):
    """Refuse a statement on the table, whatever `pgtrigger.ignore` says.

    A function that pgtrigger writes asks a setting which every session may set; the trigger
    therefore runs `core_refuse_change` of core's migrations. A superuser and the table's
    owner can still disable triggers (SECURITY.md).
    """

    level = pgtrigger.Statement
    when = pgtrigger.Before
    func = "RETURN NULL;"  # never called

    def render_execute(self, model: models.Model) -> str:
        return "core_refuse_change()"


def append_only() -> list[pgtrigger.Trigger]:
    """Rows of the table stay as they were written, all of them."""
    changes = pgtrigger.Update | pgtrigger.Delete
    return [Refusal(name="append_only", operation=changes), append_only_table("truncate_forbidden")]


def append_only_table(name: str) -> pgtrigger.Trigger:
    """Refuse TRUNCATE; for a table whose rows are protected otherwise."""
    return Refusal(name=name, operation=pgtrigger.Truncate)
