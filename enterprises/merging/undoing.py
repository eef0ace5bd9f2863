"""The way back from a merge, by its account: both records stand again with what moved.

What was added or changed since stays, and it is said where. A later merge on top is undone first.
"""

from collections.abc import Iterator
from typing import Any

from django.db import transaction
from django.db.models import Q, QuerySet
from django.utils import timezone
from django.utils.translation import gettext as _

from core.errors import ActionError
from core.ui.values import label_of
from enterprises.actions import size_again
from enterprises.merging.carrying_out import locked, plain
from enterprises.merging.conflicts import clashes
from enterprises.merging.relations import Relation, moved, relations
from enterprises.models import Enterprise, EnterpriseMerge, Placement

# By number: what the database had stamped, and the version as moved.
Told = dict[int, tuple[dict[str, Any], Any]]


def reasons_against(merge: EnterpriseMerge) -> list[str]:
    """Why the merge cannot be undone now; empty where it can."""
    linked = Enterprise.objects.filter(pk=merge.source_id, merged_into=merge.target_id)
    if not linked.exists():
        return [_("Đăng ký cũ không còn được nhập vào hồ sơ này; không có gì để hoàn tác.")]
    return [*_merges_on_top(merge), *_rows_in_the_way(merge)]


def _merges_on_top(merge: EnterpriseMerge) -> Iterator[str]:
    touching = Q(source=merge.target_id) | Q(target=merge.target_id)
    later = EnterpriseMerge.objects.carried_out().filter(touching, merged_at__gt=merge.merged_at)
    for other in later.exclude(pk=merge.pk).select_related("source", "target"):
        yield (_("Sau đó đã gộp %(other)s. Hoàn tác lần gộp đó trước.") % {"other": other})


def _rows_in_the_way(merge: EnterpriseMerge) -> Iterator[str]:
    own: dict[str, set[int]] = {}
    for code, rows in merge.account.get("moved", {}).items():
        relation = relations.get(code)
        own[code] = {pk for pk, _stamp, _version in rows}
        there = relation.model._base_manager.filter(pk__in=own[code]).count()
        if gone := len(own[code]) - there:
            yield (
                _("%(number)d %(kind)s đã chuyển nay đã bị xóa; không trả lại hồ sơ cũ được.")
                % {"number": gone, "kind": relation.model._meta.verbose_name}
            )
    for code, here, _there in clashes(merge.target_id, merge.source_id):
        if here in own.get(code, ()):
            relation = relations.get(code)
            row = relation.model._base_manager.get(pk=here)
            yield (
                _(
                    "Hồ sơ cũ nay đã có dòng trùng với %(kind)s %(row)s. Xóa hoặc sửa một dòng trước."
                )
                % {"kind": relation.model._meta.verbose_name, "row": row}
            )


@transaction.atomic
def undo(merge: EnterpriseMerge) -> list[str]:
    """Restore both records.

    Returns:
        What did not go back, or not as it was, in words.

    Raises:
        ActionError: it cannot be undone; the message holds every reason.
    """
    source, target = locked(merge.source_id, merge.target_id)
    merge.source, merge.target = source, target
    if reasons := reasons_against(merge):
        raise ActionError(" ".join(reasons))
    words: list[str] = []
    source.merged_into = None
    source.save(update_fields=["merged_into", "updated_at"])
    words += _restore_fields(merge, target)
    words += _restore_rows(merge)
    for relation in moved():
        words += _move_back(merge, relation)
    words += _take_placements_back(merge)
    size_again(source)
    size_again(target)
    return words


def _restore_fields(merge: EnterpriseMerge, target: Enterprise) -> Iterator[str]:
    restored = []
    for name, (old, new) in merge.account.get("fields", {}).items():
        if getattr(target, name) == new:
            setattr(target, name, old)
            restored.append(name)
        else:
            yield (
                _("%(label)s của %(name)s đã được sửa sau khi gộp nên giữ như hiện nay.")
                % {"label": label_of(Enterprise, name), "name": target.name}
            )
    if restored:
        target.updated_at = timezone.now()
        target.save(update_fields=[*restored, "updated_at"])


def _restore_rows(merge: EnterpriseMerge) -> Iterator[str]:
    """Values that the survivor's rows had taken over."""
    for told in merge.account.get("rows", ()):
        model = relations.get(told["relation"]).model
        row = model._base_manager.filter(pk=told["pk"]).first()
        if row is None:
            yield (
                _("Một %(kind)s của hồ sơ ở lại đã bị xóa sau khi gộp.")
                % {"kind": model._meta.verbose_name}
            )
            continue
        fields: dict[str, Any] = {f.attname: f for f in model._meta.concrete_fields}
        unchanged = [n for n, new in told["new"].items() if plain(getattr(row, n)) == new]
        if unchanged:
            old = {name: fields[name].to_python(told["old"][name]) for name in unchanged}
            model._base_manager.filter(pk=row.pk).update(**old)
        if len(unchanged) < len(told["new"]):
            yield (_("%(row)s đã được sửa sau khi gộp nên giữ số liệu đã sửa.") % {"row": row})


def _move_back(merge: EnterpriseMerge, relation: Relation) -> Iterator[str]:
    told: Told = {pk: (stamp, v) for pk, stamp, v in merge.account["moved"].get(relation.code, ())}
    kind = relation.model._meta.verbose_name
    names = {"kind": kind, "old": merge.source.name, "new": merge.target.name}
    here = relation.of(merge.target_id)
    added = here.filter(**{f"{relation.born}__gt": merge.merged_at}).exclude(pk__in=told)
    if number := added.count():
        yield (
            _("%(number)d %(kind)s thêm sau khi gộp ở lại %(new)s.") % {**names, "number": number}
        )
    going = set(here.filter(pk__in=told).values_list("pk", flat=True))
    if elsewhere := len(told) - len(going):
        yield (
            _("%(number)d %(kind)s đã được chuyển sang doanh nghiệp khác sau khi gộp, ở lại đó.")
            % {**names, "number": elsewhere}
        )
    rows = relation.model._base_manager.filter(pk__in=going)
    as_moved = _as_moved(rows, told)
    if changed := len(going - as_moved):
        yield (
            _("%(number)d %(kind)s sửa sau khi gộp về %(old)s với nội dung đã sửa.")
            % {**names, "number": changed}
        )
    rows.update(**{relation.column.attname: merge.source_id})
    for stamp, pks in _by_stamp(told, as_moved):
        relation.model._base_manager.filter(pk__in=pks).exclude(**stamp).update(**stamp)
    _renew_versions(merge, relation, {pk: told[pk][1] for pk in as_moved})


def _as_moved(rows: QuerySet[Any], told: Told) -> set[int]:
    """Those that nobody touched since; a row without a version cannot be edited."""
    if all(version is None for _stamp, version in told.values()):
        return set(rows.values_list("pk", flat=True))
    return {pk for pk, version in rows.values_list("pk", "version") if version == told[pk][1]}


def _by_stamp(told: Told, going: set[int]) -> Iterator[tuple[dict[str, Any], list[int]]]:
    """What the database had stamped on the rows, and on which; of an edited row it stamps anew."""
    groups: dict[str, tuple[dict[str, Any], list[int]]] = {}
    for pk in going:
        if stamp := told[pk][0]:
            groups.setdefault(repr(stamp), (stamp, []))[1].append(pk)
    return iter(groups.values())


def _renew_versions(merge: EnterpriseMerge, relation: Relation, moved_as: dict[int, Any]) -> None:
    """For an earlier merge, rows that went on from here and came back are untouched."""
    earlier = EnterpriseMerge.objects.carried_out().filter(target=merge.source_id)
    for one in earlier:
        rows = one.account["moved"].get(relation.code, [])
        ours = [r for r in rows if r[2] is not None and moved_as.get(r[0]) == r[2] + 1]
        if ours:
            found = relation.model._base_manager.filter(pk__in=[row[0] for row in ours])
            now = dict(found.values_list("pk", "version"))
            for row in ours:
                row[2] = now[row[0]]
            one.save(update_fields=["account"])


def _take_placements_back(merge: EnterpriseMerge) -> Iterator[str]:
    for told in merge.account.get("placements", ()):
        row = Placement.objects.filter(pk=told["pk"]).first()
        if row is None:
            continue
        if all(plain(getattr(row, name)) == value for name, value in told.items()):
            row.delete()
        else:
            yield (
                _("Nơi đặt trụ sở %(unit)s đã được sửa sau khi gộp, ở lại %(name)s.")
                % {"unit": row.unit, "name": merge.target.name}
            )
