"""Reasons of apps above against deleting a record: "it counts in an issued report"."""

from collections.abc import Callable

from django.db import models
from django.utils.translation import gettext as _

from core.registry import Registry

# A guard gives the reason in Vietnamese, or "" where it has nothing against it.
Guard = Callable[[models.Model], str]
guards: Registry[Guard] = Registry()
# The name of an issued document that counts or lists the record; "" where there is none.
holders: Registry[Guard] = Registry()


def issued_with(record: models.Model) -> str:
    """The first issued document that holds the record; what is issued never changes with it."""
    return next((name for holder in holders if (name := holder(record))), "")


def reason_to_keep(record: models.Model) -> str:
    """The first reason, or "" where the record may go."""
    reason = next((reason for guard in guards if (reason := guard(record))), "")
    if reason or not (document := issued_with(record)):
        return reason
    return _(
        "Không xóa được: hồ sơ đã được tính trong %(report)s. Hồ sơ sai thì sửa, ghi lý do,"
        " rồi chốt bản mới."
    ) % {"report": document}
