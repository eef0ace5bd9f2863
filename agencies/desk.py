"""What waits for administrators: accounts that will close."""

from collections.abc import Iterator
from typing import Any

from django.utils.translation import gettext_lazy as _

from agencies.models import AccountClosing
from core.ui.desk import SOURCE_ITEMS, DeskItem, desk
from core.ui.registers import address_of


def closings(user: Any) -> Iterator[DeskItem]:
    if not user.has_perm("agencies.view_accountclosing"):
        return
    planned = AccountClosing.objects.visible_to(user).filter(closed_on=None)
    for row in planned.select_related("user")[: SOURCE_ITEMS + 1]:
        yield DeskItem(
            str(row.user),
            _("Tài khoản sắp đóng: giao vai trò tại đơn vị mới, nếu còn làm việc"),
            address_of(row.user),
            row.told_on,
            row.closes_on,
        )


desk.register("closings", closings, order=80)
