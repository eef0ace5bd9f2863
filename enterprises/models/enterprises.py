"""One registration of the register: an enterprise, cooperative, household or branch."""

from typing import TYPE_CHECKING, Self

from django.contrib.postgres.indexes import GinIndex
from django.db import models
from django.db.models import F, Func
from django.db.models.functions import Left
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from agencies.models import Unit
from core.generated import search_column, sort_column
from core.history import tracked
from core.spreadsheets.cells import CITIZEN_LENGTH
from core.versioned import Versioned, raise_version
from enterprises.choices import SME_CLASSES, EntityType, Sector, SizeClass, VsicVersion
from enterprises.triggers import LINK_INSERTED, LINK_UPDATED

if TYPE_CHECKING:
    from agencies.models import User


class EnterpriseQuerySet(models.QuerySet["Enterprise"]):
    """The one door to enterprises."""

    def get_by_natural_key(self, tax_code: str) -> "Enterprise":
        return self.get(tax_code=tax_code)

    def visible_to(self, user: "User") -> Self:
        """Those who see the province see all; officers and viewers of a place their area."""
        if user.sees_the_province:
            return self
        if not user.area_unit_ids:
            return self.none()
        return self.filter(unit__in=Unit.objects.covered_by(user.area_unit_ids))


def is_personal(code: str) -> bool:
    return len(code) == CITIZEN_LENGTH and code.isdigit()


def company_code() -> Func:
    """The tax code for the search by beginnings; nothing for a person's number.

    Whoever could ask for beginnings would read a masked number digit by digit; such a number
    is found only as a whole (`enterprises.search`).
    """
    return Func(
        F("tax_code"),
        template=f"CASE WHEN length(%(expressions)s) = {CITIZEN_LENGTH}"
        " THEN '' ELSE %(expressions)s END",
        output_field=models.CharField(),
    )


def mask_tax_code(code: str) -> str:
    """A 12-digit code is a person's identification number and is shown masked."""
    return f"{code[:3]}******{code[-3:]}" if is_personal(code) else code


def bare_name(field: str) -> Func:
    """Its words without marks, legal form and the usual words of trade: "thanh phat"."""
    return Func(F(field), function="enterprises_bare_name", output_field=models.TextField())


def address_key(field: str) -> Func:
    """Its words without marks and kinds of units; "" where it says too little to compare."""
    return Func(F(field), function="enterprises_address_key", output_field=models.TextField())


NOT_MERGED = models.Q(merged_into__isnull=True)


@tracked(exclude=["sort_key", "search", "counted_as", "unit", "size_class"])
class Enterprise(Versioned):
    """Identified by its tax code (10 or 13 digits, 12 for households since 01/07/2025)."""

    tax_code = models.CharField(_("Mã số thuế"), max_length=14, unique=True)
    name = models.CharField(_("Tên doanh nghiệp"), max_length=300)
    entity_type = models.CharField(
        _("Loại hình"), max_length=12, choices=EntityType.choices, default=EntityType.ENTERPRISE
    )
    parent = models.ForeignKey(
        "self",
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="branches",
        verbose_name=_("Đơn vị chủ quản"),
    )
    merged_into = models.ForeignKey(
        "self",
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="merged",
        verbose_name=_("Đã nhập vào"),
    )
    counted_as = models.ForeignKey(
        "self",
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        editable=False,
        related_name="+",
        help_text=_("Do hệ thống tính: chi nhánh và đăng ký đã nhập tính là một doanh nghiệp."),
    )
    unit = models.ForeignKey(
        Unit,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        editable=False,
        related_name="enterprises",
        verbose_name=_("Đơn vị hành chính"),
        help_text=_("Do hệ thống ghi theo nơi đặt trụ sở mới nhất."),
    )
    address = models.CharField(_("Địa chỉ"), max_length=300, blank=True)
    vsic_version = models.CharField(
        _("Bản VSIC"), max_length=4, choices=VsicVersion.choices, blank=True
    )
    vsic_code = models.CharField(_("Ngành (VSIC)"), max_length=20, blank=True)
    sector = models.CharField(_("Lĩnh vực"), max_length=12, choices=Sector.choices, blank=True)
    main_products = models.CharField(_("Sản phẩm chính"), max_length=500, blank=True, default="")
    has_key_product = models.BooleanField(_("Sản phẩm chủ lực"), default=False)
    in_value_chain = models.BooleanField(_("Tham gia chuỗi giá trị"), default=False)
    size_class = models.CharField(
        _("Quy mô"),
        max_length=6,
        choices=SizeClass.choices,
        blank=True,
        editable=False,
        help_text=_("Theo số liệu của năm gần nhất."),
    )
    is_demo = models.BooleanField(_("Dữ liệu minh họa"), default=False, editable=False)
    sort_key = sort_column("name")
    search = search_column("name", company_code(), "main_products")

    objects = EnterpriseQuerySet.as_manager()
    SAID_IN_HISTORY = {"tax_code": mask_tax_code}

    class Meta:
        verbose_name = _("doanh nghiệp")
        verbose_name_plural = _("doanh nghiệp")
        ordering = ["sort_key", "id"]
        constraints = [
            models.CheckConstraint(
                condition=models.Q(tax_code__regex=r"^([0-9]{10}(-[0-9]{3})?|[0-9]{12})$"),
                name="enterprises_tax_code_shape",
                violation_error_message=_(
                    "Mã số thuế gồm 10 chữ số, hoặc 13 chữ số dạng 0123456789-001."
                ),
            ),
            models.CheckConstraint(
                condition=~models.Q(parent=models.F("id")) & ~models.Q(merged_into=models.F("id")),
                name="enterprises_not_own_parent",
            ),
        ]
        indexes = [
            GinIndex(fields=["search"], name="enterprises_search"),
            models.Index(fields=["sort_key", "id"], name="enterprises_by_name"),
            models.Index(fields=["unit", "sort_key", "id"], name="enterprises_by_unit"),
            models.Index(fields=["size_class", "sort_key", "id"], name="enterprises_by_size"),
            models.Index(fields=["sector", "sort_key", "id"], name="enterprises_by_sector"),
            models.Index(fields=["-updated_at", "-id"], name="enterprises_by_change"),
            # Whom a record counts for and whether that one counts: a tenth of the rows' pages.
            models.Index(
                fields=["id"], include=["counted_as", "entity_type"], name="enterprises_counting"
            ),
            models.Index(
                Left("tax_code", 10),
                condition=models.Q(tax_code__contains="-"),
                name="enterprises_branches",
            ),
            # Likely duplicates are found by these keys (enterprises.duplicates).
            models.Index(
                bare_name("name"), "id", condition=NOT_MERGED, name="enterprises_by_bare_name"
            ),
            models.Index(
                address_key("address"), "id", condition=NOT_MERGED, name="enterprises_by_address"
            ),
        ]
        triggers = [raise_version(), LINK_INSERTED, LINK_UPDATED]

    def __str__(self) -> str:
        return self.name

    def natural_key(self) -> tuple[str]:
        return (self.tax_code,)

    def get_absolute_url(self) -> str:
        return reverse("enterprises:enterprise-detail", kwargs={"pk": self.pk})

    @property
    def masked_tax_code(self) -> str:
        return mask_tax_code(self.tax_code)

    @property
    def has_personal_code(self) -> bool:
        """Whether the code is a person's number: it stands in no address and no suggestion."""
        return is_personal(self.tax_code)

    @property
    def is_sme(self) -> bool:
        """Small and medium-sized, which the plan puts first (clause II)."""
        return self.size_class in SME_CLASSES
