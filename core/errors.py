"""One family of errors that actions raise and screens show."""

import errno

from django.utils.translation import gettext as _

DISK_FULL = frozenset({errno.ENOSPC, errno.EDQUOT})


class ActionError(Exception):
    """An action that cannot be done; the message tells the person what to do.

    Args:
        message: Vietnamese, ready to show.
        field: the form field it belongs to, if any.
    """

    def __init__(self, message: str, field: str | None = None) -> None:
        super().__init__(message)
        self.field = field


class StaleState(ActionError):
    """Someone else changed the object meanwhile; `current` is what is stored now."""

    def __init__(self, current: object) -> None:
        super().__init__(_("Hồ sơ đã được người khác thay đổi trong lúc bạn làm việc."))
        self.current = current


class NotAllowed(ActionError):
    """The person may see the object and may not do this; the message says which rule."""
