"""Do a merge, and write down everything that its way back needs."""

from datetime import date
from decimal import Decimal
from hashlib import sha256
from typing import Any

from django.db import IntegrityError, transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from core.errors import ActionError
from enterprises.actions import size_again
from enterprises.merging.conflicts import clashes
from enterprises.merging.placing import fill_placements
from enterprises.merging.relations import Relation, demand_all_listed, moved, relations
from enterprises.models import Enterprise, EnterpriseMerge
from enterprises.validators import tax_code_contradiction

# Values of which a person says whose stay; what stands together is chosen together.
CHOSEN = (
    ("name",),
    ("entity_type",),
    ("address",),
    ("sector",),
    ("vsic_version", "vsic_code"),
    ("main_products",),
    ("has_key_product",),
    ("in_value_chain",),
)
FIELDS = tuple(name for group in CHOSEN for name in group)
Account = dict[str, Any]


def locked(*pks: int) -> list[Enterprise]:
    """These records, in one order for everybody, so that no two merges wait for each other."""
    found = Enterprise.objects.select_for_update(of=("self",)).filter(pk__in=pks).order_by("pk")
    by_pk = {enterprise.pk: enterprise for enterprise in found}
    if len(by_pk) != len(set(pks)):
        raise ActionError(_("Một trong hai hồ sơ đã bị xóa."))
    return [by_pk[pk] for pk in pks]


def plain(value: Any) -> Any:
    """A value as JSON keeps it."""
    if isinstance(value, date):
        return value.isoformat()
    return str(value) if isinstance(value, Decimal) else value


def refuse_pair(source: Enterprise, target: Enterprise) -> None:
    """Raises ActionError: the two cannot become one."""
    if source.merged_into_id:
        raise ActionError(_("Đăng ký này đã được nhập vào đăng ký khác."))
    if source.pk == target.pk:
        raise ActionError(_("Chọn một đăng ký khác với chính nó."), field="target")
    if target.merged_into_id:
        raise ActionError(
            _("%(name)s đã được nhập vào đăng ký khác. Chọn hồ sơ đó.") % {"name": target.name},
            field="target",
        )
    above = source.pk, target.parent_id, target.counted_as_id
    if above[0] in above[1:]:
        raise ActionError(
            _("Đăng ký được chọn đang được tính vào chính đăng ký này. Chọn đăng ký khác."),
            field="target",
        )


def mark_of(source: Enterprise, target: Enterprise) -> str:
    """Changes whenever anything changed that the merge of the two would touch or show."""
    seen: list[Any] = [(source.pk, source.version), (target.pk, target.version)]
    pairs = clashes(source.pk, target.pk)
    for relation in moved():
        rows = relation.of(source.pk).order_by("pk")
        staying = [kept for code, _going, kept in pairs if code == relation.code]
        also = relation.model._base_manager.filter(pk__in=staying).order_by("pk")
        names = ("pk", "version") if _is_versioned(relation) else ("pk",)
        seen.append((relation.code, [*rows.values_list(*names)], [*also.values_list(*names)]))
    return sha256(repr((seen, pairs)).encode()).hexdigest()


def _is_versioned(relation: Relation) -> bool:
    return any(field.name == "version" for field in relation.model._meta.concrete_fields)


@transaction.atomic
def carry_out(merge: EnterpriseMerge) -> Account:
    """Move the rows, take the chosen values, link the registrations.

    Raises:
        ActionError: the two cannot become one, or nobody knows what to do with a relation.
    """
    demand_all_listed()
    source, target = locked(merge.source_id, merge.target_id)
    refuse_pair(source, target)
    chosen = merge.choices
    pairs = clashes(source.pk, target.pk)
    account: Account = {
        "placements": [_told(row) for row in fill_placements(source.pk, target.pk)],
        "moved": {r.code: _move(r, source, target, pairs) for r in moved()},
        "rows": [
            _take_row(relations.get(code), going, staying)
            for code, going, staying in pairs
            if going in chosen.get("rows", {}).get(code, ())
        ],
        "left": [[code, going, staying] for code, going, staying in pairs],
        "fields": _take_fields(source, target, chosen.get("fields", ())),
    }
    try:
        with transaction.atomic():
            source.merged_into = target
            source.save(update_fields=["merged_into", "updated_at"])
    except IntegrityError as error:
        message = _("Đăng ký được chọn đang được tính vào chính đăng ký này. Chọn đăng ký khác.")
        raise ActionError(message, field="target") from error
    size_again(target)
    return account


def _told(row: Any) -> dict[str, Any]:
    names = ("pk", "unit_id", "valid_from", "valid_to")
    return {name: plain(getattr(row, name)) for name in names}


def _move(
    relation: Relation, source: Enterprise, target: Enterprise, pairs: list[tuple[str, int, int]]
) -> list[list[Any]]:
    """[number, what the database had stamped, version as moved] of each row that went over."""
    left = [going for code, going, _staying in pairs if code == relation.code]
    rows = relation.of(source.pk).exclude(pk__in=left).order_by("pk")
    stamps = {row.pop("pk"): row for row in rows.values("pk", *relation.stamped)}
    everything = relation.model._base_manager.filter(pk__in=stamps)
    everything.update(**{relation.column.attname: target.pk})
    versions: dict[int, Any] = {}
    if _is_versioned(relation):
        versions = dict(everything.values_list("pk", "version"))
    return [[pk, stamp, versions.get(pk)] for pk, stamp in stamps.items()]


def _take_row(relation: Relation, going: int, staying: int) -> dict[str, Any]:
    """Give the survivor's row the values of the one that does not move."""
    rows = relation.model._base_manager.in_bulk([going, staying])
    names = [relation.model._meta.get_field(name).attname for name in relation.values()]  # type: ignore[union-attr]
    differing = [n for n in names if getattr(rows[going], n) != getattr(rows[staying], n)]
    old = {name: plain(getattr(rows[staying], name)) for name in differing}
    new = {name: getattr(rows[going], name) for name in differing}
    if differing:
        relation.model._base_manager.filter(pk=staying).update(**new)
    told = {name: plain(value) for name, value in new.items()}
    return {"relation": relation.code, "pk": staying, "old": old, "new": told}


def _take_fields(source: Enterprise, target: Enterprise, names: Any) -> dict[str, list[Any]]:
    taken = {}
    for name in FIELDS:
        if name in names and getattr(source, name) != getattr(target, name):
            taken[name] = [getattr(target, name), getattr(source, name)]
            setattr(target, name, getattr(source, name))
    if wrong := tax_code_contradiction(target.tax_code, target.entity_type):
        raise ActionError(wrong)
    if taken:
        target.updated_at = timezone.now()
        target.save(update_fields=[*taken, "updated_at"])
    return taken
