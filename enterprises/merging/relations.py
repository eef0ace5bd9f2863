"""What a merge does with the rows that hang on an enterprise: an allow-list, declared by each app.

Modules `merges` say `moves(…)` or `stays(…)` of every relation of their models to `Enterprise`.
A relation that nobody declared stops every merge, and `tests/enterprises/test_merging.py` says what
to write where: nothing is moved, or left behind, that nobody thought about.
"""

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import pghistory.models
from django.db import models
from django.db.models import QuerySet
from django.utils.functional import Promise
from django.utils.translation import gettext as _

from core.errors import ActionError
from core.history import BOOKKEEPING
from core.registry import Registry
from enterprises.models import Enterprise

HOW_TO_LIST = (
    'A merge does not know what to do with the relation {code}. In "{app}/merges.py" write'
    ' `moves({model}, "{field}")`, with `key=(…)` where the database keeps one row of a kind for'
    ' each enterprise, or `stays({model}, "{field}", because=_("…"))`, and try it in'
    " tests/enterprises/test_merging.py."
)


@dataclass(frozen=True)
class Relation:
    """Rows of one model that belong to an enterprise.

    Args:
        field: the foreign key, or the number beside a content type (then `fixed` says which).
        key: fields that the database keeps once for each enterprise; two rows with one key are a
            conflict: the survivor's stays, with its own values or those of the other.
        fixed: further conditions.
        stays: why these rows do not move; "" where they do.
        born: when a row came to be.
        stamped: columns that the database writes when a row moves; the way back restores them.
        rows_url: the list of an enterprise's rows, where there is one.
    """

    model: type[models.Model]
    field: str
    key: tuple[str, ...] = ()
    fixed: Callable[[], Mapping[str, Any]] = dict
    stays: str | Promise = ""
    born: str = "created_at"
    stamped: tuple[str, ...] = ()
    rows_url: Callable[[int], str] | None = None

    @property
    def code(self) -> str:
        return code_of(self.model, self.field)

    @property
    def column(self) -> Any:
        return self.model._meta.get_field(self.field)

    def of(self, enterprise: int) -> QuerySet[Any]:
        """The rows of that enterprise."""
        found = self.model._base_manager.filter(**self.fixed())
        return found.filter(**{self.column.attname: enterprise})

    def values(self) -> list[str]:
        """Fields that people fill in, beside the key: what one row may take from another."""
        aside = {*self.key, self.field, *BOOKKEEPING}
        return [
            f.name
            for f in self.model._meta.concrete_fields
            if f.editable and not f.primary_key and not f.generated and f.name not in aside
        ]


relations: Registry[Relation] = Registry()


def moves(model: type[models.Model], field: str = "enterprise", **how: Any) -> Relation:
    """Its rows go to the surviving record."""
    return relations.register(code_of(model, field), Relation(model, field, **how))


def stays(model: type[models.Model], field: str, *, because: str | Promise) -> Relation:
    """Its rows stay with the record that was merged."""
    return relations.register(code_of(model, field), Relation(model, field, stays=because))


def code_of(model: type[models.Model], field: str) -> str:
    return f"{model._meta.label}.{field}"


def moved() -> list[Relation]:
    return [relation for relation in relations if not relation.stays]


def _pointing() -> Iterator[tuple[type[models.Model], str]]:
    """Every foreign key to an enterprise; lines of the audit trail are no rows of it."""
    for found in Enterprise._meta.get_fields(include_hidden=True):
        if found.auto_created and not found.concrete:
            relation: Any = found
            if not issubclass(relation.related_model, pghistory.models.Event):
                yield relation.related_model, relation.field.name


def unlisted(pointing: Sequence[tuple[type[models.Model], str]] | None = None) -> list[str]:
    """What to write where, for each relation that nobody declared."""
    asked = list(_pointing()) if pointing is None else pointing
    return [
        HOW_TO_LIST.format(
            code=code_of(model, field),
            app=model._meta.app_label,
            model=model.__name__,
            field=field,
        )
        for model, field in asked
        if code_of(model, field) not in relations
    ]


def demand_all_listed() -> None:
    """Raises ActionError: a relation is in nobody's list, so nobody knows what would become of it."""
    names = sorted(
        {
            str(model._meta.verbose_name)
            for model, field in _pointing()
            if code_of(model, field) not in relations
        }
    )
    if names:
        raise ActionError(
            _(
                "Chưa gộp được: hệ thống chưa biết làm gì với %(names)s của doanh nghiệp khi gộp."
                " Báo quản trị hệ thống. Dữ liệu không thay đổi."
            )
            % {"names": ", ".join(names)}
        )
