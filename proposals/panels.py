"""What stands on the pages of a proposal, of a call and of a unit."""

from typing import Any

from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from agencies.models import Unit
from core.ui.panels import Panel, panels
from enterprises.models import Enterprise
from proposals import appraisal_panels  # noqa: F401 - registers its own
from proposals.choices import CallState
from proposals.invited import invited
from proposals.models import Abstention, Call, LateEntry, Proposal
from proposals.models.proposals import own_unit_ids
from proposals.queries import with_parts
from proposals.requirements import missing_in


def parts(proposal: Proposal, user: Any) -> Panel:
    """Enterprises, contents of support, contributions, money and coordinators."""
    enterprises = list(with_parts(proposal).enterprises.all())
    known = {row.enterprise_id for row in enterprises if row.enterprise_id}
    seen = set(
        Enterprise.objects.visible_to(user).filter(pk__in=known).values_list("pk", flat=True)
    )
    costs = list(proposal.costs.all())
    years = sorted({cost.year for cost in costs})
    context = {
        "enterprises": [(row, row.enterprise_id in seen) for row in enterprises],
        "items": [row.item for row in proposal.items.all()],
        "contributions": proposal.contributions.all(),
        "coordinators": proposal.coordinators.all(),
        "years": years,
        "money": _money_rows(costs, years),
        "by_year": [sum(c.amount_vnd for c in costs if c.year == year) for year in years],
        "total": sum(cost.amount_vnd for cost in costs),
    }
    return Panel("proposals/_parts.html", context, _("Doanh nghiệp, đóng góp, kinh phí"))


def _money_rows(costs: list[Any], years: list[int]) -> list[tuple[str, list[int | None], int]]:
    rows = []
    for source in dict.fromkeys(cost.source for cost in costs):
        own = [cost for cost in costs if cost.source == source]
        amounts = {cost.year: cost.amount_vnd for cost in own}
        label = str(own[0].get_source_display())
        rows.append((label, [amounts.get(year) for year in years], sum(amounts.values())))
    return rows


def writing(proposal: Proposal, user: Any) -> Panel | None:
    """For who writes it: what is missing, and where to go on."""
    if not user.has_perm("proposals.change_proposal", proposal):
        return None
    context = {"proposal": proposal, "missing": missing_in(with_parts(proposal))}
    return Panel("proposals/_writing.html", context, _("Đang viết"))


panels.register(Proposal, "writing", writing, order=-10)
panels.register(Proposal, "parts", parts)


def of_call(call: Call, user: Any) -> Panel | None:
    """For a unit: its answer to the call, and what it may do now."""
    own = own_unit_ids(user)
    units = [unit for unit in invited(call) if unit.pk in own]
    if not units or call.state != CallState.ANNOUNCED:
        return None
    is_open = call.closes_at >= timezone.now()
    late = LateEntry.objects.filter(call=call, unit__in=units, until__gte=timezone.now())
    open_now = {unit.pk for unit in units} if is_open else set(late.values_list("unit", flat=True))
    found = Proposal.objects.visible_to(user).filter(call=call, unit__in=units)
    rows = list(found.order_by("pk"))
    said = set(Abstention.objects.filter(call=call, unit__in=units).values_list("unit", flat=True))
    context = {
        "call": call,
        "units": [
            {
                "unit": unit,
                "proposals": [row for row in rows if row.unit_id == unit.pk],
                "has_abstained": unit.pk in said,
                "may_begin": unit.pk in open_now,
            }
            for unit in units
        ],
    }
    return Panel("proposals/_answer.html", context, _("Đề xuất của đơn vị"))


panels.register(Call, "answer", of_call)


def of_unit(unit: Unit, user: Any) -> Panel | None:
    """What the unit proposed, through its successions, as far as the person may see it."""
    if not user.has_perm("proposals.view_proposal"):
        return None
    through = Unit.objects.through_successions([unit.pk]).values("pk")
    found = Proposal.objects.visible_to(user).filter(unit__in=through)
    rows = list(
        found.select_related("unit", "call").defer("search").order_by("-created_at", "-pk")[:50]
    )
    if not rows:
        return None
    return Panel("proposals/_of_unit.html", {"rows": rows}, _("Đề xuất"))


panels.register(Unit, "proposals", of_unit, order=30)
