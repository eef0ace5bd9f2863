"""App configuration."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class ReportingConfig(AppConfig):
    """Dashboards, snapshots and the annual report."""

    name = "reporting"
    verbose_name = _("Báo cáo")
