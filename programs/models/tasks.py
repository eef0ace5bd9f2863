"""The appendix: tasks, when they fall due, who leads and who coordinates."""

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.utils.translation import gettext_lazy as _

from agencies.models import Unit, UnitGroup
from core.history import tracked
from programs.choices import PartyRole, TimeShape, WorkKind
from programs.models.plans import Plan, PlanClause


class TaskQuerySet(models.QuerySet["Task"]):
    def get_by_natural_key(self, number: int, plan: str, province_code: str) -> "Task":
        return self.get(number=number, plan__number=plan, plan__province_code=province_code)

    def default_for(self, kind: str) -> "Task | None":
        """The current plan's task that new records of that kind belong to."""
        return self.filter(plan__is_current=True, default_for__contains=[kind]).first()


@tracked()
class Task(models.Model):
    """One row of the appendix."""

    plan = models.ForeignKey(Plan, on_delete=models.PROTECT, related_name="tasks")
    number = models.PositiveSmallIntegerField(_("STT"))
    text = models.TextField(_("Nội dung"))
    short_name = models.CharField(_("Tên ngắn"), max_length=100)
    clause = models.ForeignKey(
        PlanClause, on_delete=models.PROTECT, null=True, blank=True, related_name="tasks"
    )
    solutions = models.ManyToManyField(
        PlanClause, blank=True, related_name="solved_by", verbose_name=_("Nhiệm vụ, giải pháp")
    )
    time_shape = models.CharField(_("Dạng thời gian"), max_length=12, choices=TimeShape.choices)
    time_text = models.CharField(_("Thời gian (nguyên văn)"), max_length=100)
    years = ArrayField(
        models.PositiveSmallIntegerField(), verbose_name=_("Năm"), default=list, blank=True
    )
    quarter = models.PositiveSmallIntegerField(_("Quý"), null=True, blank=True)
    or_ad_hoc = models.BooleanField(_("hoặc đột xuất"), default=False)
    lead_text = models.CharField(_("Đơn vị chủ trì (nguyên văn)"), max_length=300)
    coordinators_text = models.TextField(_("Đơn vị phối hợp (nguyên văn)"))

    implemented_at = models.CharField(
        _("Nơi thực hiện trong hệ thống"),
        max_length=100,
        blank=True,
        help_text=_("Tên trang (URL name) nơi có công việc của nhiệm vụ."),
    )
    implemented_filter = models.CharField(
        _("Bộ lọc theo nhiệm vụ"),
        max_length=30,
        blank=True,
        help_text=_("Tham số của địa chỉ trang nhận nhiệm vụ; bỏ trống nếu trang không lọc."),
    )
    implemented_note = models.CharField(_("Thực hiện thế nào"), max_length=300, blank=True)

    default_for = ArrayField(
        models.CharField(max_length=10, choices=WorkKind.choices),
        verbose_name=_("Nhận hồ sơ"),
        default=list,
        blank=True,
        help_text=_("Hồ sơ mới không ghi nhiệm vụ được gắn vào nhiệm vụ này."),
    )

    objects = TaskQuerySet.as_manager()

    class Meta:
        verbose_name = _("nhiệm vụ")
        verbose_name_plural = _("nhiệm vụ")
        ordering = ["plan", "number"]
        constraints = [
            models.UniqueConstraint(fields=["plan", "number"], name="programs_task_once"),
            models.CheckConstraint(
                condition=models.Q(time_shape="yearly") | ~models.Q(years=[]),
                name="programs_task_years_named",
            ),
            models.CheckConstraint(
                condition=(
                    models.Q(time_shape="quarter", quarter__gte=1, quarter__lte=4)
                    | (~models.Q(time_shape="quarter") & models.Q(quarter__isnull=True))
                ),
                name="programs_task_quarter_only_where_meant",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.number}. {self.short_name}"

    def natural_key(self) -> tuple[int, str, str]:
        return (self.number, *self.plan.natural_key())

    natural_key.dependencies = ["programs.plan"]  # type: ignore[attr-defined]

    def is_due_in(self, year: int) -> bool:
        """Whether the appendix places the task in `year`."""
        if self.time_shape == TimeShape.YEARLY:
            return True
        if self.time_shape == TimeShape.FROM_YEAR:
            return year >= min(self.years)
        return year in self.years


@tracked()
class TaskSolution(Task.solutions.through):  # type: ignore[name-defined,misc]
    """Solutions a task carries out, so that their history is kept as well."""

    class Meta:
        proxy = True


class TaskPartyQuerySet(models.QuerySet["TaskParty"]):
    def get_by_natural_key(
        self, role: str, order: int, number: int, plan: str, province_code: str
    ) -> "TaskParty":
        task = Task.objects.get_by_natural_key(number, plan, province_code)
        return self.get(role=role, order=order, task=task)


@tracked()
class TaskParty(models.Model):
    """A unit or group that leads or coordinates a task; `agencies.queries` expands it by date."""

    task = models.ForeignKey(Task, on_delete=models.PROTECT, related_name="parties")
    role = models.CharField(_("Vai trò"), max_length=12, choices=PartyRole.choices)
    order = models.PositiveSmallIntegerField(_("Thứ tự"))
    unit = models.ForeignKey(
        Unit, on_delete=models.PROTECT, null=True, blank=True, related_name="task_parts"
    )
    group = models.ForeignKey(
        UnitGroup, on_delete=models.PROTECT, null=True, blank=True, related_name="task_parts"
    )
    text = models.CharField(_("Nguyên văn"), max_length=200)

    objects = TaskPartyQuerySet.as_manager()

    class Meta:
        verbose_name = _("đơn vị của nhiệm vụ")
        verbose_name_plural = _("đơn vị của nhiệm vụ")
        ordering = ["task", "role", "order"]
        constraints = [
            models.UniqueConstraint(fields=["task", "role", "order"], name="programs_party_once"),
            models.CheckConstraint(
                condition=~(models.Q(unit__isnull=False) & models.Q(group__isnull=False)),
                name="programs_party_unit_or_group",
            ),
        ]

    def __str__(self) -> str:
        return self.text

    def natural_key(self) -> tuple[str, int, int, str, str]:
        return (self.role, self.order, *self.task.natural_key())

    natural_key.dependencies = ["programs.task"]  # type: ignore[attr-defined]
