"""A job is a row first, a message second (rule 7 of the house)."""

import uuid

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

ATTEMPTS = 5


class Job(models.Model):
    """One piece of background work, claimed by a worker under a lease."""

    class State(models.TextChoices):
        QUEUED = "queued", _("Đang chờ")
        RUNNING = "running", _("Đang chạy")
        DONE = "done", _("Đã xong")
        FAILED = "failed", _("Không thực hiện được")

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    kind = models.CharField(_("Loại công việc"), max_length=60)
    payload = models.JSONField(_("Tham số"), default=dict)
    key = models.CharField(
        _("Khóa chống trùng"),
        max_length=200,
        unique=True,
        null=True,
        blank=True,
    )
    state = models.CharField(
        _("Trạng thái"), max_length=10, choices=State.choices, default=State.QUEUED
    )
    progress = models.PositiveSmallIntegerField(_("Tiến độ (%)"), default=0)
    step = models.CharField(_("Đang làm"), max_length=200, blank=True)
    result = models.JSONField(_("Kết quả"), default=dict)
    error = models.TextField(_("Lý do không thực hiện được"), blank=True)
    attempt = models.PositiveIntegerField(_("Lần chạy"), default=0)
    attempt_limit = models.PositiveIntegerField(
        _("Số lần chạy tối đa"),
        default=ATTEMPTS,
        help_text=_("Mỗi lần bấm thử lại được thêm lượt chạy."),
    )
    lease_until = models.DateTimeField(_("Giữ đến"), null=True, blank=True)
    requested_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="jobs",
        verbose_name=_("Người yêu cầu"),
    )
    request_code = models.CharField(
        _("Mã yêu cầu"),
        max_length=64,
        blank=True,
        default="",
        db_default="",
        help_text=_("Của trang đã yêu cầu; có trong mọi dòng nhật ký của cả hai."),
    )
    created_at = models.DateTimeField(_("Tạo lúc"), auto_now_add=True)
    started_at = models.DateTimeField(_("Bắt đầu lúc"), null=True, blank=True)
    finished_at = models.DateTimeField(_("Kết thúc lúc"), null=True, blank=True)

    class Meta:
        verbose_name = _("công việc chạy nền")
        verbose_name_plural = _("công việc chạy nền")
        ordering = ["-created_at"]
        constraints = [
            models.CheckConstraint(
                condition=models.Q(state__in=["queued", "running", "done", "failed"]),
                name="core_job_state_known",
            ),
            models.CheckConstraint(
                condition=models.Q(progress__lte=100), name="core_job_progress_percent"
            ),
        ]
        indexes = [
            models.Index(
                fields=["state", "lease_until"],
                condition=models.Q(state__in=["queued", "running"]),
                name="core_job_open",
            )
        ]

    def __str__(self) -> str:
        return f"{self.kind} ({self.get_state_display()})"

    @property
    def is_finished(self) -> bool:
        return self.state in {self.State.DONE, self.State.FAILED}
