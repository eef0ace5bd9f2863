"""App configuration."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class EnterprisesConfig(AppConfig):
    """The register of enterprises."""

    name = "enterprises"
    verbose_name = _("Doanh nghiệp")
