"""What a register is: one declaration from which all its pages, its export and its history come."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

import rules
from django.db import models
from django.db.models import QuerySet
from django.http import QueryDict
from django.urls import reverse
from django.utils.functional import Promise

from core.registry import Registry
from core.ui import attachments
from core.ui.filters import RegisterFilter
from core.ui.forms import RecordForm, Sections
from core.ui.history import Trail
from core.ui.paging import Sort
from core.ui.steps import Steps
from core.ui.tables import Column


@dataclass(frozen=True)
class Act:
    """A further thing to do with a record, as a button of its page."""

    label: str | Promise
    url_name: str
    permission: str
    icon: str
    is_offered: Callable[[Any], bool] = lambda _record: True
    query: Callable[[Any], str] = lambda _record: ""


@dataclass(frozen=True)
class Register:
    """Pages of one model.

    Args:
        name: URL names are `<namespace>:<name>-list`, `-detail`, `-create`, `-update`,
            `-delete`, `-export`, `-history`.
        sections: titles and fields, for the detail page; the form has its own.
        columns: called for each request, because other apps may add some.
        related: foreign keys the list reads.
        listed: fields that the rows of the list read (with those of `related`); all by default.
        related_on_page: further ones that a record's own page reads.
        trails: rows whose changes the history shows; the record's own by default.
        save: stores a valid form; `form.save` by default. Takes (form, user).
        has_files: evidence files may be attached.
        parent: foreign key to the record on whose page these rows are shown.
        labels: names of properties among the sections.
        kicker: a notice (kind, words) above the record. Takes (record, user).
        parts: rows that are nothing without the record and are deleted with it.
        steps: the workflow of records whose state changes by declared transitions.
        is_read_only: rows that nobody edits on pages: listed and exported alone.
    """

    model: Any
    name: str
    title: str | Promise
    lead: str | Promise
    add_label: str | Promise
    columns: Callable[[], Sequence[Column]]
    sorts: tuple[Sort, ...]
    filterset: type[RegisterFilter]
    form: type[RecordForm]
    sections: Sections
    related: tuple[str, ...] = ()
    listed: tuple[str, ...] = ()
    related_on_page: tuple[str, ...] = ()
    trails: Callable[[Any, Any], Sequence[Trail]] | None = None
    save: Callable[[Any, Any], Any] | None = None
    acts: tuple[Act, ...] = ()
    has_files: bool = False
    empty_hint: str | Promise = ""
    parent: str = ""
    labels: Mapping[str, str | Promise] = field(default_factory=dict)
    kicker: Callable[[Any, Any], tuple[str, str] | None] = field(
        default=lambda _record, _user: None
    )
    parts: Callable[[Any], Sequence[QuerySet[Any]]] = field(default=lambda _record: ())
    steps: Steps | None = None
    is_read_only: bool = False

    @property
    def app(self) -> str:
        return str(self.model._meta.app_label)

    def may(self, user: Any, verb: str, record: Any = None) -> bool:
        """What no rule gives to anybody is not asked of the tables of permissions."""
        right = f"{self.app}.{verb}_{self.model._meta.model_name}"
        return bool(rules.perm_exists(right) and user.has_perm(right, record))

    @property
    def attaching(self) -> str:
        """Evidence may be added by whoever may change the record, where no rule says otherwise."""
        own = f"{self.app}.attach_{self.model._meta.model_name}"
        return "attach" if rules.perm_exists(own) else "change"

    def visible_to(self, user: Any) -> QuerySet[Any]:
        found: QuerySet[Any] = self.model._default_manager.visible_to(user)
        return found.select_related(*self.related) if self.related else found

    def one_of(self, user: Any) -> QuerySet[Any]:
        """The same records with what the page of one of them reads."""
        found = self.visible_to(user)
        return found.select_related(*self.related_on_page) if self.related_on_page else found

    def filters_for(self, data: QueryDict, user: Any, *, are_open: bool = True) -> RegisterFilter:
        """The register's filters over what the person may see."""
        return self.filterset(data, self.visible_to(user), user=user, are_open=are_open)

    def listed_of(self, found: QuerySet[Any], sort: Sort) -> QuerySet[Any]:
        """Of the records only what a row of the list shows, and what tells their order."""
        if not self.listed:
            return found
        related = {name.rpartition("__")[0] for name in self.listed} - {""}
        found = found.select_related(None).only(*self.listed, *sort.fields)
        return found.select_related(*related) if related else found

    def url(self, page: str, record: models.Model | None = None) -> str:
        kwargs = {} if record is None else {"pk": record.pk}
        return reverse(f"{self.app}:{self.name}-{page}", kwargs=kwargs)

    def addresses(self, page: str) -> Callable[[models.Model], str]:
        """Addresses of many records' pages; how they are built is looked up once."""
        one = reverse(f"{self.app}:{self.name}-{page}", kwargs={"pk": 0})
        before, _pk, after = one.rpartition("0")
        return lambda record: f"{before}{record.pk}{after}"

    def sort_for(self, code: str) -> Sort:
        return next((sort for sort in self.sorts if sort.code == code), self.sorts[0])

    def trails_of(self, record: Any, user: Any) -> Sequence[Trail]:
        """What the history of `record` shows; its evidence files belong to it."""
        own = (Trail(self.model, {"pgh_obj_id": record.pk}),)
        found = self.trails(record, user) if self.trails is not None else own
        return (*found, attachments.trail_of(record)) if self.has_files else found


registers: Registry[Register] = Registry()
by_model: dict[Any, Register] = {}


def register(declared: Register) -> Register:
    """Make a register known to exports and to links from other records."""
    by_model[declared.model] = declared
    return registers.register(declared.name, declared)


def address_of(record: models.Model | None) -> str:
    """The page of a record whose model has a register; "" otherwise."""
    declared = by_model.get(type(record))
    return declared.url("detail", record) if declared and record is not None else ""
