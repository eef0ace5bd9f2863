"""Decisions that are prepared one by one and announced together."""

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from core.history import tracked
from core.versioned import Versioned, raise_version
from proposals.choices import VerdictKind
from proposals.models.calls import Call
from proposals.models.proposals import Proposal


@tracked()
class Announcement(models.Model):
    """One announcement of what was prepared in a call: the decision, who, when."""

    call = models.ForeignKey(Call, on_delete=models.PROTECT, related_name="announcements")
    decision_number = models.CharField(_("Quyết định số"), max_length=60, blank=True)
    decision_on = models.DateField(_("Ngày quyết định"), null=True, blank=True)
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.PROTECT,
        related_name="+",
        verbose_name=_("Người công bố"),
    )
    at = models.DateTimeField(_("Công bố lúc"), auto_now_add=True)

    class Meta:
        verbose_name = _("công bố kết quả")
        verbose_name_plural = _("công bố kết quả")
        ordering = ["-at", "-id"]

    def __str__(self) -> str:
        return f"{self.call} - {self.decision_number}"


@tracked()
class Verdict(Versioned):
    """What is meant to be decided on a proposal; the unit learns of it when it is announced."""

    proposal = models.ForeignKey(Proposal, on_delete=models.PROTECT, related_name="verdicts")
    kind = models.CharField(_("Kết quả"), max_length=10, choices=VerdictKind.choices)
    reason = models.TextField(_("Lý do"), blank=True, max_length=2000)
    resubmit_by = models.DateField(_("Hạn nộp lại"), null=True, blank=True)
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.PROTECT,
        related_name="+",
        verbose_name=_("Người chuẩn bị"),
    )
    announcement = models.ForeignKey(
        Announcement, on_delete=models.PROTECT, null=True, blank=True, related_name="verdicts"
    )

    class Meta:
        verbose_name = _("kết quả chuẩn bị")
        verbose_name_plural = _("kết quả chuẩn bị")
        ordering = ["id"]
        constraints = [
            models.UniqueConstraint(
                fields=["proposal"],
                condition=Q(announcement__isnull=True),
                name="proposals_verdict_one_prepared",
                violation_error_message=_("Đề xuất này đã có kết quả chuẩn bị."),
            ),
            models.CheckConstraint(
                condition=Q(kind=VerdictKind.APPROVE) | ~Q(reason=""),
                name="proposals_verdict_has_reason",
                violation_error_message=_("Ghi lý do."),
            ),
            models.CheckConstraint(
                condition=~Q(kind=VerdictKind.RETURN) | Q(resubmit_by__isnull=False),
                name="proposals_verdict_returned_until",
                violation_error_message=_("Ghi hạn nộp lại."),
            ),
        ]
        triggers = [raise_version()]

    def __str__(self) -> str:
        return f"{self.get_kind_display()}: {self.proposal}"
