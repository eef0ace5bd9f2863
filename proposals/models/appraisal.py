"""Appraisal: criteria with weights as data, who reviews, and the points they give."""

from datetime import date
from typing import TYPE_CHECKING, Self

import pgtrigger
from django.conf import settings
from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from core.history import tracked
from core.validity import Validity, ValidityQuerySet, ends_after_start
from core.versioned import Versioned, raise_version
from proposals.choices import CriterionUse
from proposals.models.proposals import Proposal

if TYPE_CHECKING:
    from agencies.models import User


class CriterionQuerySet(ValidityQuerySet["Criterion"]):
    def get_by_natural_key(self, code: str, valid_from: str | None) -> "Criterion":
        return self.get(code=code, valid_from=valid_from)

    def visible_to(self, user: "User") -> Self:
        return self if user.roles else self.none()

    def for_day(self, day: date) -> list["Criterion"]:
        return list(self.valid_on(day).order_by("order", "pk"))


@tracked()
class Criterion(Validity, Versioned):
    """A criterion; its weight is also the most points it can get, so that all make 100."""

    code = models.SlugField(_("Mã"), max_length=40)
    order = models.PositiveSmallIntegerField(_("Thứ tự"))
    name = models.CharField(_("Tiêu chí"), max_length=200)
    weight = models.PositiveSmallIntegerField(
        _("Trọng số (điểm tối đa)"), validators=[MinValueValidator(1), MaxValueValidator(100)]
    )
    help_text = models.CharField(_("Chấm thế nào"), max_length=500, blank=True)
    use = models.CharField(
        _("Cách cho điểm"),
        max_length=10,
        choices=CriterionUse.choices,
        default=CriterionUse.PLAIN,
    )

    objects = CriterionQuerySet.as_manager()

    class Meta:
        verbose_name = _("tiêu chí thẩm định")
        verbose_name_plural = _("tiêu chí thẩm định")
        ordering = ["order", "id"]
        constraints = [
            ends_after_start("proposals_criterion_period"),
            models.UniqueConstraint(
                fields=["code", "valid_from"],
                nulls_distinct=False,
                name="proposals_criterion_natural_key",
                violation_error_message=_("Đã có tiêu chí mang mã này từ ngày đó."),
            ),
            models.CheckConstraint(
                condition=Q(weight__gte=1, weight__lte=100),
                name="proposals_criterion_weight",
                violation_error_message=_("Trọng số từ 1 đến 100."),
            ),
        ]
        triggers = [
            raise_version(),
            pgtrigger.Trigger(
                name="weight_stays_once_scored",
                operation=pgtrigger.UpdateOf("weight"),
                when=pgtrigger.Before,
                condition=pgtrigger.AnyChange("weight"),
                func=(
                    "IF EXISTS (SELECT FROM proposals_score WHERE criterion_id = OLD.id) THEN "
                    "RAISE EXCEPTION 'points were given under this weight' "
                    "USING ERRCODE = 'check_violation'; END IF; RETURN NEW;"
                ),
            ),
        ]

    def __str__(self) -> str:
        return self.name

    def get_absolute_url(self) -> str:
        return reverse("proposals:criterion-detail", kwargs={"pk": self.pk})

    @property
    def was_scored(self) -> bool:
        """Points stand under its weight, which cannot change any more."""
        return Score.objects.filter(criterion=self.pk).exists()

    def natural_key(self) -> tuple[str, str | None]:
        return (self.code, self.valid_from.isoformat() if self.valid_from else None)


class ReviewQuerySet(models.QuerySet["Review"]):
    def visible_to(self, user: "User") -> Self:
        """A reviewer's own; those who handle proposals see who reviews what."""
        if user.sees_the_province:
            return self
        return self.filter(reviewer=user.pk, withdrawn_at=None)

    def standing(self) -> Self:
        """Those that were not taken away again."""
        return self.filter(withdrawn_at=None)

    def given(self) -> Self:
        return self.standing().filter(given_at__isnull=False)

    def owed_by(self, user: "User") -> Self:
        """What the person was asked to score and has not."""
        return self.standing().filter(reviewer=user.pk, given_at=None)


@tracked()
class Review(Versioned):
    """One reviewer's appraisal of one proposal; never of a unit the reviewer works for."""

    proposal = models.ForeignKey(Proposal, on_delete=models.PROTECT, related_name="reviews")
    reviewer = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.PROTECT,
        related_name="reviews",
        verbose_name=_("Người thẩm định"),
    )
    due_on = models.DateField(_("Hạn chấm"), null=True, blank=True)
    comment = models.TextField(
        _("Nhận xét gửi đơn vị"),
        blank=True,
        max_length=2000,
        help_text=_("Đơn vị đề xuất đọc được khi đề xuất bị trả lại hoặc đã có quyết định."),
    )
    internal_comment = models.TextField(
        _("Nhận xét trong nhóm thẩm định"),
        blank=True,
        max_length=2000,
        help_text=_("Chỉ Sở và những người thẩm định đọc được."),
    )
    given_at = models.DateTimeField(_("Chấm xong lúc"), null=True, blank=True, editable=False)
    withdrawn_at = models.DateTimeField(_("Thôi giao lúc"), null=True, blank=True, editable=False)

    objects = ReviewQuerySet.as_manager()

    class Meta:
        verbose_name = _("phiếu thẩm định")
        verbose_name_plural = _("phiếu thẩm định")
        ordering = ["proposal", "id"]
        constraints = [
            models.UniqueConstraint(
                fields=["proposal", "reviewer"],
                name="proposals_review_once",
                violation_error_message=_("Người này đã được giao thẩm định đề xuất đó."),
            ),
        ]
        triggers = [
            raise_version(),
            pgtrigger.Trigger(
                name="nobody_reviews_their_own",
                operation=pgtrigger.Insert
                | pgtrigger.UpdateOf("reviewer_id", "given_at", "withdrawn_at"),
                when=pgtrigger.Before,
                func=(
                    "IF NEW.withdrawn_at IS NULL AND EXISTS (SELECT FROM proposals_proposal p"
                    " JOIN agencies_roleassignment a ON a.unit_id = p.unit_id"
                    " WHERE p.id = NEW.proposal_id AND a.user_id = NEW.reviewer_id"
                    " AND (now() AT TIME ZONE 'Asia/Ho_Chi_Minh')::date <@"
                    " daterange(a.valid_from, a.valid_to, '[]')) THEN "
                    "RAISE EXCEPTION 'nobody reviews the proposal of their own unit' "
                    "USING ERRCODE = 'check_violation'; END IF; RETURN NEW;"
                ),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.reviewer} - {self.proposal}"

    @property
    def is_given(self) -> bool:
        return self.given_at is not None


@tracked()
class Score(models.Model):
    """Points for one criterion; where they differ from the proposed ones, why."""

    review = models.ForeignKey(Review, on_delete=models.CASCADE, related_name="scores")
    criterion = models.ForeignKey(Criterion, on_delete=models.PROTECT, related_name="+")
    points = models.PositiveSmallIntegerField(_("Điểm"))
    proposed = models.PositiveSmallIntegerField(_("Điểm hệ thống đề nghị"), null=True, blank=True)
    reason = models.CharField(_("Lý do cho điểm khác đề nghị"), max_length=500, blank=True)

    class Meta:
        verbose_name = _("điểm thẩm định")
        verbose_name_plural = _("điểm thẩm định")
        ordering = ["criterion__order", "id"]
        constraints = [
            models.UniqueConstraint(fields=["review", "criterion"], name="proposals_score_once"),
            models.CheckConstraint(
                condition=Q(points__gte=0, points__lte=100), name="proposals_score_points"
            ),
            models.CheckConstraint(
                condition=Q(proposed__isnull=True) | Q(points=models.F("proposed")) | ~Q(reason=""),
                name="proposals_score_other_with_reason",
                violation_error_message=_("Ghi lý do cho điểm khác điểm hệ thống đề nghị."),
            ),
        ]
        triggers = [
            pgtrigger.Trigger(
                name="points_within_the_weight",
                operation=pgtrigger.Insert | pgtrigger.UpdateOf("points", "criterion_id"),
                when=pgtrigger.Before,
                func=(
                    "IF NEW.points > (SELECT weight FROM proposals_criterion"
                    " WHERE id = NEW.criterion_id) THEN "
                    "RAISE EXCEPTION 'more points than the criterion weighs' "
                    "USING ERRCODE = 'check_violation'; END IF; RETURN NEW;"
                ),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.criterion}: {self.points}"
