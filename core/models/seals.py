"""Seals over the audit trail: what a stretch of lines was when it was sealed."""

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.utils.translation import gettext_lazy as _

from core.history import append_only


class TrailSeal(models.Model):
    """One stretch of one table of lines; written only by `core.sealing`.

    `hashes` holds `HASH_BYTES` for each line in the order of their numbers; `digest` covers
    them and the seal before it, so that no seal can be changed or taken out alone.
    """

    table = models.CharField(_("Bảng"), max_length=63)
    first_line = models.BigIntegerField(_("Dòng đầu"))
    last_line = models.BigIntegerField(_("Dòng cuối"))
    columns = ArrayField(models.CharField(max_length=63), verbose_name=_("Các cột"))
    hashes = models.BinaryField(_("Mã băm của từng dòng"))
    digest = models.BinaryField(_("Mã niêm phong"), max_length=32)
    made_at = models.DateTimeField(_("Niêm phong lúc"), auto_now_add=True)

    class Meta:
        verbose_name = _("niêm phong lịch sử")
        verbose_name_plural = _("các niêm phong lịch sử")
        ordering = ["table", "first_line"]
        constraints = [
            models.UniqueConstraint(fields=["table", "first_line"], name="core_seal_once")
        ]
        triggers = append_only()

    def __str__(self) -> str:
        return f"{self.table} {self.first_line}-{self.last_line}"
