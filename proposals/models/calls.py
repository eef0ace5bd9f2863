"""Calls: who may propose what for which year, and until when."""

from datetime import date, datetime
from typing import TYPE_CHECKING, Self

from django.conf import settings
from django.contrib.postgres.fields import ArrayField
from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from agencies.models import Unit, UnitGroup
from core.history import tracked
from core.versioned import Versioned, raise_version
from programs.models import Plan
from proposals.choices import CallState, ProposalKind
from proposals.workflow import CALL

if TYPE_CHECKING:
    from agencies.models import User


class CallQuerySet(models.QuerySet["Call"]):
    def visible_to(self, user: "User") -> Self:
        """A call is a public letter once it is announced; before, it is the department's."""
        if user.has_perm("proposals.announce_call"):
            return self
        return self.exclude(state=CallState.PREPARED) if user.roles else self.none()

    def announced(self) -> Self:
        return self.filter(state=CallState.ANNOUNCED)

    def open_at(self, moment: datetime) -> Self:
        return self.announced().filter(opens_at__lte=moment, closes_at__gte=moment)


@tracked()
class Call(Versioned):
    """Đợt đề xuất. Both moments belong to it: what arrives at 17:00:00 sharp is in time."""

    plan = models.ForeignKey(
        Plan, on_delete=models.PROTECT, related_name="calls", verbose_name=_("Kế hoạch")
    )
    year = models.PositiveSmallIntegerField(
        _("Đề xuất cho năm"), validators=[MinValueValidator(2021), MaxValueValidator(2050)]
    )
    title = models.CharField(_("Tên đợt"), max_length=200)
    opens_at = models.DateTimeField(_("Nhận từ"))
    closes_at = models.DateTimeField(_("Nhận đến"))
    kinds = ArrayField(
        models.CharField(max_length=10, choices=ProposalKind.choices),
        verbose_name=_("Loại nhiệm vụ nhận đề xuất"),
    )
    guidance = models.TextField(
        _("Hướng dẫn"),
        blank=True,
        help_text=_("Đơn vị đọc trước khi viết: trọng tâm của năm, mức hỗ trợ, giấy tờ kèm theo."),
    )
    contact = models.CharField(
        _("Đầu mối trả lời"),
        max_length=200,
        blank=True,
        help_text=_("Phòng, điện thoại cơ quan; hiện bên cạnh phiếu đề xuất."),
    )
    envelope_vnd = models.BigIntegerField(
        _("Kinh phí dự kiến của năm (đồng)"),
        null=True,
        blank=True,
        validators=[MinValueValidator(0)],
        help_text=_("Ngân sách có thể bố trí; bảng xếp hạng kẻ vạch ở mức này."),
    )
    state = models.CharField(
        _("Trạng thái"),
        max_length=10,
        choices=CallState.choices,
        default=CallState.PREPARED,
        editable=False,
    )
    is_demo = models.BooleanField(_("Dữ liệu minh họa"), default=False, editable=False)

    objects = CallQuerySet.as_manager()

    class Meta:
        verbose_name = _("đợt đề xuất")
        verbose_name_plural = _("đợt đề xuất")
        ordering = ["-opens_at", "-id"]
        constraints = [
            models.CheckConstraint(
                condition=models.Q(opens_at__lt=models.F("closes_at")),
                name="proposals_call_ends_after_start",
                violation_error_message=_("Giờ đóng phải sau giờ mở."),
            ),
            models.CheckConstraint(
                condition=~models.Q(kinds=[]),
                name="proposals_call_takes_something",
                violation_error_message=_("Chọn ít nhất một loại nhiệm vụ."),
            ),
            models.CheckConstraint(
                condition=models.Q(envelope_vnd__isnull=True) | models.Q(envelope_vnd__gte=0),
                name="proposals_call_envelope_not_negative",
                violation_error_message=_("Kinh phí không được âm."),
            ),
        ]
        triggers = [raise_version(), CALL.only_these()]

    def __str__(self) -> str:
        return self.title

    def get_absolute_url(self) -> str:
        return reverse("proposals:call-detail", kwargs={"pk": self.pk})

    @property
    def kinds_in_words(self) -> str:
        return "; ".join(str(kind.label) for kind in ProposalKind if kind.value in self.kinds)

    def is_open_at(self, moment: datetime) -> bool:
        is_within = self.opens_at <= moment <= self.closes_at
        return self.state == CallState.ANNOUNCED and is_within

    @property
    def closes_on(self) -> date:
        return timezone.localdate(self.closes_at)

    @property
    def days_left(self) -> int:
        """Whole days until the closing day; negative once it is past."""
        return (self.closes_on - timezone.localdate()).days

    @property
    def day_of_units(self) -> date:
        """The day on which units are meant: today while the call runs, its first or last after."""
        first, last = timezone.localdate(self.opens_at), self.closes_on
        return max(first, min(timezone.localdate(), last))


@tracked()
class Invitation(models.Model):
    """A unit, or a group as it stands on the day, that may propose in a call."""

    call = models.ForeignKey(Call, on_delete=models.CASCADE, related_name="invitations")
    unit = models.ForeignKey(
        Unit, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    group = models.ForeignKey(
        UnitGroup, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )

    class Meta:
        verbose_name = _("bên được mời đề xuất")
        verbose_name_plural = _("bên được mời đề xuất")
        ordering = ["id"]
        constraints = [
            models.CheckConstraint(
                condition=models.Q(unit__isnull=True) ^ models.Q(group__isnull=True),
                name="proposals_invitation_unit_or_group",
            ),
            models.UniqueConstraint(
                fields=["call", "unit", "group"],
                nulls_distinct=False,
                name="proposals_invitation_once",
            ),
        ]

    def __str__(self) -> str:
        return str(self.unit or self.group)


@tracked()
class LateEntry(Versioned):
    """One unit may hand in after the call closed: until when, why, and who allowed it."""

    call = models.ForeignKey(Call, on_delete=models.PROTECT, related_name="late_entries")
    unit = models.ForeignKey(
        Unit, on_delete=models.PROTECT, related_name="+", verbose_name=_("Đơn vị")
    )
    until = models.DateTimeField(_("Được nộp đến"))
    reason = models.CharField(_("Lý do"), max_length=500)
    approver = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.PROTECT,
        related_name="+",
        verbose_name=_("Người cho phép"),
    )

    class Meta:
        verbose_name = _("gia hạn nộp")
        verbose_name_plural = _("gia hạn nộp")
        ordering = ["call", "unit"]
        constraints = [
            models.UniqueConstraint(
                fields=["call", "unit"],
                name="proposals_late_entry_once",
                violation_error_message=_("Đơn vị này đã được gia hạn trong đợt; sửa gia hạn đó."),
            ),
            models.CheckConstraint(
                condition=~models.Q(reason=""),
                name="proposals_late_entry_has_reason",
                violation_error_message=_("Ghi lý do."),
            ),
        ]
        triggers = [raise_version()]

    def __str__(self) -> str:
        return f"{self.unit} - {self.call}"


@tracked()
class Abstention(models.Model):
    """“Đơn vị không đề xuất năm nay”: a valid answer, with who gave it."""

    call = models.ForeignKey(Call, on_delete=models.PROTECT, related_name="abstentions")
    unit = models.ForeignKey(
        Unit, on_delete=models.PROTECT, related_name="+", verbose_name=_("Đơn vị")
    )
    note = models.CharField(_("Ghi chú"), max_length=500, blank=True)
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.PROTECT,
        related_name="+",
        verbose_name=_("Người báo"),
    )
    at = models.DateTimeField(_("Báo lúc"), auto_now_add=True)

    class Meta:
        verbose_name = _("báo không đề xuất")
        verbose_name_plural = _("báo không đề xuất")
        ordering = ["call", "unit"]
        constraints = [
            models.UniqueConstraint(fields=["call", "unit"], name="proposals_abstention_once"),
        ]

    def __str__(self) -> str:
        return f"{self.unit} - {self.call}"
