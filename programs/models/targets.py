"""Targets of a stage, and the proposals that wait for an approving document."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from core.history import tracked
from core.versioned import Versioned, raise_version
from programs.choices import Comparator, TargetBasis
from programs.models.plans import PlanClause, Stage


class TargetQuerySet(models.QuerySet["Target"]):
    def get_by_natural_key(
        self, indicator: str, first_year: int, number: str, province_code: str
    ) -> "Target":
        return self.get(
            indicator=indicator,
            stage__first_year=first_year,
            stage__plan__number=number,
            stage__plan__province_code=province_code,
        )


@tracked()
class Target(Versioned):
    """Chỉ tiêu: an indicator, a comparator and a number (none where qualitative)."""

    stage = models.ForeignKey(Stage, on_delete=models.PROTECT, related_name="targets")
    indicator = models.CharField(_("Chỉ số"), max_length=60)
    order = models.PositiveSmallIntegerField(_("Thứ tự"))
    name = models.CharField(_("Tên chỉ tiêu"), max_length=300)
    short_name = models.CharField(_("Tên ngắn"), max_length=100)
    unit_of_measure = models.CharField(_("Đơn vị tính"), max_length=40)
    comparator = models.CharField(_("Mức so sánh"), max_length=12, choices=Comparator.choices)
    value = models.PositiveIntegerField(_("Số kế hoạch"), null=True, blank=True)
    clause = models.ForeignKey(PlanClause, on_delete=models.PROTECT, related_name="targets")
    is_confirmed = models.BooleanField(
        _("Đã được phê duyệt"),
        default=True,
        help_text=_("Khi chưa phê duyệt, chỉ tiêu mang chữ “dự kiến”."),
    )
    basis = models.CharField(
        _("Cơ sở của số kế hoạch"),
        max_length=10,
        choices=TargetBasis.choices,
        default=TargetBasis.PLAN,
    )
    approving_document = models.CharField(_("Văn bản phê duyệt"), max_length=200, blank=True)
    previous = models.ForeignKey(
        "self",
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="following",
        verbose_name=_("Chỉ tiêu giai đoạn trước"),
    )

    objects = TargetQuerySet.as_manager()

    class Meta:
        verbose_name = _("chỉ tiêu")
        verbose_name_plural = _("chỉ tiêu")
        ordering = ["stage", "order"]
        constraints = [
            models.UniqueConstraint(fields=["stage", "indicator"], name="programs_target_once"),
            models.CheckConstraint(
                condition=models.Q(comparator="qualitative")
                | models.Q(value__isnull=False)
                | models.Q(is_confirmed=False),
                name="programs_target_value_unless_qualitative",
                violation_error_message=_("Chỉ tiêu định lượng phải có số kế hoạch."),
            ),
            models.CheckConstraint(
                condition=models.Q(is_confirmed=False)
                | models.Q(basis="plan")
                | ~models.Q(approving_document=""),
                name="programs_target_confirmed_by_document",
                violation_error_message=_("Ghi số văn bản phê duyệt chỉ tiêu."),
            ),
        ]
        triggers = [raise_version()]

    def __str__(self) -> str:
        return self.short_name

    def natural_key(self) -> tuple[str, int, str, str]:
        return (self.indicator, *self.stage.natural_key())

    natural_key.dependencies = ["programs.stage"]  # type: ignore[attr-defined]
