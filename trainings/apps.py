"""App configuration."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class TrainingsConfig(AppConfig):
    """Training classes."""

    name = "trainings"
    verbose_name = _("Đào tạo")
