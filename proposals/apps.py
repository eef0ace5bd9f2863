"""App configuration."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class ProposalsConfig(AppConfig):
    """Calls for proposals, what units propose, how it is appraised and decided."""

    name = "proposals"
    verbose_name = _("Đề xuất")
