"""Difficulties and recommendations that units report (clause V.5)."""

from datetime import date
from typing import TYPE_CHECKING, Self

from django.conf import settings
from django.contrib.postgres.indexes import GinIndex
from django.db import models
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from agencies.models import Unit
from core.generated import search_column
from core.history import tracked
from core.versioned import Versioned, raise_version
from programs.models import Target, Task
from reporting.choices import OPEN_STATES, DifficultyCategory, DifficultyState
from reporting.workflow import DIFFICULTY

if TYPE_CHECKING:
    from agencies.models import User


class DifficultyQuerySet(models.QuerySet["Difficulty"]):
    def visible_to(self, user: "User") -> Self:
        """The department sees all; a place those of its area, through its predecessors too."""
        if user.sees_the_province:
            return self
        return self.filter(unit__in=user.covered_unit_ids)

    def overdue(self, today: date) -> Self:
        return self.filter(state=DifficultyState.HANDLING, due_on__lt=today)

    def waiting_for(self, user: "User") -> Self:
        """To be received, to be given to somebody (anew where nobody is there), or theirs."""
        theirs = models.Q(assignee__is_active=False) | models.Q(assignee=user)
        return self.filter(
            models.Q(state__in=(DifficultyState.NEW, DifficultyState.RECEIVED))
            | models.Q(theirs, state=DifficultyState.HANDLING)
        )

    def raised_within(self, first: date, last: date) -> Self:
        """For the report of a period: neither withdrawn nor told under another one."""
        aside = (DifficultyState.WITHDRAWN, DifficultyState.GROUPED)
        return self.filter(raised_on__gte=first, raised_on__lte=last).exclude(state__in=aside)


@tracked(exclude=["search"])
class Difficulty(Versioned):
    """What hinders a unit, what it proposes, and what became of it."""

    unit = models.ForeignKey(
        Unit, on_delete=models.PROTECT, related_name="difficulties", verbose_name=_("Đơn vị")
    )
    raised_on = models.DateField(_("Ngày phản ánh"))
    category = models.CharField(_("Nhóm"), max_length=12, choices=DifficultyCategory.choices)
    task = models.ForeignKey(
        Task,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="difficulties",
        verbose_name=_("Nhiệm vụ"),
    )
    target = models.ForeignKey(
        Target,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="difficulties",
        verbose_name=_("Chỉ tiêu"),
    )
    title = models.CharField(_("Tóm tắt"), max_length=300)
    text = models.TextField(_("Khó khăn, vướng mắc"))
    proposal = models.TextField(_("Đề xuất, kiến nghị"), blank=True)
    search = search_column("title", "text")
    letter_number = models.CharField(_("Văn bản số"), max_length=60, blank=True)
    letter_on = models.DateField(_("Ngày văn bản"), null=True, blank=True)
    state = models.CharField(
        _("Trạng thái"),
        max_length=10,
        choices=DifficultyState.choices,
        default=DifficultyState.NEW,
        editable=False,
    )
    assignee = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("Người xử lý"),
    )
    due_on = models.DateField(_("Hạn xử lý"), null=True, blank=True)
    answer = models.TextField(_("Kết quả giải quyết"), blank=True)
    submission_number = models.CharField(_("Văn bản trình số"), max_length=60, blank=True)
    submitted_on = models.DateField(_("Ngày trình"), null=True, blank=True)
    opinion = models.TextField(_("Ý kiến của UBND tỉnh"), blank=True)
    opinion_number = models.CharField(_("Văn bản ý kiến số"), max_length=60, blank=True)
    opinion_on = models.DateField(_("Ngày có ý kiến"), null=True, blank=True)
    repeats = models.ForeignKey(
        "self",
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="repeated_by",
        verbose_name=_("Gộp vào"),
    )
    is_demo = models.BooleanField(_("Dữ liệu minh họa"), default=False, editable=False)

    objects = DifficultyQuerySet.as_manager()

    class Meta:
        verbose_name = _("khó khăn, kiến nghị")
        verbose_name_plural = _("khó khăn, kiến nghị")
        ordering = ["-raised_on", "-id"]
        constraints = [
            models.CheckConstraint(
                condition=~models.Q(state=DifficultyState.HANDLING)
                | models.Q(assignee__isnull=False, due_on__isnull=False),
                name="reporting_difficulty_handled_by_somebody",
                violation_error_message=_("Ghi người xử lý và hạn."),
            ),
            models.CheckConstraint(
                condition=~models.Q(state=DifficultyState.RESOLVED) | ~models.Q(answer=""),
                name="reporting_difficulty_resolved_in_words",
                violation_error_message=_("Ghi kết quả giải quyết."),
            ),
            models.CheckConstraint(
                condition=~models.Q(state__in=(DifficultyState.SUBMITTED, DifficultyState.ANSWERED))
                | (~models.Q(submission_number="") & models.Q(submitted_on__isnull=False)),
                name="reporting_difficulty_submitted_by_letter",
                violation_error_message=_("Ghi số, ngày văn bản trình."),
            ),
            models.CheckConstraint(
                condition=~models.Q(state=DifficultyState.ANSWERED)
                | (~models.Q(opinion="") & models.Q(opinion_on__isnull=False)),
                name="reporting_difficulty_answered_in_words",
                violation_error_message=_("Ghi ý kiến của UBND tỉnh và ngày."),
            ),
            models.CheckConstraint(
                condition=models.Q(state=DifficultyState.GROUPED, repeats__isnull=False)
                | (~models.Q(state=DifficultyState.GROUPED) & models.Q(repeats__isnull=True)),
                name="reporting_difficulty_grouped_under_one",
                violation_error_message=_("Chọn phản ánh để gộp vào."),
            ),
            models.CheckConstraint(
                condition=models.Q(repeats__isnull=True) | ~models.Q(repeats=models.F("id")),
                name="reporting_difficulty_not_under_itself",
                violation_error_message=_("Không gộp một phản ánh vào chính nó."),
            ),
        ]
        indexes = [
            models.Index(fields=["-raised_on", "-id"], name="difficulty_by_day"),
            models.Index(fields=["state", "due_on"], name="difficulty_by_due"),
            GinIndex(fields=["search"], name="difficulty_search"),
        ]
        triggers = [raise_version(), DIFFICULTY.only_these()]

    def __str__(self) -> str:
        return self.title

    def get_absolute_url(self) -> str:
        return reverse("reporting:difficulty-detail", kwargs={"pk": self.pk})

    @property
    def is_open(self) -> bool:
        return self.state in OPEN_STATES

    @property
    def is_overdue(self) -> bool:
        late = self.due_on is not None and self.due_on < timezone.localdate()
        return self.state == DifficultyState.HANDLING and late
