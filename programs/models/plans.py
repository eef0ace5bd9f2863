"""A plan as data: the document, its clauses and its stages.

Nothing of one plan stands in code: another province's plan is another fixture.
"""

from datetime import date
from typing import TYPE_CHECKING, Self

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from agencies.models import Unit, UnitGroup
from core.errors import ActionError
from core.history import tracked
from core.versioned import Versioned, raise_version
from programs.choices import ClauseKind

if TYPE_CHECKING:
    from agencies.models import User


class PlanQuerySet(models.QuerySet["Plan"]):
    def get_by_natural_key(self, number: str, province_code: str) -> "Plan":
        return self.get(number=number, province_code=province_code)

    def current(self) -> "Plan":
        """The plan the system works for.

        Raises:
            ActionError: none was loaded.
        """
        found = self.filter(is_current=True).first()
        if found is None:
            raise ActionError(
                gettext("Chưa có kế hoạch nào được nạp. Nạp kế hoạch (loaddata) trước.")
            )
        return found

    def visible_to(self, user: "User") -> Self:
        """A plan is a published document."""
        return self if user.is_authenticated else self.none()


@tracked()
class Plan(Versioned):
    """The plan document, and the choices it leaves to a province (settings as data)."""

    number = models.CharField(_("Số, ký hiệu"), max_length=40)
    province_code = models.CharField(_("Mã tỉnh ban hành"), max_length=20)
    slug = models.SlugField(_("Tên trong địa chỉ trang"), unique=True)
    kind_name = models.CharField(_("Loại văn bản"), max_length=60)
    title = models.TextField(_("Trích yếu"))
    short_title = models.CharField(_("Tên gọi ngắn"), max_length=200)
    issued_on = models.DateField(_("Ngày ban hành"))
    issued_at_place = models.CharField(_("Nơi ban hành"), max_length=100)
    issuer = models.ForeignKey(
        Unit, on_delete=models.PROTECT, related_name="plans", verbose_name=_("Cơ quan ban hành")
    )
    province = models.ForeignKey(
        Unit, on_delete=models.PROTECT, related_name="+", verbose_name=_("Tỉnh của kế hoạch")
    )
    jurisdiction = models.SlugField(_("Địa bàn"), max_length=30)
    signer_authority = models.CharField(_("Thể thức ký"), max_length=200)
    signer_name = models.CharField(_("Người ký"), max_length=120)
    legal_basis = models.TextField(_("Căn cứ"))
    scope = models.TextField(_("Phạm vi"))
    source_note = models.TextField(_("Ghi chú về văn bản gốc"), blank=True)
    recipients = models.JSONField(_("Nơi nhận"), default=list)
    counting_entity_types = ArrayField(
        models.CharField(max_length=20),
        verbose_name=_("Loại hình tính vào chỉ tiêu"),
        help_text=_("Các loại hình khác được nêu bên cạnh, không tính vào chỉ tiêu 2-4."),
    )
    product_certificate_categories = ArrayField(
        models.CharField(max_length=20),
        verbose_name=_("Loại chứng nhận được coi là chứng nhận sản phẩm, hàng hóa"),
    )
    is_current = models.BooleanField(_("Kế hoạch đang dùng"), default=False)

    objects = PlanQuerySet.as_manager()

    class Meta:
        verbose_name = _("kế hoạch")
        verbose_name_plural = _("kế hoạch")
        ordering = ["-issued_on"]
        constraints = [
            models.UniqueConstraint(
                fields=["number", "province_code"], name="programs_plan_natural_key"
            ),
            models.UniqueConstraint(
                fields=["is_current"],
                condition=models.Q(is_current=True),
                name="programs_plan_one_current",
            ),
        ]
        triggers = [raise_version()]

    def __str__(self) -> str:
        return self.number

    def natural_key(self) -> tuple[str, str]:
        return (self.number, self.province_code)


class ClauseQuerySet(models.QuerySet["PlanClause"]):
    def get_by_natural_key(self, code: str, number: str, province_code: str) -> "PlanClause":
        return self.get(code=code, plan__number=number, plan__province_code=province_code)


@tracked()
class PlanClause(models.Model):
    """One heading, paragraph or bullet of the plan, word for word."""

    plan = models.ForeignKey(Plan, on_delete=models.PROTECT, related_name="clauses")
    code = models.CharField(
        _("Ký hiệu"), max_length=40, help_text=_("Đường dẫn trong văn bản, ví dụ III.4.1.")
    )
    parent = models.ForeignKey(
        "self", on_delete=models.PROTECT, null=True, blank=True, related_name="children"
    )
    order = models.PositiveIntegerField(_("Thứ tự"))
    kind = models.CharField(_("Loại"), max_length=20, choices=ClauseKind.choices)
    marker = models.CharField(_("Dấu đầu mục"), max_length=10, blank=True)
    text = models.TextField(_("Nguyên văn"))
    implemented_at = models.CharField(
        _("Nơi thực hiện trong hệ thống"),
        max_length=100,
        blank=True,
        help_text=_("Tên trang (URL name) nơi điều khoản được thực hiện."),
    )
    implemented_note = models.CharField(_("Thực hiện thế nào"), max_length=300, blank=True)
    duty_of = models.ForeignKey(
        Unit, on_delete=models.PROTECT, null=True, blank=True, related_name="plan_duties"
    )
    duty_of_group = models.ForeignKey(
        UnitGroup, on_delete=models.PROTECT, null=True, blank=True, related_name="plan_duties"
    )

    objects = ClauseQuerySet.as_manager()

    class Meta:
        verbose_name = _("điều khoản của kế hoạch")
        verbose_name_plural = _("điều khoản của kế hoạch")
        ordering = ["plan", "order"]
        constraints = [
            models.UniqueConstraint(fields=["plan", "code"], name="programs_clause_natural_key"),
            models.UniqueConstraint(fields=["plan", "order"], name="programs_clause_order"),
        ]

    def __str__(self) -> str:
        return self.code

    def natural_key(self) -> tuple[str, str, str]:
        return (self.code, *self.plan.natural_key())

    natural_key.dependencies = ["programs.plan"]  # type: ignore[attr-defined]


class StageQuerySet(models.QuerySet["Stage"]):
    def get_by_natural_key(self, first_year: int, number: str, province_code: str) -> "Stage":
        return self.get(
            first_year=first_year, plan__number=number, plan__province_code=province_code
        )


@tracked()
class Stage(models.Model):
    """Giai đoạn: whole years, both included."""

    plan = models.ForeignKey(Plan, on_delete=models.PROTECT, related_name="stages")
    first_year = models.PositiveSmallIntegerField(_("Năm đầu"))
    last_year = models.PositiveSmallIntegerField(_("Năm cuối"))
    clause = models.ForeignKey(PlanClause, on_delete=models.PROTECT, related_name="stages")
    minimum_growth_percent = models.PositiveSmallIntegerField(
        _("Tăng ít nhất so với giai đoạn trước (%)"), null=True, blank=True
    )

    objects = StageQuerySet.as_manager()

    class Meta:
        verbose_name = _("giai đoạn")
        verbose_name_plural = _("giai đoạn")
        ordering = ["plan", "first_year"]
        constraints = [
            models.UniqueConstraint(fields=["plan", "first_year"], name="programs_stage_once"),
            models.CheckConstraint(
                condition=models.Q(first_year__lte=models.F("last_year")),
                name="programs_stage_years_ordered",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.first_year}-{self.last_year}"

    def natural_key(self) -> tuple[int, str, str]:
        return (self.first_year, *self.plan.natural_key())

    natural_key.dependencies = ["programs.plan"]  # type: ignore[attr-defined]

    @property
    def first_day(self) -> date:
        return date(self.first_year, 1, 1)

    @property
    def last_day(self) -> date:
        return date(self.last_year, 12, 31)
