"""Training classes, with numbers of trainees and enterprises (no personal data)."""

from typing import TYPE_CHECKING, Self

from django.contrib.postgres.indexes import GinIndex
from django.core.validators import MinValueValidator
from django.db import models
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from core.generated import folded_column, search_column, sort_column
from core.history import tracked
from core.versioned import Versioned, raise_version
from programs.models import Task, WorkItem
from trainings.choices import Audience, ClassStatus

if TYPE_CHECKING:
    from agencies.models import User


class TrainingClassQuerySet(models.QuerySet["TrainingClass"]):
    def visible_to(self, user: "User") -> Self:
        """Classes are announced to everybody who takes part in the plan."""
        return self if user.roles else self.none()


@tracked(exclude=["folded", "sort_key", "search"])
class TrainingClass(Versioned):
    """Identified by its name (without marks) and its first day; cost in đồng."""

    name = models.CharField(_("Tên lớp"), max_length=300)
    folded = folded_column("name")
    sort_key = sort_column("name")
    search = search_column("name", "place")
    audience = models.CharField(_("Đối tượng"), max_length=8, choices=Audience.choices, blank=True)
    starts_on = models.DateField(_("Từ ngày"))
    ends_on = models.DateField(_("Đến ngày"))
    place = models.CharField(_("Địa điểm"), max_length=300, blank=True)
    organiser = models.CharField(_("Đơn vị tổ chức"), max_length=200, blank=True)
    trainer = models.CharField(_("Đơn vị giảng dạy"), max_length=200, blank=True)
    trainees = models.PositiveIntegerField(_("Số học viên"), null=True, blank=True)
    enterprises = models.PositiveIntegerField(_("Số doanh nghiệp"), null=True, blank=True)
    cost_vnd = models.BigIntegerField(
        _("Kinh phí (đồng)"), null=True, blank=True, validators=[MinValueValidator(0)]
    )
    status = models.CharField(_("Trạng thái"), max_length=9, choices=ClassStatus.choices)
    task = models.ForeignKey(
        Task,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="training_classes",
        verbose_name=_("Nhiệm vụ"),
    )
    work_item = models.ForeignKey(
        WorkItem,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        db_index=False,  # a partial one, below: few records have it
        related_name="training_classes",
        verbose_name=_("Công việc trong năm"),
    )
    is_demo = models.BooleanField(_("Dữ liệu minh họa"), default=False, editable=False)

    objects = TrainingClassQuerySet.as_manager()

    class Meta:
        verbose_name = _("lớp đào tạo")
        verbose_name_plural = _("lớp đào tạo")
        ordering = ["-ends_on", "-id"]
        constraints = [
            models.UniqueConstraint(
                fields=["folded", "starts_on"],
                name="trainings_class_identity",
                violation_error_message=_("Đã có lớp cùng tên, khai giảng cùng ngày."),
            ),
            models.CheckConstraint(
                condition=models.Q(ends_on__gte=models.F("starts_on")),
                name="trainings_class_dates_ordered",
                violation_error_message=_("Ngày kết thúc phải từ ngày bắt đầu trở đi."),
            ),
            models.CheckConstraint(
                condition=models.Q(cost_vnd__isnull=True) | models.Q(cost_vnd__gte=0),
                name="trainings_class_cost_not_negative",
            ),
        ]
        indexes = [
            models.Index(fields=["status", "ends_on"], name="class_by_end"),
            models.Index(fields=["-ends_on", "-id"], name="class_by_date"),
            models.Index(
                fields=["work_item"],
                condition=models.Q(work_item__isnull=False),
                name="class_by_work",
            ),
            GinIndex(fields=["search"], name="class_search"),
        ]
        triggers = [raise_version()]

    def __str__(self) -> str:
        return self.name

    def get_absolute_url(self) -> str:
        return reverse("trainings:class-detail", kwargs={"pk": self.pk})
