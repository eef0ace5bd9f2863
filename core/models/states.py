"""The unalterable line each transition leaves: who, when, from, to, why."""

from django.conf import settings
from django.contrib.contenttypes.fields import GenericForeignKey
from django.contrib.contenttypes.models import ContentType
from django.db import models
from django.utils.translation import gettext_lazy as _

from core.history import append_only


class StateChange(models.Model):
    """Written only by `core.workflow.advance`; the database refuses any change to it."""

    content_type = models.ForeignKey(ContentType, on_delete=models.PROTECT)
    object_id = models.BigIntegerField()
    subject = GenericForeignKey()
    transition = models.CharField(_("Việc"), max_length=40)
    source = models.CharField(_("Từ"), max_length=40)
    target = models.CharField(_("Sang"), max_length=40)
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("Người thực hiện"),
    )
    at = models.DateTimeField(_("Lúc"), auto_now_add=True)
    reason = models.TextField(_("Lý do"), blank=True)

    class Meta:
        verbose_name = _("lần chuyển trạng thái")
        verbose_name_plural = _("các lần chuyển trạng thái")
        ordering = ["at", "id"]
        indexes = [models.Index(fields=["content_type", "object_id", "at"])]
        triggers = append_only()

    def __str__(self) -> str:
        return f"{self.source} → {self.target}"
