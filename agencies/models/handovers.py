"""Acts by which the open duties of a unit that ended passed to another one."""

from typing import TYPE_CHECKING, Self

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from agencies.models.units import Unit
from core.history import append_only

if TYPE_CHECKING:
    from agencies.models.people import User


class HandoverQuerySet(models.QuerySet["DutyHandover"]):
    def visible_to(self, user: "User") -> Self:
        return self if user.has_perm("agencies.hand_over_duties") else self.none()


class DutyHandover(models.Model):
    """From whom to whom, by whom, on which basis, and every duty that passed.

    Records keep the unit of their day; whoever acts for the successor sees them and goes on.
    """

    unit = models.ForeignKey(
        Unit, on_delete=models.PROTECT, related_name="handovers", verbose_name=_("Đơn vị cũ")
    )
    successor = models.ForeignKey(
        Unit, on_delete=models.PROTECT, related_name="taken_over", verbose_name=_("Đơn vị nhận")
    )
    basis = models.CharField(_("Căn cứ"), max_length=300)
    duties = models.JSONField(_("Các việc đã chuyển"), default=list)
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.PROTECT,
        related_name="+",
        verbose_name=_("Người thực hiện"),
    )
    at = models.DateTimeField(_("Lúc"), auto_now_add=True)

    objects = HandoverQuerySet.as_manager()

    class Meta:
        verbose_name = _("lần chuyển việc")
        verbose_name_plural = _("các lần chuyển việc")
        ordering = ["-at", "-id"]
        constraints = [
            models.CheckConstraint(
                condition=~models.Q(unit=models.F("successor")),
                name="agencies_handover_to_another",
                violation_error_message=_("Chọn đơn vị khác với đơn vị cũ."),
            ),
            models.CheckConstraint(
                condition=~models.Q(basis=""), name="agencies_handover_with_a_basis"
            ),
        ]
        triggers = append_only()

    def __str__(self) -> str:
        return f"{self.unit} → {self.successor}"
