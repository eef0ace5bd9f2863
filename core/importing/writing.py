"""Many records at once: COPY into a temporary table, then one INSERT or UPDATE.

The write into the model's own table is an ordinary statement, because the audit trail
learns from those who acts (`pghistory.context`); triggers and constraints see every row.
"""

from collections.abc import Iterator, Sequence
from functools import cache
from operator import itemgetter
from typing import Any, TypeVar, cast

from django.db import connection, models
from django.db.models.base import ModelState
from django.utils import timezone

from core.points import reach

M = TypeVar("M", bound=models.Model)
# Moments of a record that no row is compared with; reading them takes longer than all the rest.
STAMPS = ("created_at", "updated_at")
# Their stored form is the plain value.
_PLAIN = (
    models.BooleanField,
    models.CharField,
    models.DateField,
    models.ForeignKey,
    models.IntegerField,
    models.TextField,
)


def new_record(model: type[M], **values: Any) -> M:
    """A record with the model's defaults (plain values) and `values`, by the names of columns.

    The constructor would go through all fields again for each of thousands.
    """
    record = model.__new__(model)
    record.__dict__ = {"_state": ModelState(), **_defaults(model), **values}
    return record


@cache
def _defaults(model: type[models.Model]) -> dict[str, Any]:
    return {name: value for name, value in model().__dict__.items() if name != "_state"}


def reserve_ids(model: type[models.Model], count: int) -> list[int]:
    """`count` primary keys that nobody else will get."""
    name = connection.ops.quote_name
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT nextval(pg_get_serial_sequence(%s, %s)) FROM generate_series(1, %s)",
            [name(model._meta.db_table), _pk(model).column, count],
        )
        return [row[0] for row in cursor.fetchall()]


def insert_records(model: type[models.Model], records: Sequence[models.Model]) -> None:
    """Insert; records without a primary key get one."""
    if not records:
        return
    unnumbered = [record for record in records if record.pk is None]
    for record, pk in zip(unnumbered, reserve_ids(model, len(unnumbered)), strict=True):
        record.pk = pk
    fields = [f for f in model._meta.concrete_fields if not f.generated]
    table, columns = _names(model, fields)
    _staged(model, fields, records, f"INSERT INTO {table} ({columns}) SELECT {columns} FROM staged")
    for record in records:
        record._state.adding, record._state.db = False, connection.alias


def update_records(
    model: type[models.Model], records: Sequence[models.Model], names: Sequence[str]
) -> None:
    """Write the fields `names` of records that are stored."""
    if not records:
        return
    changed = [model._meta.get_field(name) for name in names]
    fields = [_pk(model), *cast("list[models.Field[Any, Any]]", changed), *_stamps(model)]
    table, _columns = _names(model, fields)
    quoted = [connection.ops.quote_name(f.column) for f in fields]
    values = ", ".join(f"{column} = staged.{column}" for column in quoted[1:])
    statement = (
        f"UPDATE {table} SET {values} FROM staged WHERE {table}.{quoted[0]} = staged.{quoted[0]}"
    )
    _staged(model, fields, records, statement)


def _pk(model: type[models.Model]) -> Any:
    return model._meta.pk


def _stamps(model: type[models.Model]) -> list[Any]:
    """Moments that every write of a row sets."""
    return [f for f in model._meta.concrete_fields if getattr(f, "auto_now", False)]


def _names(model: type[models.Model], fields: Sequence[Any]) -> tuple[str, str]:
    name = connection.ops.quote_name
    return name(model._meta.db_table), ", ".join(name(f.column) for f in fields)


def _staged(
    model: type[models.Model], fields: Sequence[Any], records: Sequence[Any], statement: str
) -> None:
    """Run `statement` beside a table `staged` that holds the records' fields."""
    table, columns = _names(model, fields)
    with connection.cursor() as cursor:
        cursor.execute(f"CREATE TEMPORARY TABLE staged AS SELECT {columns} FROM {table} LIMIT 0")
        with cursor.copy(f"COPY staged ({columns}) FROM STDIN") as copy:
            for row in _rows(fields, records):
                copy.write_row(row)
        reach("rows-copied")
        cursor.execute(statement)
        reach("rows-written")
        cursor.execute("DROP TABLE staged")


def _rows(fields: Sequence[Any], records: Sequence[Any]) -> Iterator[Sequence[Any]]:
    now = timezone.now()
    stamps = {f.attname: now for f in fields if _is_stamp(f)}
    others = [(n, f) for n, f in enumerate(fields) if not (_is_stamp(f) or isinstance(f, _PLAIN))]
    read = itemgetter(*(f.attname for f in fields))
    for record in records:
        values = read(record.__dict__ | stamps)
        if others:
            values = list(values)
            for number, field in others:
                values[number] = field.get_db_prep_save(values[number], connection)
        yield values


def _is_stamp(field: Any) -> bool:
    return getattr(field, "auto_now", False) or getattr(field, "auto_now_add", False)
