"""Who succeeded whom, when and by which document; and the lineage computed from it."""

from django.contrib.postgres.constraints import ExclusionConstraint
from django.db import models
from django.utils.translation import gettext_lazy as _

from agencies.choices import SuccessionKind, SuccessionShare
from agencies.models.units import Unit
from core.history import tracked
from core.validity import OVERLAPS, Validity, ValidityQuerySet, period, same


@tracked()
class UnitSuccession(models.Model):
    """One edge of a many-to-many change; without a target the unit ended with no heir."""

    source = models.ForeignKey(
        Unit, on_delete=models.PROTECT, related_name="successions", verbose_name=_("Đơn vị cũ")
    )
    target = models.ForeignKey(
        Unit,
        on_delete=models.PROTECT,
        related_name="predecessions",
        null=True,
        blank=True,
        verbose_name=_("Đơn vị kế thừa"),
    )
    on = models.DateField(_("Ngày có hiệu lực"))
    kind = models.CharField(_("Hình thức"), max_length=10, choices=SuccessionKind.choices)
    share = models.CharField(
        _("Phần kế thừa"),
        max_length=5,
        choices=SuccessionShare.choices,
        default=SuccessionShare.WHOLE,
    )
    legal_basis = models.CharField(_("Căn cứ"), max_length=300, blank=True)
    is_confirmed = models.BooleanField(_("Đã xác nhận"), default=True)
    note = models.TextField(_("Ghi chú"), blank=True)

    class Meta:
        verbose_name = _("quan hệ kế thừa")
        verbose_name_plural = _("quan hệ kế thừa")
        ordering = ["on", "id"]
        constraints = [
            models.UniqueConstraint(
                fields=["source", "target", "on"],
                nulls_distinct=False,
                name="agencies_succession_once",
            ),
            models.CheckConstraint(
                condition=~models.Q(source=models.F("target")), name="agencies_succession_not_self"
            ),
            models.CheckConstraint(
                condition=models.Q(kind="abolish", target__isnull=True)
                | (~models.Q(kind="abolish") & models.Q(target__isnull=False)),
                name="agencies_succession_target_unless_abolished",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.source} → {self.target or '-'}"


class UnitLineage(Validity):
    """Which unit stands for `unit` during a period; computed, never edited.

    Rebuilt from units and successions by `agencies.actions.rebuild_lineage`.
    `resolved` is empty where nothing certain can be said ("Chưa xác định xã, phường").
    """

    unit = models.ForeignKey(Unit, on_delete=models.CASCADE, related_name="lineage")
    resolved = models.ForeignKey(
        Unit, on_delete=models.CASCADE, null=True, related_name="lineage_of"
    )

    objects = ValidityQuerySet.as_manager()

    class Meta:
        verbose_name = _("dòng kế thừa")
        verbose_name_plural = _("dòng kế thừa")
        constraints = [
            ExclusionConstraint(
                name="agencies_lineage_one_a_day",
                expressions=[(same("unit"), OVERLAPS), (period(), OVERLAPS)],
            )
        ]
        indexes = [models.Index(fields=["resolved"])]

    def __str__(self) -> str:
        return f"{self.unit} → {self.resolved}"
