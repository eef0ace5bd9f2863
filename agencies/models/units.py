"""Units of the state (places and bodies) with the period each existed."""

from collections.abc import Sequence
from typing import TYPE_CHECKING, Self

from django.contrib.postgres.constraints import ExclusionConstraint
from django.contrib.postgres.fields import DateRangeField
from django.db import models
from django.db.models import Func
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from agencies.choices import AREA_KINDS, PLACE_KINDS, UnitKind
from core.generated import folded_column, sort_column
from core.history import tracked
from core.validity import (
    OVERLAPS,
    Validity,
    ValidityQuerySet,
    ends_after_start,
    period,
)

if TYPE_CHECKING:
    from agencies.models.people import User


class UnitQuerySet(ValidityQuerySet["Unit"]):
    """Units by day, kind and place in the tree."""

    def get_by_natural_key(self, code_system: str, code: str, valid_from: str | None) -> "Unit":
        return self.get(code_system=code_system, code=code, valid_from=valid_from)

    def visible_to(self, user: "User") -> Self:
        """Names of units are public inside the system, to whoever has some role in it."""
        return self if user.is_authenticated and user.roles else self.none()

    def through_successions(self, unit_ids: Sequence[int]) -> Self:
        """These units, those they wholly continue, and those whose duties passed to any of them.

        Duties pass on twice at most: a unit of the state ends less often than that.
        """
        units = type(self)(self.model)
        own = units.filter(models.Q(pk__in=unit_ids) | models.Q(lineage__resolved__in=unit_ids))
        handed = units.filter(handovers__successor__in=own.values("pk"))
        before = units.filter(handovers__successor__in=handed.values("pk"))
        found = models.Q()
        for some in (own, handed, before):
            found |= models.Q(pk__in=some.values("pk"))
        for some in (handed, before):
            found |= models.Q(lineage__resolved__in=some.values("pk"))
        return self.filter(found).distinct()

    def places(self) -> Self:
        return self.filter(kind__in=PLACE_KINDS)

    def covered_by(self, unit_ids: list[int]) -> Self:
        """Units whose area the given units answer for, today or through successions."""
        return self.filter(
            models.Q(pk__in=unit_ids)
            | models.Q(parent__in=unit_ids)
            | models.Q(parent__parent__in=unit_ids)
            | models.Q(lineage__resolved__in=unit_ids)
        )


@tracked(exclude=["sort_key", "folded"])
class Unit(Validity):
    """A province, district, commune, department or association while it exists.

    A code is unique only with its system and period: 82 was Tiền Giang and is
    Đồng Tháp since 01/07/2025; 816 was a town and became a city on 01/05/2024.
    """

    code_system = models.CharField(
        _("Hệ mã"), max_length=20, help_text=_("Danh mục mà mã đơn vị thuộc về.")
    )
    code = models.CharField(_("Mã"), max_length=40)
    name = models.CharField(_("Tên đầy đủ"), max_length=200)
    short_name = models.CharField(_("Tên gọi"), max_length=200)
    abbreviation = models.CharField(_("Tên viết tắt"), max_length=60, blank=True)
    kind = models.CharField(_("Loại"), max_length=20, choices=UnitKind.choices)
    parent = models.ForeignKey(
        "self",
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="children",
        verbose_name=_("Thuộc"),
    )
    latitude = models.DecimalField(
        _("Vĩ độ"), max_digits=8, decimal_places=5, null=True, blank=True
    )
    longitude = models.DecimalField(
        _("Kinh độ"), max_digits=8, decimal_places=5, null=True, blank=True
    )
    area_km2 = models.DecimalField(
        _("Diện tích (km²)"), max_digits=9, decimal_places=2, null=True, blank=True
    )
    is_confirmed = models.BooleanField(
        _("Đã xác nhận"),
        default=True,
        help_text=_("Bỏ trống khi thông tin chưa được đối chiếu với văn bản."),
    )
    note = models.TextField(_("Ghi chú"), blank=True)
    sort_key = sort_column("name")
    folded = folded_column("name")

    objects = UnitQuerySet.as_manager()

    class Meta:
        verbose_name = _("đơn vị")
        verbose_name_plural = _("đơn vị")
        ordering = ["sort_key", "id"]
        constraints = [
            ends_after_start("agencies_unit_period"),
            models.UniqueConstraint(
                fields=["code_system", "code", "valid_from"],
                nulls_distinct=False,
                name="agencies_unit_natural_key",
            ),
            ExclusionConstraint(
                name="agencies_unit_code_once_a_day",
                expressions=[
                    (
                        # Code and system as one number in a range: no btree_gist needed.
                        Func(
                            template="int8range(hashtextextended(code_system || '/' || code, 0),"
                            " hashtextextended(code_system || '/' || code, 0), '[]')",
                            output_field=DateRangeField(),
                        ),
                        OVERLAPS,
                    ),
                    (period(), OVERLAPS),
                ],
            ),
        ]
        indexes = [models.Index(fields=["kind"]), models.Index(fields=["folded"])]

    def __str__(self) -> str:
        return self.name

    def get_absolute_url(self) -> str:
        return reverse("agencies:unit-detail", kwargs={"pk": self.pk})

    def natural_key(self) -> tuple[str, str, str | None]:
        return (
            self.code_system,
            self.code,
            self.valid_from.isoformat() if self.valid_from else None,
        )

    @property
    def is_area(self) -> bool:
        """A district or commune: a part of the province."""
        return self.kind in AREA_KINDS
