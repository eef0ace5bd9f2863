"""App configuration."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class ProgramsConfig(AppConfig):
    """Plans, stages, targets, tasks and the indicator contract."""

    name = "programs"
    verbose_name = _("Kế hoạch")
