"""Where an enterprise was, by date: its unit of administration through time."""

from typing import TYPE_CHECKING, Self

import pgtrigger
from django.contrib.postgres.constraints import ExclusionConstraint
from django.db import models
from django.utils.translation import gettext_lazy as _

from agencies.models import Unit
from core.history import tracked
from core.validity import OVERLAPS, Validity, ValidityQuerySet, ends_after_start, period, same
from core.versioned import Versioned, raise_version
from enterprises.models.enterprises import Enterprise
from enterprises.triggers import stamp_unit

if TYPE_CHECKING:
    from agencies.models import User


class PlacementQuerySet(ValidityQuerySet["Placement"]):
    def visible_to(self, user: "User") -> Self:
        return self.filter(enterprise__in=Enterprise.objects.visible_to(user))


@tracked()
class Placement(Validity, Versioned):
    """One unit during one period; periods of an enterprise never overlap.

    The unit is the one that was entered; for other days `UnitLineage` says which
    unit stood for it then (`enterprises_unit_on` in the database).
    """

    enterprise = models.ForeignKey(Enterprise, on_delete=models.PROTECT, related_name="placements")
    unit = models.ForeignKey(
        Unit, on_delete=models.PROTECT, related_name="placements", verbose_name=_("Đơn vị")
    )

    objects = PlacementQuerySet.as_manager()

    class Meta:
        verbose_name = _("nơi đặt trụ sở")
        verbose_name_plural = _("nơi đặt trụ sở")
        ordering = ["enterprise", "valid_from"]
        constraints = [
            ends_after_start("enterprises_placement_period"),
            ExclusionConstraint(
                name="enterprises_placement_one_a_day",
                expressions=[(same("enterprise"), OVERLAPS), (period(), OVERLAPS)],
                violation_error_message=_(
                    "Trong khoảng thời gian này đã ghi một đơn vị khác. Sửa ngày của dòng kia trước."
                ),
            ),
        ]
        triggers = [
            raise_version(),
            stamp_unit("stamp_unit_inserted", pgtrigger.Insert, old=False),
            stamp_unit("stamp_unit_updated", pgtrigger.Update, old=False),
            stamp_unit("stamp_unit_deleted", pgtrigger.Delete, old=True),
        ]

    def __str__(self) -> str:
        return f"{self.unit}"
