"""A support given to an enterprise, from the approving decision to acceptance."""

from typing import TYPE_CHECKING

from django.core.validators import MinValueValidator
from django.db import models
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from agencies.models import Unit
from core.history import tracked
from core.versioned import raise_version
from programs.models import Task, WorkItem
from support.choices import SupportForm, SupportStatus
from support.models.catalogue import CatalogueItem
from support.models.records import Record, RecordQuerySet
from support.triggers import stamp_unit

if TYPE_CHECKING:
    from django_stubs_ext import StrOrPromise


def _money(label: "StrOrPromise") -> models.BigIntegerField:
    return models.BigIntegerField(label, null=True, blank=True, validators=[MinValueValidator(0)])


@tracked(exclude=["unit"])
class Support(Record):
    """One content for one enterprise from one start date; money in đồng."""

    item = models.ForeignKey(
        CatalogueItem,
        on_delete=models.PROTECT,
        related_name="supports",
        verbose_name=_("Nội dung hỗ trợ"),
        limit_choices_to={"use": "support"},
    )
    form = models.CharField(_("Hình thức"), max_length=13, choices=SupportForm.choices, blank=True)
    product = models.CharField(_("Sản phẩm áp dụng"), max_length=300, blank=True)
    started_on = models.DateField(_("Ngày bắt đầu"))
    completed_on = models.DateField(
        _("Ngày hoàn thành"),
        null=True,
        blank=True,
        help_text=_("Ngày của biên bản nghiệm thu."),
    )
    status = models.CharField(_("Trạng thái"), max_length=10, choices=SupportStatus.choices)
    task = models.ForeignKey(
        Task,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="supports",
        verbose_name=_("Nhiệm vụ"),
    )
    work_item = models.ForeignKey(
        WorkItem,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        db_index=False,  # a partial one, below: few records have it
        related_name="supports",
        verbose_name=_("Công việc trong năm"),
    )
    lead_unit = models.ForeignKey(
        Unit,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="led_supports",
        verbose_name=_("Đơn vị chủ trì (trong danh mục)"),
    )
    lead_unit_name = models.CharField(_("Đơn vị chủ trì"), max_length=200, blank=True)
    consultant = models.CharField(_("Đơn vị tư vấn"), max_length=200, blank=True)
    approval_decision = models.CharField(_("Số quyết định phê duyệt"), max_length=100, blank=True)
    contract_number = models.CharField(_("Số hợp đồng"), max_length=100, blank=True)
    contract_on = models.DateField(_("Ngày hợp đồng"), null=True, blank=True)
    acceptance_number = models.CharField(_("Số biên bản nghiệm thu"), max_length=100, blank=True)
    state_budget_vnd = _money(_("Ngân sách nhà nước (đồng)"))
    counterpart_vnd = _money(_("Đối ứng (đồng)"))
    other_funds_vnd = _money(_("Nguồn khác (đồng)"))
    result = models.TextField(_("Kết quả"), blank=True)
    evidence = models.CharField(_("Minh chứng"), max_length=500, blank=True)

    objects = RecordQuerySet.as_manager()

    class Meta:
        verbose_name = _("hỗ trợ")
        verbose_name_plural = _("hỗ trợ")
        ordering = ["-started_on", "-id"]
        constraints = [
            models.UniqueConstraint(
                fields=["enterprise", "item", "started_on"],
                name="support_support_identity",
                violation_error_message=_(
                    "Doanh nghiệp đã có hỗ trợ với nội dung này, bắt đầu cùng ngày."
                ),
            ),
            models.CheckConstraint(
                condition=~models.Q(status="completed") | models.Q(completed_on__isnull=False),
                name="support_support_completed_on_a_day",
                violation_error_message=_("Hỗ trợ hoàn thành phải có ngày hoàn thành."),
            ),
            models.CheckConstraint(
                condition=models.Q(completed_on__isnull=True)
                | models.Q(completed_on__gte=models.F("started_on")),
                name="support_support_dates_ordered",
                violation_error_message=_("Ngày hoàn thành phải từ ngày bắt đầu trở đi."),
            ),
            models.CheckConstraint(
                condition=(
                    (models.Q(state_budget_vnd__isnull=True) | models.Q(state_budget_vnd__gte=0))
                    & (models.Q(counterpart_vnd__isnull=True) | models.Q(counterpart_vnd__gte=0))
                    & (models.Q(other_funds_vnd__isnull=True) | models.Q(other_funds_vnd__gte=0))
                ),
                name="support_support_money_not_negative",
            ),
        ]
        indexes = [
            # With all that counting asks for, so that it reads this alone.
            models.Index(
                fields=["status", "completed_on"],
                include=["item", "enterprise"],
                name="support_by_completion",
            ),
            models.Index(fields=["-started_on", "-id"], name="support_by_start"),
            models.Index(fields=["unit", "completed_on"], name="support_by_unit"),
            models.Index(
                fields=["work_item"],
                condition=models.Q(work_item__isnull=False),
                name="support_by_work",
            ),
        ]
        triggers = [
            raise_version(),
            stamp_unit("coalesce(NEW.completed_on, NEW.started_on)", "completed_on", "started_on"),
        ]

    def __str__(self) -> str:
        return f"{self.item} - {self.enterprise}"

    def get_absolute_url(self) -> str:
        return reverse("support:support-detail", kwargs={"pk": self.pk})
