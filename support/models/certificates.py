"""A certificate an enterprise holds or held, with its life."""

from django.db import models
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from core.history import tracked
from core.versioned import raise_version
from programs.models import WorkItem
from support.choices import CertificateCategory, CertificateStatus
from support.models.catalogue import CatalogueItem
from support.models.records import Record, RecordQuerySet
from support.triggers import stamp_unit


@tracked(exclude=["unit"])
class Certificate(Record):
    """Identified by enterprise and certificate number."""

    category = models.CharField(
        _("Loại chứng nhận"), max_length=12, choices=CertificateCategory.choices
    )
    standard = models.CharField(_("Tiêu chuẩn"), max_length=200)
    item = models.ForeignKey(
        CatalogueItem,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="certificates",
        verbose_name=_("Mục danh mục"),
        limit_choices_to={"use": "certificate"},
        help_text=_("Bắt buộc với chứng nhận hệ thống quản lý."),
    )
    scope = models.CharField(_("Phạm vi, sản phẩm được chứng nhận"), max_length=500, blank=True)
    number = models.CharField(_("Số giấy chứng nhận"), max_length=100)
    body = models.CharField(_("Tổ chức chứng nhận"), max_length=200, blank=True)
    issued_on = models.DateField(_("Ngày cấp"))
    expires_on = models.DateField(_("Ngày hết hạn"), null=True, blank=True)
    status = models.CharField(
        _("Trạng thái"),
        max_length=10,
        choices=CertificateStatus.choices,
        default=CertificateStatus.IN_FORCE,
    )
    cancelled_on = models.DateField(_("Ngày hủy"), null=True, blank=True)
    is_supported = models.BooleanField(_("Được hỗ trợ"), default=False)
    work_item = models.ForeignKey(
        WorkItem,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        db_index=False,  # a partial one, below: few records have it
        related_name="certificates",
        verbose_name=_("Công việc trong năm"),
    )

    objects = RecordQuerySet.as_manager()

    class Meta:
        verbose_name = _("chứng nhận")
        verbose_name_plural = _("chứng nhận")
        ordering = ["-issued_on", "-id"]
        constraints = [
            models.UniqueConstraint(
                fields=["enterprise", "number"],
                name="support_certificate_identity",
                violation_error_message=_("Doanh nghiệp đã có giấy chứng nhận với số này."),
            ),
            models.CheckConstraint(
                condition=models.Q(status="cancelled", cancelled_on__isnull=False)
                | (~models.Q(status="cancelled") & models.Q(cancelled_on__isnull=True)),
                name="support_certificate_cancelled_on_a_day",
                violation_error_message=_("Ghi ngày hủy khi, và chỉ khi, chứng nhận bị hủy bỏ."),
            ),
            models.CheckConstraint(
                condition=models.Q(cancelled_on__isnull=True)
                | models.Q(cancelled_on__gte=models.F("issued_on")),
                name="support_certificate_cancelled_after_issue",
                violation_error_message=_("Ngày hủy phải từ ngày cấp trở đi."),
            ),
            models.CheckConstraint(
                condition=models.Q(expires_on__isnull=True)
                | models.Q(expires_on__gte=models.F("issued_on")),
                name="support_certificate_expires_after_issue",
                violation_error_message=_("Ngày hết hạn phải từ ngày cấp trở đi."),
            ),
            models.CheckConstraint(
                condition=~models.Q(category="system") | models.Q(item__isnull=False),
                name="support_certificate_system_in_catalogue",
                violation_error_message=_("Chọn hệ thống quản lý trong danh mục."),
            ),
        ]
        indexes = [
            # With all that counting asks for, so that it reads this alone.
            models.Index(
                fields=["is_supported", "issued_on"],
                include=["category", "item", "status", "cancelled_on", "expires_on", "enterprise"],
                name="certificate_by_issue",
            ),
            models.Index(fields=["-issued_on", "-id"], name="certificate_by_date"),
            models.Index(fields=["unit", "issued_on"], name="certificate_by_unit"),
            models.Index(
                fields=["work_item"],
                condition=models.Q(work_item__isnull=False),
                name="certificate_by_work",
            ),
        ]
        triggers = [raise_version(), stamp_unit("NEW.issued_on", "issued_on")]

    def __str__(self) -> str:
        return f"{self.standard} - {self.number}"

    def get_absolute_url(self) -> str:
        return reverse("support:certificate-detail", kwargs={"pk": self.pk})
