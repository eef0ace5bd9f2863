"""The year's draft: an outline of its own, narrative, estimates; its figures are computed."""

from typing import TYPE_CHECKING, Any, Self

from django.conf import settings
from django.db import models
from django.db.models.functions import Greatest
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from core.history import tracked
from core.models import Job
from core.versioned import Versioned, raise_version
from programs.models import Plan
from reporting.models.types import OutlineSection, ReportType

if TYPE_CHECKING:
    from agencies.models import User


class DraftQuerySet(models.QuerySet[Any]):
    def visible_to(self, user: "User") -> Self:
        return self if user.has_perm("reporting.view_report") else self.none()

    def with_last_edit(self) -> Self:
        """Annotate `edited_at`: the last line of the trail of the draft or of a part of it."""
        newest = [
            _newest_line(model, field)
            for model, field in (
                (ReportDraft, "pgh_obj_id"),
                (DraftSection, "draft_id"),
                (Estimate, "draft_id"),
            )
        ]
        return self.annotate(edited_at=Greatest(*newest))


def _newest_line(model: Any, field: str) -> models.Subquery:
    lines = model.pgh_event_model.objects.filter(**{field: models.OuterRef("pk")})
    return models.Subquery(lines.order_by("-pgh_id").values("pgh_created_at")[:1])


@tracked(exclude=["preview", "previewed_at", "preview_mark", "job"])
class ReportDraft(Versioned):
    """One per plan, type and year; freezing leaves it open for the next version."""

    plan = models.ForeignKey(Plan, on_delete=models.PROTECT, related_name="drafts")
    type = models.ForeignKey(
        ReportType, on_delete=models.PROTECT, related_name="drafts", verbose_name=_("Loại báo cáo")
    )
    year = models.PositiveSmallIntegerField(_("Năm"))
    first_day = models.DateField(_("Ngày đầu kỳ"))
    cut_off = models.DateField(_("Ngày chốt số liệu"))
    signer_form = models.CharField(
        _("Thể thức ký"), max_length=200, help_text=_("Dấu / ngăn các dòng in.")
    )
    signer_name = models.CharField(_("Người ký"), max_length=120, blank=True)
    preview = models.JSONField(_("Số liệu tính thử"), null=True, editable=False)
    previewed_at = models.DateTimeField(_("Tính lúc"), null=True, editable=False)
    preview_mark = models.JSONField(
        _("Mốc dữ liệu của số liệu tính thử"), null=True, editable=False
    )
    job = models.ForeignKey(
        Job, on_delete=models.PROTECT, null=True, editable=False, related_name="+"
    )
    made_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.PROTECT,
        null=True,
        editable=False,
        related_name="+",
        verbose_name=_("Người lập"),
    )

    objects = DraftQuerySet.as_manager()

    class Meta:
        verbose_name = _("dự thảo báo cáo")
        verbose_name_plural = _("các dự thảo báo cáo")
        ordering = ["-year", "type__order"]
        constraints = [
            models.UniqueConstraint(
                fields=["plan", "type", "year"], name="reporting_draft_once_a_year"
            ),
            models.CheckConstraint(
                condition=models.Q(first_day__lte=models.F("cut_off")),
                name="reporting_draft_days_ordered",
                violation_error_message=_("Ngày đầu kỳ phải trước ngày chốt số liệu."),
            ),
        ]
        triggers = [raise_version()]

    def __str__(self) -> str:
        return _("%(type)s năm %(year)d") % {"type": self.type.name, "year": self.year}

    def get_absolute_url(self) -> str:
        return reverse("reporting:draft-detail", kwargs={"pk": self.pk})


class OfDraftQuerySet(models.QuerySet[Any]):
    def visible_to(self, user: "User") -> Self:
        return self if user.has_perm("reporting.view_report") else self.none()


@tracked()
class DraftSection(OutlineSection):
    """One section of the year's report; edited for this year alone."""

    draft = models.ForeignKey(ReportDraft, on_delete=models.PROTECT, related_name="sections")

    objects = OfDraftQuerySet.as_manager()

    class Meta(OutlineSection.Meta):
        abstract = False
        verbose_name = _("mục của dự thảo")
        verbose_name_plural = _("các mục của dự thảo")
        triggers = [raise_version()]

    @property
    def siblings(self) -> Any:
        return self.draft.sections.all()


@tracked()
class Estimate(Versioned):
    """Ước thực hiện cả năm: typed by a person, always marked "ước", never in a counted figure."""

    draft = models.ForeignKey(ReportDraft, on_delete=models.PROTECT, related_name="estimates")
    indicator = models.CharField(_("Chỉ tiêu"), max_length=60)
    value = models.PositiveIntegerField(_("Ước thực hiện cả năm"))
    note = models.CharField(_("Cơ sở của số ước"), max_length=300, blank=True)

    objects = OfDraftQuerySet.as_manager()

    class Meta:
        verbose_name = _("số ước thực hiện")
        verbose_name_plural = _("các số ước thực hiện")
        ordering = ["indicator"]
        constraints = [
            models.UniqueConstraint(
                fields=["draft", "indicator"],
                name="reporting_estimate_once",
                violation_error_message=_("Chỉ tiêu này đã có số ước; sửa số đó."),
            )
        ]
        triggers = [raise_version()]

    def __str__(self) -> str:
        return _("Ước thực hiện cả năm: %(value)d") % {"value": self.value}


class Reminder(models.Model):
    """A day on which staff were reminded of the report; one row, one e-mail to each."""

    plan = models.ForeignKey(Plan, on_delete=models.PROTECT, related_name="+")
    on = models.DateField(_("Ngày nhắc"))
    recipients = models.PositiveIntegerField(_("Số người nhận"))

    class Meta:
        verbose_name = _("lần nhắc hạn")
        verbose_name_plural = _("các lần nhắc hạn")
        ordering = ["-on"]
        constraints = [
            models.UniqueConstraint(fields=["plan", "on"], name="reporting_reminder_once_a_day")
        ]

    def __str__(self) -> str:
        return f"{self.on}"
