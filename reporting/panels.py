"""The outline on a report type's page."""

from typing import Any

from django.utils.translation import gettext_lazy as _

from core.ui.panels import Panel, panels
from reporting.models import ReportType


def outline(declared: ReportType, user: Any) -> Panel:
    context = {
        "sections": list(declared.sections.all()),
        "declared": declared,
        "may_change": user.has_perm("reporting.change_reporttypesection"),
    }
    return Panel("reporting/_outline.html", context, _("Đề cương"))


panels.register(ReportType, "outline", outline)
