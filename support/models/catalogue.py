"""Tools, systems and awards that supports, certificates and awards speak of."""

from typing import TYPE_CHECKING, Self

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.utils.translation import gettext_lazy as _

from core.generated import sort_column
from core.history import tracked
from core.validity import Validity, ValidityQuerySet, ends_after_start
from core.versioned import Versioned, raise_version
from support.choices import CatalogueUse, ItemKind, indicator_name

if TYPE_CHECKING:
    from agencies.models import User


class CatalogueItemQuerySet(ValidityQuerySet["CatalogueItem"]):
    def get_by_natural_key(self, use: str, code: str) -> "CatalogueItem":
        return self.get(use=use, code=code)

    def visible_to(self, user: "User") -> Self:
        return self if user.roles else self.none()


@tracked(exclude=["sort_key"])
class CatalogueItem(Validity, Versioned):
    """One entry of the catalogue; `counts_for` names the indicator it counts towards."""

    use = models.CharField(_("Dùng cho"), max_length=12, choices=CatalogueUse.choices)
    code = models.SlugField(_("Mã"), max_length=40)
    name = models.CharField(_("Tên"), max_length=200)
    aliases = ArrayField(
        models.CharField(max_length=200), verbose_name=_("Tên gọi khác"), default=list, blank=True
    )
    kind = models.CharField(_("Loại"), max_length=30, choices=ItemKind.choices)
    counts_for = models.CharField(
        _("Tính vào chỉ tiêu"),
        max_length=60,
        blank=True,
        help_text=_("Mã chỉ số; để trống khi không tính vào chỉ tiêu nào."),
    )
    sort_key = sort_column("name")

    objects = CatalogueItemQuerySet.as_manager()
    SAID_IN_HISTORY = {"counts_for": indicator_name}

    class Meta:
        verbose_name = _("mục danh mục")
        verbose_name_plural = _("danh mục công cụ, hệ thống")
        ordering = ["use", "sort_key", "id"]
        constraints = [
            ends_after_start("support_item_period"),
            models.UniqueConstraint(
                fields=["use", "code"],
                name="support_item_natural_key",
                violation_error_message=_("Đã có mục danh mục mang mã này; chọn mã khác."),
            ),
        ]
        triggers = [raise_version()]

    def __str__(self) -> str:
        return self.name

    def natural_key(self) -> tuple[str, str]:
        return (self.use, self.code)

    @property
    def counts_for_name(self) -> str:
        return indicator_name(self.counts_for)


@tracked()
class AwardLevel(Validity):
    """Levels of an award while in force (Gold and the Award to 2025; Nghị định 37/2026 after)."""

    item = models.ForeignKey(CatalogueItem, on_delete=models.PROTECT, related_name="levels")
    name = models.CharField(_("Mức giải"), max_length=120)
    order = models.PositiveSmallIntegerField(_("Thứ tự"))
    legal_basis = models.CharField(_("Căn cứ"), max_length=200, blank=True)
    is_confirmed = models.BooleanField(_("Đã xác nhận"), default=True)

    objects = ValidityQuerySet.as_manager()

    class Meta:
        verbose_name = _("mức giải")
        verbose_name_plural = _("mức giải")
        ordering = ["item", "order"]
        constraints = [
            ends_after_start("support_award_level_period"),
            models.UniqueConstraint(
                fields=["item", "name", "valid_from"],
                nulls_distinct=False,
                name="support_award_level_once",
            ),
        ]

    def __str__(self) -> str:
        return self.name
