"""Invitations: an account that its owner makes, with the role an administrator meant."""

import uuid
from datetime import timedelta
from typing import TYPE_CHECKING, Self

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.db.models.functions import Lower
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from agencies.choices import Role
from agencies.models.units import Unit
from core.history import tracked
from core.validity import Validity, ends_after_start
from core.versioned import Versioned, raise_version

if TYPE_CHECKING:
    from agencies.models.people import User

LIFETIME = timedelta(days=7)
OPEN = Q(accepted_at=None, withdrawn_at=None)


class InvitationQuerySet(models.QuerySet["Invitation"]):
    def visible_to(self, user: "User") -> Self:
        return self if user.has_role(Role.ADMINISTRATOR) else self.none()

    def open(self) -> Self:
        """Neither accepted nor withdrawn; their link may have expired."""
        return self.filter(OPEN)


@tracked(exclude=["nonce"])
class Invitation(Validity, Versioned):
    """One person, one role; the days of validity are the role's.

    `nonce` is in the link: each sending makes a new one, so that only the latest link opens.
    """

    email = models.EmailField(_("Thư điện tử"))
    full_name = models.CharField(_("Họ và tên"), max_length=120)
    position = models.CharField(_("Chức vụ"), max_length=120, blank=True)
    role = models.CharField(_("Vai trò"), max_length=20, choices=Role.choices)
    unit = models.ForeignKey(
        Unit, on_delete=models.PROTECT, related_name="invitations", verbose_name=_("Đơn vị")
    )
    nonce = models.UUIDField(default=uuid.uuid4, editable=False)
    invited_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.PROTECT,
        editable=False,
        related_name="+",
        verbose_name=_("Người mời"),
    )
    sent_at = models.DateTimeField(_("Mời lúc"), editable=False)
    expires_at = models.DateTimeField(_("Liên kết dùng được đến"), editable=False)
    accepted_at = models.DateTimeField(_("Nhận lời lúc"), null=True, blank=True, editable=False)
    withdrawn_at = models.DateTimeField(_("Thu hồi lúc"), null=True, blank=True, editable=False)
    account = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        editable=False,
        related_name="+",
        verbose_name=_("Tài khoản"),
    )

    objects = InvitationQuerySet.as_manager()

    class Meta:
        verbose_name = _("lời mời")
        verbose_name_plural = _("lời mời")
        ordering = ["-sent_at", "-id"]
        constraints = [
            ends_after_start("agencies_invitation_period"),
            models.UniqueConstraint(
                Lower("email"),
                condition=OPEN,
                name="agencies_invitation_open_once",
                violation_error_message=_(
                    "Đã có lời mời đang chờ gửi đến thư điện tử này. Gửi lại lời mời đó."
                ),
            ),
            models.CheckConstraint(
                condition=Q(accepted_at__isnull=True, account__isnull=True)
                | Q(accepted_at__isnull=False, account__isnull=False, withdrawn_at__isnull=True),
                name="agencies_invitation_accepted_with_an_account",
            ),
        ]
        triggers = [raise_version()]

    def __str__(self) -> str:
        return f"{self.full_name} ({self.email})"

    def get_absolute_url(self) -> str:
        return reverse("agencies:invitation-detail", kwargs={"pk": self.pk})

    @property
    def is_open(self) -> bool:
        return self.accepted_at is None and self.withdrawn_at is None

    @property
    def opens(self) -> bool:
        """Whether the link of now makes an account."""
        return self.is_open and timezone.now() < self.expires_at
