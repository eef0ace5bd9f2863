"""Evidence files attached to any record, served only to those who may see the record."""

from django.conf import settings
from django.contrib.contenttypes.fields import GenericForeignKey
from django.contrib.contenttypes.models import ContentType
from django.db import models
from django.utils.translation import gettext_lazy as _

from core.history import tracked


@tracked()
class Attachment(models.Model):
    """One file; the bytes lie under their SHA-256, the name is what people typed."""

    content_type = models.ForeignKey(ContentType, on_delete=models.PROTECT)
    object_id = models.BigIntegerField()
    subject = GenericForeignKey()
    name = models.CharField(_("Tên tệp"), max_length=255)
    description = models.CharField(_("Nội dung"), max_length=255, blank=True)
    file = models.FileField(_("Tệp"), upload_to="attachments/%Y/", max_length=255)
    media_type = models.CharField(_("Loại tệp"), max_length=120)
    size = models.PositiveBigIntegerField(_("Dung lượng (byte)"))
    sha256 = models.CharField(_("SHA-256"), max_length=64)
    uploaded_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.PROTECT,
        related_name="+",
        verbose_name=_("Người tải lên"),
    )
    uploaded_at = models.DateTimeField(_("Tải lên lúc"), auto_now_add=True)
    removed_at = models.DateTimeField(_("Gỡ lúc"), null=True, blank=True)

    UNSHOWN_IN_HISTORY = ("file", "media_type", "uploaded_by")

    class Meta:
        verbose_name = _("tệp minh chứng")
        verbose_name_plural = _("tệp minh chứng")
        ordering = ["uploaded_at", "id"]
        indexes = [models.Index(fields=["content_type", "object_id"])]

    def __str__(self) -> str:
        return self.name
