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
        append_only=True,
        level=pgtrigger.Statement,
        meta={"triggers": [append_only_table("truncate_forbidden")]},
    )


def append_only_table(name: str) -> pgtrigger.Trigger:
    """Refuse TRUNCATE; the companion of `pgtrigger.Protect` for rows."""
    return pgtrigger.Trigger(
        name=name,
        operation=pgtrigger.Truncate,
        level=pgtrigger.Statement,
        when=pgtrigger.Before,
        func="RAISE EXCEPTION 'table % is append-only', TG_TABLE_NAME;",
    )
