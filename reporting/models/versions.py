"""Issued versions of reports: a frozen snapshot and its files, which nothing may change."""

from typing import TYPE_CHECKING, Self

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from core.history import append_only
from core.placeholders import filled
from programs.models import Plan

if TYPE_CHECKING:
    from agencies.models import User


class ReportVersionQuerySet(models.QuerySet["ReportVersion"]):
    def visible_to(self, user: "User") -> Self:
        return self if user.has_perm("reporting.view_report") else self.none()


class ReportVersion(models.Model):
    """One frozen evaluation; a correction is a new number that says what changed."""

    plan = models.ForeignKey(Plan, on_delete=models.PROTECT, related_name="reports")
    kind = models.CharField(_("Loại báo cáo"), max_length=20, default="annual")
    year = models.PositiveSmallIntegerField(_("Năm"))
    cut_off = models.DateField(_("Ngày chốt số liệu"))
    number = models.PositiveSmallIntegerField(_("Bản số"))
    label = models.CharField(
        _("Tên bản"),
        max_length=120,
        help_text=_("Như loại báo cáo ghi khi chốt; {year} và {number} được thay."),
    )
    change_note = models.TextField(_("Nội dung thay đổi so với bản trước"), blank=True)
    snapshot = models.JSONField(_("Số liệu đã chốt"))
    made_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.PROTECT,
        related_name="+",
        verbose_name=_("Người chốt"),
    )
    made_at = models.DateTimeField(_("Chốt lúc"), auto_now_add=True)

    objects = ReportVersionQuerySet.as_manager()

    class Meta:
        verbose_name = _("bản báo cáo")
        verbose_name_plural = _("các bản báo cáo")
        ordering = ["-year", "-number"]
        constraints = [
            models.UniqueConstraint(
                fields=["plan", "kind", "year", "number"], name="reporting_version_number"
            ),
            models.CheckConstraint(
                condition=models.Q(number=1) | ~models.Q(change_note=""),
                name="reporting_version_says_what_changed",
            ),
        ]
        triggers = append_only()

    def __str__(self) -> str:
        return filled(self.label, year=self.year, number=self.number)


class ReportFile(models.Model):
    """One file of a version, known by its SHA-256; downloads for ever."""

    version = models.ForeignKey(ReportVersion, on_delete=models.PROTECT, related_name="files")
    name = models.CharField(_("Tên tệp"), max_length=100)
    file = models.FileField(_("Tệp"), upload_to="reports/%Y/", max_length=255)
    sha256 = models.CharField(_("SHA-256"), max_length=64)
    size = models.PositiveBigIntegerField(_("Dung lượng (byte)"))

    class Meta:
        verbose_name = _("tệp báo cáo")
        verbose_name_plural = _("tệp báo cáo")
        ordering = ["id"]
        constraints = [
            models.UniqueConstraint(fields=["version", "name"], name="reporting_file_once")
        ]
        triggers = append_only()

    def __str__(self) -> str:
        return self.name

    @property
    def web_name(self) -> str:
        """The name people save it under: two versions of a year never have the same."""
        stem, dot, ending = self.name.rpartition(".")
        if stem == "snapshot":  # alone of all, it has neither type nor year in its name
            stem = f"snapshot-{self.version.kind}-{self.version.year}"
        return f"{stem}-ban-{self.version.number}{dot}{ending}"
