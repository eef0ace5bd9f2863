"""Columns the database computes from text: search vector and Vietnamese sort key.

Generated columns stay true under `update()`, COPY and plain SQL; the functions
are created by core's first migration and have Python twins in `core.vietnamese`.
"""

from django.contrib.postgres.search import SearchVectorField
from django.db import models
from django.db.models import F, Func


class _Joined(Func):
    """`function(a || ' ' || b …)`; all arguments must be NOT NULL columns."""

    arg_joiner = " || ' ' || "


def search_column(*parts: str | Func) -> models.GeneratedField:
    """A `tsvector` of the folded words of `parts` (fields, expressions); give it a GIN index."""
    joined = [F(part) if isinstance(part, str) else part for part in parts]
    return models.GeneratedField(
        expression=_Joined(*joined, function="core_search_vector"),
        output_field=SearchVectorField(),
        db_persist=True,
    )


def sort_column(field: str) -> models.GeneratedField:
    """A key that orders `field` by the Vietnamese alphabet under the C collation."""
    return models.GeneratedField(
        expression=Func(F(field), function="core_sort_key"),
        output_field=models.TextField(db_collation="C"),
        db_persist=True,
    )


def folded_column(field: str) -> models.GeneratedField:
    """`field` in lower case without marks, for exact look-ups that forgive spelling."""
    return models.GeneratedField(
        expression=Func(F(field), function="core_fold"),
        output_field=models.TextField(),
        db_persist=True,
    )
