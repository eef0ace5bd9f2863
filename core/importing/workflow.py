"""The life of an import: checked, then saved or cancelled; nothing else."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from core.transitions import Transition, Workflow


class ImportState(models.TextChoices):
    CHECKING = "checking", _("Đang kiểm tra")
    CHECKED = "checked", _("Chờ xác nhận")
    SAVING = "saving", _("Đang lưu")
    SAVED = "saved", _("Đã lưu")
    CANCELLED = "cancelled", _("Đã hủy")


RULE = "core.import_workbook"
IMPORT = Workflow(
    (
        # By the system, at the end of its job:
        Transition("check", {ImportState.CHECKING}, ImportState.CHECKED, RULE, _("Kiểm tra xong")),
        Transition("save", {ImportState.SAVING}, ImportState.SAVED, RULE, _("Lưu xong")),
        # By a person:
        Transition("confirm", {ImportState.CHECKED}, ImportState.SAVING, RULE, _("Lưu")),
        # Also where a job failed for good; a job that still runs then stores nothing.
        Transition(
            "cancel",
            {ImportState.CHECKING, ImportState.CHECKED, ImportState.SAVING},
            ImportState.CANCELLED,
            RULE,
            _("Hủy"),
        ),
    )
)
