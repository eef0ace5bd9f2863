"""Navigation of what this app has itself."""

from django.utils.translation import gettext_lazy as _

from core.ui.menu import Entry, menu

menu.register(
    "desk",
    Entry(_("Việc của tôi"), "ui:desk", "core.view_desk", "list-checks", "", is_in_tabbar=True),
    order=1,
)
menu.register(
    "imports",
    Entry(_("Nhập từ Excel"), "importing:batch-list", "core.import_workbook", "file-up", "records"),
    order=29,
)
