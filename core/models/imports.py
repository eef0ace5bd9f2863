"""A workbook a person sent in: what was found in it, and what became of it."""

from typing import TYPE_CHECKING, Self

from django.conf import settings
from django.db import models
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from core.history import tracked
from core.importing.workflow import IMPORT, ImportState
from core.models.jobs import Job

if TYPE_CHECKING:
    from django.contrib.auth.models import PermissionsMixin


class ImportBatchQuerySet(models.QuerySet["ImportBatch"]):
    def visible_to(self, user: "PermissionsMixin") -> Self:
        """The department's files are the department's."""
        return self if user.has_perm("core.import_workbook") else self.none()


@tracked(exclude=["summary"])
class ImportBatch(models.Model):
    """One upload; nothing of it is stored in the register until a person confirms."""

    State = ImportState

    name = models.CharField(_("Tên tệp"), max_length=255)
    file = models.FileField(_("Tệp"), upload_to="imports/%Y/", max_length=255)
    sha256 = models.CharField(_("SHA-256"), max_length=64)
    state = models.CharField(
        _("Trạng thái"), max_length=10, choices=State.choices, default=State.CHECKING
    )
    is_partial = models.BooleanField(_("Chỉ lưu các dòng đúng"), default=False)
    findings = models.FileField(
        _("Kết quả từng dòng"), upload_to="imports/%Y/", max_length=255, blank=True
    )
    rejected = models.FileField(
        _("Các dòng bị từ chối"), upload_to="imports/%Y/", max_length=255, blank=True
    )
    summary = models.JSONField(_("Kết quả"), default=dict)
    job = models.ForeignKey(Job, on_delete=models.PROTECT, null=True, related_name="+")
    uploaded_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.PROTECT,
        related_name="+",
        verbose_name=_("Người tải lên"),
    )
    uploaded_at = models.DateTimeField(_("Tải lên lúc"), auto_now_add=True)

    objects = ImportBatchQuerySet.as_manager()

    class Meta:
        verbose_name = _("lần nhập Excel")
        verbose_name_plural = _("các lần nhập Excel")
        ordering = ["-uploaded_at", "-id"]
        constraints = [
            models.CheckConstraint(
                condition=models.Q(state__in=ImportState.values), name="core_import_state_known"
            )
        ]
        triggers = [IMPORT.only_these()]

    def __str__(self) -> str:
        return self.name

    @property
    def rows_to_save(self) -> int:
        """Rows that would be created or changed."""
        return sum(s["created"] + s["updated"] for s in self.summary.get("sheets", ()))

    @property
    def is_waiting(self) -> bool:
        """Checked, and there is something a person can confirm."""
        return self.state == self.State.CHECKED and self.rows_to_save > 0

    @property
    def state_words(self) -> str:
        """The state as a person sees it: a file nothing of which can be saved waits for nobody."""
        if self.state != self.State.CHECKED or self.is_waiting:
            return str(self.get_state_display())
        return gettext("Bị từ chối") if self.summary.get("errors") else gettext("Không có gì mới")

    @property
    def state_kind(self) -> str:
        """The component's kind of the state."""
        if self.state == self.State.CHECKED and not self.is_waiting:
            return "bad" if self.summary.get("errors") else "neutral"
        kinds = {
            self.State.SAVED: "ok",
            self.State.CHECKED: "warn",
            self.State.CANCELLED: "neutral",
        }
        return kinds.get(self.State(self.state), "info")
