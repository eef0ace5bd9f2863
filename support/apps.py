"""App configuration."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class SupportConfig(AppConfig):
    """Supports, certificates and awards."""

    name = "support"
    verbose_name = _("Hỗ trợ")
