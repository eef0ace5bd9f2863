"""The year's work under the tasks of the appendix (clause V.1)."""

from datetime import date
from functools import cached_property
from typing import TYPE_CHECKING, Self

from django.conf import settings
from django.contrib.postgres.indexes import GinIndex
from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.db.models import F, Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from agencies.models import Unit
from core.generated import search_column
from core.history import tracked
from core.versioned import Versioned, raise_version
from programs.choices import Verdict, WorkItemKind, WorkState
from programs.lateness import late_on
from programs.models.tasks import Task
from programs.workflow import WORK

if TYPE_CHECKING:
    from agencies.models import User

COMPUTED = ("next_due_on", "heard_on")  # follow milestones, steps and notes; nobody types them


class WorkItemQuerySet(models.QuerySet["WorkItem"]):
    def visible_to(self, user: "User") -> Self:
        """The province all; a unit what it leads or coordinates, and its predecessors did."""
        if user.sees_the_province:
            return self
        units = user.covered_unit_ids
        coordinated = WorkCoordinator.objects.filter(unit__in=units).values("item")
        return self.filter(Q(lead__in=units) | Q(pk__in=coordinated))

    def of_year(self, year: int) -> Self:
        return self.filter(first_year__lte=year, last_year__gte=year)

    def late_on(self, day: date) -> Self:
        return self.filter(late_on(day))


@tracked(exclude=["search", *COMPUTED])
class WorkItem(Versioned):
    """One piece of work of one or several years: what, by whom, when, and how far it has come."""

    task = models.ForeignKey(
        Task, on_delete=models.PROTECT, related_name="work_items", verbose_name=_("Nhiệm vụ")
    )
    kind = models.CharField(_("Loại công việc"), max_length=13, choices=WorkItemKind.choices)
    title = models.CharField(_("Tên công việc"), max_length=300)
    content = models.TextField(_("Nội dung thực hiện"), blank=True)
    expected = models.TextField(_("Sản phẩm, kết quả dự kiến"), blank=True)
    search = search_column("title", "content")
    first_year = models.PositiveSmallIntegerField(
        _("Từ năm"), validators=[MinValueValidator(2000), MaxValueValidator(2100)]
    )
    last_year = models.PositiveSmallIntegerField(
        _("Đến năm"), validators=[MinValueValidator(2000), MaxValueValidator(2100)]
    )
    lead = models.ForeignKey(
        Unit, on_delete=models.PROTECT, related_name="led_work", verbose_name=_("Đơn vị chủ trì")
    )
    coordinators = models.ManyToManyField(
        Unit,
        through="WorkCoordinator",
        blank=True,
        related_name="coordinated_work",
        verbose_name=_("Đơn vị phối hợp"),
    )
    starts_on = models.DateField(_("Ngày bắt đầu"))
    ends_on = models.DateField(_("Ngày kết thúc"))
    state = models.CharField(
        _("Trạng thái"),
        max_length=11,
        choices=WorkState.choices,
        default=WorkState.NOT_STARTED,
        editable=False,
    )
    percent = models.PositiveSmallIntegerField(
        _("Tiến độ (%)"),
        default=0,
        editable=False,
        help_text=_("Theo báo cáo tiến độ mới nhất được chấp nhận."),
    )
    finished_on = models.DateField(_("Ngày hoàn thành"), null=True, blank=True)
    heard_on = models.DateField(_("Cập nhật gần nhất"), null=True, blank=True, editable=False)
    next_due_on = models.DateField(_("Hạn mốc tiếp theo"), null=True, blank=True, editable=False)
    verdict = models.CharField(
        _("Đánh giá của Sở"), max_length=7, choices=Verdict.choices, blank=True
    )
    verdict_reason = models.CharField(_("Lý do đánh giá"), max_length=300, blank=True)
    verdict_until = models.DateField(_("Đánh giá đến hết ngày"), null=True, blank=True)
    verdict_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("Người đánh giá"),
    )
    is_demo = models.BooleanField(_("Dữ liệu minh họa"), default=False, editable=False)

    objects = WorkItemQuerySet.as_manager()

    class Meta:
        verbose_name = _("công việc")
        verbose_name_plural = _("công việc")
        ordering = ["starts_on", "id"]
        constraints = [
            # What records of a task refer to, so that they and their work name one task.
            models.UniqueConstraint(fields=["id", "task"], name="programs_work_with_its_task"),
            models.CheckConstraint(
                condition=Q(first_year__lte=F("last_year")),
                name="programs_work_years",
                violation_error_message=_("Năm cuối phải từ năm đầu trở đi."),
            ),
            models.CheckConstraint(
                condition=Q(starts_on__lte=F("ends_on")),
                name="programs_work_days",
                violation_error_message=_("Ngày kết thúc phải từ ngày bắt đầu trở đi."),
            ),
            models.CheckConstraint(
                condition=Q(
                    starts_on__year__gte=F("first_year"), ends_on__year__lte=F("last_year")
                ),
                name="programs_work_days_within_years",
                violation_error_message=_("Ngày bắt đầu, kết thúc phải trong các năm đã ghi."),
            ),
            models.CheckConstraint(
                condition=Q(percent__lte=100),
                name="programs_work_percent",
                violation_error_message=_("Tiến độ từ 0 đến 100%."),
            ),
            models.CheckConstraint(
                condition=~Q(state=WorkState.NOT_STARTED) | Q(percent=0),
                name="programs_work_not_started_without_progress",
                violation_error_message=_("Công việc chưa bắt đầu thì chưa có tiến độ."),
            ),
            models.CheckConstraint(
                condition=Q(state=WorkState.DONE, finished_on__isnull=False, percent=100)
                | (~Q(state=WorkState.DONE) & Q(finished_on__isnull=True)),
                name="programs_work_done_on_a_day",
                violation_error_message=_("Công việc hoàn thành phải có ngày hoàn thành."),
            ),
            models.CheckConstraint(
                condition=~Q(state=WorkState.UNDER_WAY) | Q(heard_on__isnull=False),
                name="programs_work_under_way_since_a_day",
                violation_error_message=_("Công việc đang thực hiện phải có ngày cập nhật."),
            ),
            models.CheckConstraint(
                condition=Q(
                    verdict="",
                    verdict_reason="",
                    verdict_until__isnull=True,
                    verdict_by__isnull=True,
                )
                | (
                    ~Q(verdict="")
                    & ~Q(verdict_reason="")
                    & Q(verdict_until__isnull=False, verdict_by__isnull=False)
                ),
                name="programs_work_judged_wholly",
                violation_error_message=_("Đánh giá phải có lý do, thời hạn và người đánh giá."),
            ),
        ]
        indexes = [
            models.Index(fields=["ends_on", "id"], name="work_by_end"),
            models.Index(fields=["starts_on", "id"], name="work_by_start"),
            GinIndex(fields=["search"], name="work_search"),
        ]
        triggers = [raise_version(unless_only=("search", *COMPUTED)), WORK.only_these()]

    def __str__(self) -> str:
        return self.title

    def get_absolute_url(self) -> str:
        return reverse("programs:work-detail", kwargs={"pk": self.pk})

    @cached_property
    def coordinator_ids(self) -> frozenset[int]:
        return frozenset(self.coordination.values_list("unit", flat=True))

    @property
    def coordinator_names(self) -> list[str]:
        return [unit.name for unit in self.coordinators.order_by("sort_key", "pk")]

    @property
    def years(self) -> str:
        """The years it belongs to, as documents write them."""
        if self.first_year == self.last_year:
            return str(self.first_year)
        return f"{self.first_year} - {self.last_year}"


@tracked()
class WorkCoordinator(models.Model):
    """A unit that coordinates a work item."""

    item = models.ForeignKey(WorkItem, on_delete=models.CASCADE, related_name="coordination")
    unit = models.ForeignKey(
        Unit, on_delete=models.PROTECT, related_name="coordination", verbose_name=_("Đơn vị")
    )

    class Meta:
        verbose_name = _("đơn vị phối hợp")
        verbose_name_plural = _("đơn vị phối hợp")
        ordering = ["id"]
        constraints = [
            models.UniqueConstraint(
                fields=["item", "unit"],
                name="programs_coordinator_once",
                violation_error_message=_("Đơn vị này đã phối hợp."),
            )
        ]

    def __str__(self) -> str:
        return str(self.unit)
