"""App configuration."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class NoticesConfig(AppConfig):
    """The outbox, and what each person was told."""

    name = "notices"
    verbose_name = _("Thông báo")
