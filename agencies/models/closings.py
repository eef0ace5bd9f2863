"""Accounts whose units have all ended: when administrators were told, when the account closes."""

from typing import TYPE_CHECKING, Self

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from agencies.choices import Role
from core.history import tracked

if TYPE_CHECKING:
    from agencies.models.people import User


class ClosingQuerySet(models.QuerySet["AccountClosing"]):
    def visible_to(self, user: "User") -> Self:
        return self if user.has_role(Role.ADMINISTRATOR) else self.none()


@tracked()
class AccountClosing(models.Model):
    """Written by the clock; a role at a unit of today, given in time, takes the row away."""

    user = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.PROTECT,
        related_name="closings",
        verbose_name=_("Tài khoản"),
    )
    ended_on = models.DateField(_("Ngày cuối tại đơn vị"))
    told_on = models.DateField(_("Báo quản trị ngày"))
    closes_on = models.DateField(_("Đóng ngày"))
    closed_on = models.DateField(_("Đã đóng ngày"), null=True, blank=True)

    objects = ClosingQuerySet.as_manager()

    class Meta:
        verbose_name = _("tài khoản hết đơn vị")
        verbose_name_plural = _("tài khoản hết đơn vị")
        ordering = ["closes_on", "id"]
        constraints = [
            models.UniqueConstraint(fields=["user", "ended_on"], name="agencies_closing_once"),
            models.CheckConstraint(
                condition=models.Q(told_on__lt=models.F("closes_on")),
                name="agencies_closing_told_before",
            ),
        ]

    def __str__(self) -> str:
        return str(self.user)
