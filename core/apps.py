"""App configuration."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class CoreConfig(AppConfig):
    """Pieces that know nothing of the plan."""

    name = "core"
    verbose_name = _("Nền tảng")
