"""Navigation of appraisal."""

from django.utils.translation import gettext_lazy as _

from core.ui.menu import Entry, menu

menu.register(
    "reviews",
    Entry(
        _("Chờ tôi chấm"),
        "proposals:review-list",
        "proposals.review_proposal",
        "list-checks",
        "plan",
    ),
    order=13,
)
menu.register(
    "criteria",
    Entry(
        _("Tiêu chí thẩm định"),
        "proposals:criterion-list",
        "proposals.change_criterion",
        "scale",
        "system",
    ),
    order=64,
)
