"""Closed lists of training classes."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class Audience(models.TextChoices):
    LEADERS = "leaders", _("Lãnh đạo, quản lý")
    WORKERS = "workers", _("Người lao động")
    EXPERTS = "experts", _("Chuyên gia")


class ClassStatus(models.TextChoices):
    PLANNED = "planned", _("Dự kiến")
    HELD = "held", _("Đã tổ chức")
    CANCELLED = "cancelled", _("Hủy")
