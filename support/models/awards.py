"""An award an enterprise took part in or received."""

from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from core.generated import folded_column
from core.history import tracked
from core.versioned import raise_version
from programs.models import WorkItem
from support.choices import AwardResult
from support.models.catalogue import CatalogueItem
from support.models.records import Record, RecordQuerySet
from support.triggers import stamp_unit


@tracked(exclude=["unit", "folded"])
class Award(Record):
    """Identified by enterprise, year and award; levels change with the years."""

    year = models.PositiveSmallIntegerField(
        _("Năm"), validators=[MinValueValidator(1990), MaxValueValidator(2100)]
    )
    name = models.CharField(_("Giải thưởng"), max_length=200)
    folded = folded_column("name")
    item = models.ForeignKey(
        CatalogueItem,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="awards",
        verbose_name=_("Mục danh mục"),
        limit_choices_to={"use": "award"},
    )
    result = models.CharField(_("Kết quả"), max_length=10, choices=AwardResult.choices)
    level = models.CharField(_("Mức giải"), max_length=120, blank=True)
    decision_number = models.CharField(_("Số quyết định"), max_length=100, blank=True)
    decided_on = models.DateField(_("Ngày quyết định"), null=True, blank=True)
    work_item = models.ForeignKey(
        WorkItem,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        db_index=False,  # a partial one, below: few records have it
        related_name="awards",
        verbose_name=_("Công việc trong năm"),
    )

    objects = RecordQuerySet.as_manager()

    class Meta:
        verbose_name = _("giải thưởng")
        verbose_name_plural = _("giải thưởng")
        ordering = ["-year", "-id"]
        constraints = [
            models.UniqueConstraint(
                fields=["enterprise", "year", "folded"],
                name="support_award_identity",
                violation_error_message=_("Doanh nghiệp đã có giải thưởng này trong năm."),
            ),
            models.CheckConstraint(
                condition=~models.Q(result="awarded") | models.Q(decided_on__isnull=False),
                name="support_award_decided_on_a_day",
                violation_error_message=_("Giải thưởng được tặng phải có ngày quyết định."),
            ),
        ]
        indexes = [
            models.Index(fields=["result", "decided_on"], name="award_by_decision"),
            models.Index(fields=["-year", "-id"], name="award_by_year"),
            models.Index(
                fields=["work_item"],
                condition=models.Q(work_item__isnull=False),
                name="award_by_work",
            ),
        ]
        triggers = [
            raise_version(),
            stamp_unit(
                "coalesce(NEW.decided_on, make_date(NEW.year, 12, 31))", "decided_on", "year"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.name} {self.year}"

    def get_absolute_url(self) -> str:
        return reverse("support:award-detail", kwargs={"pk": self.pk})
