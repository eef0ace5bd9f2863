"""App configuration."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class AgenciesConfig(AppConfig):
    """Units of the state through time, people and roles."""

    name = "agencies"
    verbose_name = _("Đơn vị và tài khoản")
