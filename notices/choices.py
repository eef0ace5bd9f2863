"""States of a notice on its way by e-mail; how often a person wants to be written to."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class SendState(models.TextChoices):
    WAITING = "waiting", _("Chờ gửi")
    SENT = "sent", _("Đã gửi")
    FAILED = "failed", _("Không gửi được")
    UNSENT = "unsent", _("Không gửi")


class Frequency(models.TextChoices):
    AT_ONCE = "at_once", _("Gửi ngay")
    DAILY = "daily", _("Mỗi ngày một thư tổng hợp")
    NEVER = "never", _("Không gửi thư")
