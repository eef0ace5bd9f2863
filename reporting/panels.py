"""The outline on a report type's page; difficulties grouped under another one."""

from typing import Any

from django.utils.translation import gettext_lazy as _

from core.ui.panels import Panel, panels
from reporting.models import Difficulty, ReportType


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
