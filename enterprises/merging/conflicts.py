"""Rows of two enterprises that the database would not let one of them have both."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from django.db import connection

from core.ui.values import display, label_of
from enterprises.merging.relations import Relation, moved, relations


@dataclass(frozen=True)
class Difference:
    """One field of the two rows, in words."""

    label: str
    staying: str
    going: str


@dataclass(frozen=True)
class Conflict:
    """Two rows of one kind with one key; `going` is the merged record's and does not move."""

    relation: Relation
    staying: Any
    going: Any

    @property
    def choice(self) -> str:
        """Its name in a form."""
        return f"{self.relation.code}:{self.going.pk}"

    @property
    def title(self) -> str:
        kind = str(self.relation.model._meta.verbose_name)
        return f"{kind[:1].upper()}{kind[1:]}: {self.staying}"

    @property
    def differences(self) -> list[Difference]:
        return [
            Difference(label_of(self.relation.model, name), *values)
            for name in self.relation.values()
            if (values := (display(self.staying, name), display(self.going, name)))[0] != values[1]
        ]


def clashes(source: int, target: int) -> list[tuple[str, int, int]]:
    """(relation, the source's row, the target's row) with the same key; one query for all."""
    keyed = [relation for relation in moved() if relation.key]
    if not keyed:
        return []
    quote = connection.ops.quote_name
    parts: list[str] = []
    params: list[Any] = []
    for relation in keyed:
        meta: Any = relation.model._meta
        columns = [quote(meta.get_field(name).column) for name in relation.key]
        same = " AND ".join(f"a.{column} = b.{column}" for column in columns)
        own, pk = quote(relation.column.column), quote(meta.pk.column)
        parts.append(
            f"SELECT %s, a.{pk}, b.{pk} FROM {quote(meta.db_table)} a"  # noqa: S608 - names of ours
            f" JOIN {quote(meta.db_table)} b ON {same} WHERE a.{own} = %s AND b.{own} = %s"
        )
        params += [relation.code, source, target]
    with connection.cursor() as cursor:
        cursor.execute(" UNION ALL ".join(parts) + " ORDER BY 1, 2", params)
        return list(cursor.fetchall())


def conflicts_of(source: int, target: int) -> Iterator[Conflict]:
    """The same with their rows: a query more for each relation that has a conflict."""
    by_relation: dict[str, dict[int, int]] = {}
    for code, going, staying in clashes(source, target):
        by_relation.setdefault(code, {})[going] = staying
    for code, pairs in by_relation.items():
        relation = relations.get(code)
        keys = [
            f.name
            for f in relation.model._meta.concrete_fields
            if f.is_relation and f.name in (*relation.key, *relation.values())
        ]
        wanted = [*pairs, *pairs.values()]
        found = relation.model._base_manager.select_related(*keys) if keys else None
        rows = (found or relation.model._base_manager.all()).in_bulk(wanted)
        for going, staying in pairs.items():
            yield Conflict(relation, rows[staying], rows[going])
