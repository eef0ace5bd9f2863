"""What is known of an enterprise by year, its OCOP products and whom to call."""

from datetime import date
from typing import TYPE_CHECKING, Any, Self

from django.contrib.postgres.fields import ArrayField
from django.contrib.postgres.indexes import GinIndex
from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.db.models import F, Func, Q
from django.db.models.functions import Coalesce
from django.utils.translation import gettext_lazy as _

from agencies.choices import Role
from core.history import tracked
from core.validity import Validity, ValidityQuerySet, ends_after_start, months_after
from core.versioned import Versioned, raise_version
from enterprises.choices import Sector, SizeClass
from enterprises.models.enterprises import Enterprise

if TYPE_CHECKING:
    from agencies.models import User


@tracked()
class SizeThreshold(Validity):
    """One class of size for one sector while in force (Nghị định 80/2021/NĐ-CP, Điều 5).

    An enterprise fits when labour fits and revenue or capital fits; the smallest
    class that fits is taken; above all classes it is large.
    """

    legal_basis = models.CharField(_("Căn cứ"), max_length=200)
    sector = models.CharField(_("Lĩnh vực"), max_length=12, choices=Sector.choices)
    size_class = models.CharField(_("Quy mô"), max_length=6, choices=SizeClass.choices)
    max_labour = models.PositiveIntegerField(_("Số lao động tối đa"))
    max_revenue_vnd = models.BigIntegerField(_("Doanh thu tối đa (đồng)"))
    max_capital_vnd = models.BigIntegerField(_("Nguồn vốn tối đa (đồng)"))
    is_confirmed = models.BooleanField(_("Đã xác nhận"), default=True)

    objects = ValidityQuerySet.as_manager()

    class Meta:
        verbose_name = _("ngưỡng quy mô")
        verbose_name_plural = _("ngưỡng quy mô")
        ordering = ["sector", "valid_from", "max_labour"]
        constraints = [
            ends_after_start("enterprises_threshold_period"),
            models.UniqueConstraint(
                fields=["sector", "size_class", "valid_from"],
                nulls_distinct=False,
                name="enterprises_threshold_once",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.get_sector_display()} - {self.get_size_class_display()}"


class PartQuerySet(models.QuerySet[Any]):
    """Rows of an enterprise: who sees the enterprise sees them."""

    def visible_to(self, user: "User") -> Self:
        return self.filter(enterprise__in=Enterprise.objects.visible_to(user))


@tracked()
class EnterpriseYear(Versioned):
    """Labour, revenue and capital of one year; money in đồng."""

    enterprise = models.ForeignKey(Enterprise, on_delete=models.PROTECT, related_name="years")
    year = models.PositiveSmallIntegerField(
        _("Năm số liệu"), validators=[MinValueValidator(1990), MaxValueValidator(2100)]
    )
    labour = models.PositiveIntegerField(_("Số lao động"), null=True, blank=True)
    revenue_vnd = models.BigIntegerField(
        _("Doanh thu (đồng)"), null=True, blank=True, validators=[MinValueValidator(0)]
    )
    capital_vnd = models.BigIntegerField(
        _("Nguồn vốn (đồng)"), null=True, blank=True, validators=[MinValueValidator(0)]
    )
    size_class = models.CharField(
        _("Quy mô"), max_length=6, choices=SizeClass.choices, blank=True, editable=False
    )

    objects = PartQuerySet.as_manager()

    class Meta:
        verbose_name = _("số liệu năm của doanh nghiệp")
        verbose_name_plural = _("số liệu năm của doanh nghiệp")
        ordering = ["enterprise", "-year"]
        constraints = [
            models.UniqueConstraint(
                fields=["enterprise", "year"],
                name="enterprises_year_once",
                violation_error_message=_("Đã có số liệu của năm này; sửa dòng đã có."),
            ),
            models.CheckConstraint(
                condition=(
                    (models.Q(revenue_vnd__isnull=True) | models.Q(revenue_vnd__gte=0))
                    & (models.Q(capital_vnd__isnull=True) | models.Q(capital_vnd__gte=0))
                ),
                name="enterprises_year_money_not_negative",
            ),
        ]
        triggers = [raise_version()]

    def __str__(self) -> str:
        return str(_("Số liệu năm %(year)d")) % {"year": self.year}


OCOP_MONTHS = 36


class OcopQuerySet(PartQuerySet):
    def in_force_on(self, day: date) -> Self:
        """Twin of `OcopProduct.is_in_force_on`."""
        after = Func(
            F("certified_on"),
            template=f"(%(expressions)s + interval '{OCOP_MONTHS} months')::date",
            output_field=models.DateField(),
        )
        ends = self.annotate(last_day=Coalesce("expires_on", after))
        return ends.filter(Q(last_day__isnull=True) | Q(last_day__gte=day))


@tracked()
class OcopProduct(Versioned):
    """A product with OCOP stars; a certificate lasts 36 months (QĐ 148/QĐ-TTg)."""

    enterprise = models.ForeignKey(Enterprise, on_delete=models.PROTECT, related_name="ocop")
    name = models.CharField(_("Sản phẩm"), max_length=300, blank=True)
    stars = models.PositiveSmallIntegerField(
        _("OCOP (sao)"), validators=[MinValueValidator(1), MaxValueValidator(5)]
    )
    certified_on = models.DateField(_("Ngày công nhận"), null=True, blank=True)
    expires_on = models.DateField(_("Ngày hết hạn"), null=True, blank=True)

    objects = OcopQuerySet.as_manager()

    class Meta:
        verbose_name = _("sản phẩm OCOP")
        verbose_name_plural = _("sản phẩm OCOP")
        ordering = ["enterprise", "-stars", "name"]
        constraints = [
            models.CheckConstraint(
                condition=models.Q(stars__gte=1, stars__lte=5), name="enterprises_ocop_stars"
            ),
            models.UniqueConstraint(
                fields=["enterprise", "name"],
                name="enterprises_ocop_product_once",
                violation_error_message=_("Đã có sản phẩm này; sửa dòng đã có."),
            ),
            models.CheckConstraint(
                condition=models.Q(certified_on__isnull=True)
                | models.Q(expires_on__isnull=True)
                | models.Q(certified_on__lte=models.F("expires_on")),
                name="enterprises_ocop_dates_ordered",
                violation_error_message=_("Ngày hết hạn phải từ ngày công nhận trở đi."),
            ),
        ]
        triggers = [raise_version()]

    def __str__(self) -> str:
        return str(_("%(name)s (%(stars)d sao)")) % {
            "name": self.name or _("Sản phẩm OCOP"),
            "stars": self.stars,
        }

    @property
    def ends_on(self) -> date | None:
        """Its last day: as written, else 36 months from its recognition; None where unknown."""
        if self.expires_on is None and self.certified_on is not None:
            return months_after(self.certified_on, OCOP_MONTHS)
        return self.expires_on

    def is_in_force_on(self, day: date) -> bool:
        return self.ends_on is None or day <= self.ends_on


class ContactPersonQuerySet(models.QuerySet["ContactPerson"]):
    def visible_to(self, user: "User") -> Self:
        """Personal data: the department only (Luật 91/2025/QH15: least data, least eyes)."""
        return self if user.has_role(Role.STAFF, Role.ADMINISTRATOR) else self.none()


def contact_keys() -> Func:
    """The e-mail in lower case and the digits of the phone, as an array to look into."""
    return Func(
        F("email"),
        F("phone"),
        function="enterprises_contact_keys",
        output_field=ArrayField(models.TextField()),
    )


@tracked()
class ContactPerson(Versioned):
    """Name, post, work phone, e-mail; nothing more is kept of a person."""

    enterprise = models.ForeignKey(Enterprise, on_delete=models.PROTECT, related_name="contacts")
    name = models.CharField(_("Họ và tên"), max_length=120)
    position = models.CharField(_("Chức vụ"), max_length=120, blank=True)
    phone = models.CharField(_("Điện thoại công việc"), max_length=30, blank=True)
    email = models.EmailField(_("Thư điện tử"), blank=True)

    objects = ContactPersonQuerySet.as_manager()

    class Meta:
        verbose_name = _("người liên hệ")
        verbose_name_plural = _("người liên hệ")
        ordering = ["enterprise", "id"]
        indexes = [GinIndex(contact_keys(), name="contacts_by_key")]
        triggers = [raise_version()]

    def __str__(self) -> str:
        return self.name
