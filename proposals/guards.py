"""What proposals have against the deletion of other records."""

from typing import Any

from django.utils.translation import gettext as _

from core.ui.guards import guards
from enterprises.models import Enterprise


def is_in_a_proposal(record: Any) -> str:
    if isinstance(record, Enterprise) and record.proposed.exists():
        return _("Không xóa được: doanh nghiệp có tên trong đề xuất của đơn vị.")
    return ""


guards.register("proposals", is_in_a_proposal)
