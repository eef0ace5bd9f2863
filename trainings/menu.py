"""Navigation of classes."""

from django.utils.translation import gettext_lazy as _

from core.ui.menu import Entry, menu

menu.register(
    "classes",
    Entry(
        _("Đào tạo, tập huấn"),
        "trainings:class-list",
        "trainings.view_trainingclass",
        "graduation-cap",
        "records",
    ),
    order=24,
)
