"""What an administrator must hear of without looking for it."""

from typing import Any

from django.utils.translation import gettext as _

from core.ui.notices import notices
from plan_admin.backup import Shelf


def old_backup(user: Any) -> str:
    """The last backup that was restored for a trial is too old, or there is none."""
    if not user.has_perm("plan_admin.view_health"):
        return ""
    last = Shelf.of_settings().last_verified()
    if last is not None and last.is_fresh:
        return ""
    return _(
        "Sao lưu: không có bản mới được phục hồi thử. Mở “Tình trạng hệ thống” để xem nguyên nhân."
    )


notices.register("backup", old_backup)
