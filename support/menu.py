"""Navigation of records."""

from django.utils.translation import gettext_lazy as _

from core.ui.menu import Entry, menu

for position, (label, name, model, icon) in enumerate(
    (
        (_("Hỗ trợ"), "support", "support", "hand-helping"),
        (_("Chứng nhận"), "certificate", "certificate", "badge-check"),
        (_("Giải thưởng"), "award", "award", "award"),
    )
):
    menu.register(
        name,
        Entry(
            label,
            f"support:{name}-list",
            f"support.view_{model}",
            icon,
            "records",
            is_in_tabbar=name == "support",
        ),
        order=21 + position,
    )
menu.register(
    "requests",
    Entry(
        _("Đề nghị hỗ trợ"),
        "support:request-list",
        "support.view_supportrequest",
        "inbox",
        "plan",
    ),
    order=14,
)
menu.register(
    "catalogue",
    Entry(
        _("Danh mục"), "support:item-list", "support.change_catalogueitem", "list-checks", "system"
    ),
    order=60,
)
