"""What a work item consists of: its share in the targets, milestones, notes of progress."""

from typing import TYPE_CHECKING, Any, Self, TypeVar

import pgtrigger
from django.conf import settings
from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from core.history import tracked
from core.versioned import Versioned, raise_version
from core.vietnamese import format_date
from programs.choices import NoteState
from programs.models.targets import Target
from programs.models.work import WorkItem
from programs.workflow import NOTE

if TYPE_CHECKING:
    from agencies.models import User

M = TypeVar("M", bound=models.Model)


class WorkPartQuerySet(models.QuerySet[M]):
    """Who sees a work item sees what belongs to it."""

    def visible_to(self, user: "User") -> Self:
        if user.sees_the_province:
            return self
        return self.filter(item__in=WorkItem.objects.visible_to(user))


@tracked()
class WorkContribution(Versioned):
    """How much of a target the work is expected to bring; counted figures come from records."""

    item = models.ForeignKey(WorkItem, on_delete=models.PROTECT, related_name="contributions")
    target = models.ForeignKey(
        Target,
        on_delete=models.PROTECT,
        related_name="contributions",
        verbose_name=gettext_lazy("Chỉ tiêu"),
    )
    number = models.PositiveIntegerField(
        gettext_lazy("Dự kiến đóng góp"), validators=[MinValueValidator(1)]
    )

    objects: Any = WorkPartQuerySet.as_manager()

    class Meta:
        verbose_name = gettext_lazy("đóng góp vào chỉ tiêu")
        verbose_name_plural = gettext_lazy("đóng góp vào chỉ tiêu")
        ordering = ["target__stage", "target__order", "id"]
        constraints = [
            models.UniqueConstraint(
                fields=["item", "target"],
                name="programs_contribution_once",
                violation_error_message=gettext_lazy(
                    "Công việc đã ghi đóng góp vào chỉ tiêu này; sửa dòng đó."
                ),
            ),
            models.CheckConstraint(
                condition=Q(number__gte=1),
                name="programs_contribution_of_some",
                violation_error_message=gettext_lazy("Ghi số từ 1 trở lên."),
            ),
        ]
        triggers = [raise_version()]

    def __str__(self) -> str:
        return f"{self.target}: {self.number}"


# The item knows its next milestone, so that a list tells what is late by its own columns.
PLACE_NEXT_MILESTONE = pgtrigger.Trigger(
    name="place_next_milestone",
    operation=pgtrigger.Insert | pgtrigger.Update | pgtrigger.Delete,
    when=pgtrigger.After,
    func="""
    UPDATE programs_workitem AS item SET next_due_on = found.day
    FROM (
        SELECT one.id, min(stone.due_on) AS day
        FROM programs_workitem AS one
        LEFT JOIN programs_milestone AS stone
            ON stone.item_id = one.id AND stone.done_on IS NULL
        WHERE one.id IN (OLD.item_id, NEW.item_id)
        GROUP BY one.id
    ) AS found
    WHERE item.id = found.id AND item.next_due_on IS DISTINCT FROM found.day;
    RETURN NULL;
    """,
)


@tracked()
class Milestone(Versioned):
    """A step of the work with a day by which it is due."""

    item = models.ForeignKey(WorkItem, on_delete=models.PROTECT, related_name="milestones")
    name = models.CharField(gettext_lazy("Mốc"), max_length=200)
    due_on = models.DateField(gettext_lazy("Hạn"))
    done_on = models.DateField(gettext_lazy("Ngày đạt"), null=True, blank=True)

    objects: Any = WorkPartQuerySet.as_manager()

    class Meta:
        verbose_name = gettext_lazy("mốc tiến độ")
        verbose_name_plural = gettext_lazy("mốc tiến độ")
        ordering = ["due_on", "id"]
        triggers = [raise_version(), PLACE_NEXT_MILESTONE]

    def __str__(self) -> str:
        return self.name


class ProgressNoteQuerySet(WorkPartQuerySet["ProgressNote"]):
    def accepted(self) -> Self:
        return self.filter(state=NoteState.ACCEPTED)


@tracked()
class ProgressNote(Versioned):
    """What the leading unit tells of its progress; the department accepts or returns it."""

    item = models.ForeignKey(
        WorkItem,
        on_delete=models.PROTECT,
        related_name="notes",
        verbose_name=gettext_lazy("Công việc"),
    )
    day = models.DateField(gettext_lazy("Tính đến ngày"))
    percent = models.PositiveSmallIntegerField(
        gettext_lazy("Tiến độ (%)"),
        validators=[MinValueValidator(0), MaxValueValidator(100)],
    )
    text = models.TextField(gettext_lazy("Việc đã làm, kết quả"))
    state = models.CharField(
        gettext_lazy("Trạng thái"),
        max_length=9,
        choices=NoteState.choices,
        default=NoteState.SUBMITTED,
        editable=False,
    )
    author = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.PROTECT,
        related_name="+",
        editable=False,
        verbose_name=gettext_lazy("Người báo cáo"),
    )

    objects: Any = ProgressNoteQuerySet.as_manager()

    class Meta:
        verbose_name = gettext_lazy("báo cáo tiến độ")
        verbose_name_plural = gettext_lazy("báo cáo tiến độ")
        ordering = ["-day", "-id"]
        constraints = [
            models.CheckConstraint(
                condition=Q(percent__lte=100),
                name="programs_note_percent",
                violation_error_message=gettext_lazy("Tiến độ từ 0 đến 100%."),
            ),
        ]
        indexes = [
            models.Index(fields=["-day", "-id"], name="note_by_day"),
            models.Index(fields=["state"], name="note_by_state"),
        ]
        triggers = [raise_version(), NOTE.only_these()]

    def __str__(self) -> str:
        return _("Tiến độ đến %(day)s: %(percent)d%%") % {
            "day": format_date(self.day),
            "percent": self.percent,
        }

    def get_absolute_url(self) -> str:
        return reverse("programs:note-detail", kwargs={"pk": self.pk})
