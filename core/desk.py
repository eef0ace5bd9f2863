"""Files that wait for the decision of whoever sent them in."""

from collections.abc import Iterator
from typing import Any

from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from core.importing.workflow import ImportState
from core.models import ImportBatch
from core.ui.desk import SOURCE_ITEMS, DeskItem, desk


def checked_files(user: Any) -> Iterator[DeskItem]:
    if not user.has_perm("core.import_workbook"):
        return
    own = ImportBatch.objects.filter(uploaded_by=user, state=ImportState.CHECKED)
    for batch in own.order_by("uploaded_at", "pk")[: SOURCE_ITEMS + 1]:
        if batch.is_waiting:
            yield DeskItem(
                batch.name,
                _("Xem kết quả kiểm tra, lưu hoặc hủy"),
                reverse("importing:batch", kwargs={"pk": batch.pk}),
                timezone.localdate(batch.uploaded_at),
            )


desk.register("imports", checked_files, order=20)
