"""The outline on a report type's page; difficulties grouped under another one."""

from typing import Any

from django.utils.translation import gettext_lazy as _

from agencies.models import Unit
from core.ui.panels import Panel, panels
from reporting.models import Difficulty, ReportType

SHOWN = 30


def outline(declared: ReportType, user: Any) -> Panel:
    context = {
        "sections": list(declared.sections.all()),
        "declared": declared,
        "may_change": user.has_perm("reporting.change_reporttypesection"),
    }
    return Panel("reporting/_outline.html", context, _("Đề cương"))


panels.register(ReportType, "outline", outline)


def repeated(difficulty: Difficulty, user: Any) -> Panel | None:
    """Those that were grouped under this one, as far as the person may see them."""
    found = Difficulty.objects.visible_to(user).filter(repeats=difficulty).select_related("unit")
    rows = list(found.order_by("raised_on", "pk"))
    if not rows:
        return None
    return Panel("reporting/_repeated.html", {"rows": rows}, _("Phản ánh được gộp vào"))


panels.register(Difficulty, "repeated", repeated)


def of_unit(unit: Unit, user: Any) -> Panel | None:
    """What the unit reported, through its successions, as far as the person may see it."""
    if not user.has_perm("reporting.view_difficulty"):
        return None
    through = Unit.objects.through_successions([unit.pk]).values("pk")
    found = Difficulty.objects.visible_to(user).filter(unit__in=through).select_related("unit")
    rows = list(found[: SHOWN + 1])
    if not rows:
        return None
    context = {"rows": rows[:SHOWN], "has_more": len(rows) > SHOWN}
    return Panel("reporting/_unit_difficulties.html", context, _("Khó khăn, kiến nghị"))


panels.register(Unit, "difficulties", of_unit, order=50)
