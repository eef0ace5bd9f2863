"""Sections of an enterprise's page that this app has itself."""

from collections.abc import Mapping
from datetime import date
from typing import Any

from django.db.models import F, QuerySet
from django.utils import timezone
from django.utils.translation import gettext as _

from agencies.models import Unit, UnitLineage
from core.prepared import prepared
from core.ui.panels import Panel, panels
from core.ui.steps import Steps, taken
from core.vietnamese import format_date
from enterprises.merge_registers import MERGE_KINDS
from enterprises.merging.comparing import lines_of
from enterprises.models import (
    DuplicatePair,
    Enterprise,
    EnterpriseMerge,
    EnterpriseYear,
    OcopProduct,
    Placement,
)
from enterprises.workflow import MERGES

SHOWN = 100


def years(enterprise: Enterprise, user: Any) -> Panel:
    return Panel(
        "enterprises/_years.html",
        {
            "years": _years_of(enterprise.pk),
            "enterprise": enterprise,
            "may_change": user.has_perm("enterprises.add_enterpriseyear"),
        },
        _("Lao động, doanh thu, quy mô theo năm"),
    )


def parts(enterprise: Enterprise, user: Any) -> Panel:
    """Placements, OCOP products, contact persons, and registrations that count as this one."""
    today = timezone.localdate()
    counted, has_others = _counted_seen(enterprise, user)
    return Panel(
        "enterprises/_parts.html",
        {
            "placements": placements_of(enterprise, today),
            "ocop": [
                (product, product.is_in_force_on(today)) for product in _ocop_of(enterprise.pk)
            ],
            "contacts": list(enterprise.contacts.visible_to(user)),
            "may_see_contacts": user.has_perm("enterprises.view_contactperson"),
            "counted": counted,
            "has_others": has_others,
            "enterprise": enterprise,
            "may_change": user.has_perm("enterprises.add_placement"),
        },
    )


def placements_of(enterprise: Enterprise, today: date) -> list[tuple[Placement, str]]:
    """Seats in their order; beside one that goes on in a unit which ended, what it is today."""
    placements = _placements_of(enterprise.pk)
    ended = [
        p.unit_id for p in placements if p.is_valid_on(today) and not p.unit.is_valid_on(today)
    ]
    lineage = UnitLineage.objects.valid_on(today).filter(unit__in=ended).select_related("resolved")
    heirs = {row.unit_id: row.resolved for row in lineage if row.resolved is not None}
    return [(p, _today_of(p, heirs) if p.unit_id in ended else "") for p in placements]


def _today_of(placement: Placement, heirs: Mapping[int, Unit]) -> str:
    ended = _("Đơn vị kết thúc ngày %(day)s") % {"day": format_date(placement.unit.valid_to)}
    heir = heirs.get(placement.unit_id)
    if heir is None:
        return _("%(ended)s; chưa xác định xã, phường hiện nay.") % {"ended": ended}
    return _("%(ended)s; nay là %(heir)s.") % {"ended": ended, "heir": heir.name}


@prepared
def _years_of(enterprise: int) -> QuerySet[EnterpriseYear]:
    return EnterpriseYear.objects.filter(enterprise=enterprise).order_by("-year")


@prepared
def _ocop_of(enterprise: int) -> QuerySet[OcopProduct]:
    return OcopProduct.objects.filter(enterprise=enterprise)


@prepared
def _placements_of(enterprise: int) -> QuerySet[Placement]:
    found = Placement.objects.filter(enterprise=enterprise).select_related("unit__parent")
    return found.order_by(F("valid_from").asc(nulls_first=True))


@prepared
def _counted_as(enterprise: int) -> QuerySet[Enterprise]:
    return Enterprise.objects.filter(counted_as=enterprise).order_by("tax_code")


def _counted_seen(enterprise: Enterprise, user: Any) -> tuple[list[Enterprise], bool]:
    """Those the person may see (twin of `visible_to`), and whether there are others."""
    found = _counted_as(enterprise.pk)
    if user.sees_the_province:
        return found[:SHOWN], False
    seen = [one for one in found if one.unit_id in user.covered_unit_ids]
    return seen[:SHOWN], len(seen) < len(found)


def one_record(enterprise: Enterprise, user: Any) -> Panel | None:
    """Records that may be the same enterprise, for those who decide about them."""
    if enterprise.merged_into_id or not user.has_perm("enterprises.view_duplicatepair"):
        return None
    pairs = _open_with(enterprise.pk)
    if not pairs:
        return None
    rows = [(pair, pair.second if pair.first_id == enterprise.pk else pair.first) for pair in pairs]
    return Panel("enterprises/_may_be_one.html", {"rows": rows}, _("Có thể trùng với"))


@prepared
def _open_with(enterprise: int) -> QuerySet[DuplicatePair]:
    found = DuplicatePair.objects.open_with(enterprise).select_related("first", "second")
    return found.defer(*(f"{side}__{name}" for side in ("first", "second") for name in UNREAD))


UNREAD = ("search", "sort_key")


def pair(found: DuplicatePair, user: Any) -> Panel:
    """Both records side by side, and which of them may stay."""
    context = {
        "pair": found,
        "lines": lines_of(found.first, found.second, {}),
        "may_merge": user.has_perm("enterprises.merge_enterprise") and not found.is_merged,
    }
    return Panel("enterprises/_pair.html", context, _("So hai hồ sơ"))


def merge(found: EnterpriseMerge, user: Any) -> Panel:
    """What it would do or did, how far its job is, and every step of it."""
    context = {
        "merge": found,
        "kind": MERGE_KINDS[found.state],
        "job": found.job,
        "may_merge": user.has_perm("enterprises.merge_enterprise"),
        "taken": taken(Steps(MERGES, {}), found),
    }
    return Panel("enterprises/_merge.html", context)


panels.register(Enterprise, "one-record", one_record, order=5)
panels.register(DuplicatePair, "pair", pair)
panels.register(EnterpriseMerge, "merge", merge)
panels.register(Enterprise, "years", years, order=50)
panels.register(Enterprise, "parts", parts, order=60)
