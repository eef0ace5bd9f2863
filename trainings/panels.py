"""Classes on the page of the work they belong to."""

from typing import Any

from django.utils.translation import gettext_lazy as _

from core.ui.panels import Panel, panels
from programs.models import WorkItem
from programs.records import records_of
from trainings.registers import CLASSES


def classes_of(item: WorkItem, user: Any) -> Panel:
    rows = records_of(item, user, [CLASSES])
    return Panel("programs/_work_records.html", {"rows": rows}, _("Lớp đào tạo của công việc"))


panels.register(WorkItem, "classes", classes_of, order=60)
