"""The outbox: a row for each person and each thing told; and how each wants to be told."""

from datetime import datetime
from typing import TYPE_CHECKING, Self

import pgtrigger
from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from core.history import Refusal, append_only_table, tracked
from core.versioned import Versioned, raise_version
from notices.choices import Frequency, SendState

if TYPE_CHECKING:
    from agencies.models import User

WORDS = ("user", "kind", "about", "subject", "body", "path", "key", "at")


class NoticeQuerySet(models.QuerySet["Notice"]):
    def visible_to(self, user: "User") -> Self:
        """The log of what was sent to whom is the administrators' business."""
        return self if user.has_perm("notices.view_notice") else self.none()

    def told_to(self, user: "User") -> Self:
        """What the person was told themselves."""
        return self.filter(user=user.pk)

    def unread(self) -> Self:
        return self.filter(read_at=None)

    def due(self, now: datetime) -> Self:
        """To be sent now, and held by no worker that is alive."""
        free = Q(lease_until=None) | Q(lease_until__lt=now)
        return self.filter(free, state=SendState.WAITING, due_at__lte=now)


class Notice(models.Model):
    """Something told to one person, written in the transaction of what it tells of.

    Who has an account finds it in the application; the e-mail goes out later (`notices.sending`).
    Rows that go in one e-mail share its number `mail`.
    """

    user = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="notices",
        verbose_name=_("Người nhận"),
    )
    address = models.EmailField(_("Thư điện tử"), max_length=254, blank=True)
    kind = models.CharField(_("Loại"), max_length=60)
    about = models.CharField(_("Về việc"), max_length=120, blank=True)
    subject = models.CharField(_("Tiêu đề"), max_length=300)
    body = models.TextField(_("Nội dung"))
    path = models.CharField(_("Nơi làm việc đó"), max_length=300, blank=True)
    key = models.CharField(_("Khóa chống trùng"), max_length=200, null=True, blank=True)  # noqa: DJ001 - no key is no key
    at = models.DateTimeField(_("Lúc"))
    read_at = models.DateTimeField(_("Đã đọc lúc"), null=True, blank=True)
    state = models.CharField(
        _("Trạng thái"), max_length=10, choices=SendState.choices, default=SendState.WAITING
    )
    due_at = models.DateTimeField(_("Gửi từ"))
    mail = models.UUIDField(_("Số thư"), null=True, blank=True)
    tries = models.PositiveIntegerField(_("Lần gửi"), default=0)
    lease_until = models.DateTimeField(_("Giữ đến"), null=True, blank=True)
    sent_at = models.DateTimeField(_("Gửi lúc"), null=True, blank=True)
    reason = models.CharField(_("Lý do"), max_length=500, blank=True)

    objects = NoticeQuerySet.as_manager()

    class Meta:
        verbose_name = _("thông báo")
        verbose_name_plural = _("thông báo")
        ordering = ["-at", "-id"]
        constraints = [
            models.CheckConstraint(
                condition=Q(state__in=SendState.values), name="notices_notice_state_known"
            ),
            models.CheckConstraint(
                condition=Q(user__isnull=False) | ~Q(address=""),
                name="notices_notice_to_somebody",
                violation_error_message=_("Ghi người nhận."),
            ),
            models.CheckConstraint(
                condition=~Q(state=SendState.SENT) | (Q(sent_at__isnull=False) & ~Q(address="")),
                name="notices_notice_sent_somewhere",
            ),
            models.UniqueConstraint(fields=["user", "key"], name="notices_notice_once_for_a_user"),
            models.UniqueConstraint(
                fields=["address", "key"],
                condition=Q(user__isnull=True),
                name="notices_notice_once_for_an_address",
            ),
        ]
        indexes = [
            models.Index(
                fields=["due_at"], condition=Q(state="waiting"), name="notices_notice_waiting"
            ),
            models.Index(
                fields=["user"], condition=Q(read_at__isnull=True), name="notices_notice_unread"
            ),
            models.Index(fields=["user", "-at", "-id"], name="notices_notice_of_a_user"),
            models.Index(fields=["-at", "-id"], name="notices_notice_by_time"),
            models.Index(fields=["about", "sent_at"], name="notices_notice_about"),
            models.Index(fields=["mail"], name="notices_notice_mail"),
        ]
        triggers = [
            pgtrigger.ReadOnly(name="words_stay", fields=list(WORDS)),
            Refusal(name="notices_stay", operation=pgtrigger.Delete),
            append_only_table("truncate_forbidden"),
        ]

    def __str__(self) -> str:
        return self.subject

    @property
    def to(self) -> str:
        """Whom it is for, in words."""
        return (
            self.address
            if self.user is None
            else f"{self.user} ({self.address or self.user.email})"
        )


class PreferenceQuerySet(models.QuerySet["Preference"]):
    def visible_to(self, user: "User") -> Self:
        return self.filter(user=user.pk)


@tracked()
class Preference(Versioned):
    """How often a person wants e-mails; without a row at once."""

    user = models.OneToOneField(
        settings.AUTH_USER_MODEL,
        on_delete=models.PROTECT,
        related_name="notice_preference",
        verbose_name=_("Tài khoản"),
    )
    frequency = models.CharField(
        _("Thư điện tử"), max_length=10, choices=Frequency.choices, default=Frequency.AT_ONCE
    )

    objects = PreferenceQuerySet.as_manager()

    class Meta:
        verbose_name = _("cách nhận thông báo")
        verbose_name_plural = _("cách nhận thông báo")
        triggers = [raise_version()]

    def __str__(self) -> str:
        return self.get_frequency_display()


@tracked()
class Wording(Versioned):
    """The words of a kind of notice, where administrators wrote others than the kind's own."""

    kind = models.CharField(_("Loại"), max_length=60, unique=True, editable=False)
    subject = models.CharField(_("Tiêu đề"), max_length=200)
    body = models.TextField(_("Nội dung"), max_length=5000)

    class Meta:
        verbose_name = _("mẫu thông báo")
        verbose_name_plural = _("mẫu thông báo")
        ordering = ["kind"]
        triggers = [raise_version()]

    def __str__(self) -> str:
        return self.kind
