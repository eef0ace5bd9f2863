"""Optimistic locking: a number that the database raises with every change of a row."""

from collections.abc import Sequence

import pgtrigger
from django.db import models
from django.utils.translation import gettext_lazy as _


class Versioned(models.Model):
    """Give a model `version`, `created_at` and `updated_at`; list `raise_version()` in triggers."""

    version = models.PositiveIntegerField(_("Phiên bản"), default=1, editable=False)
    created_at = models.DateTimeField(_("Tạo lúc"), auto_now_add=True)
    updated_at = models.DateTimeField(_("Sửa lúc"), auto_now=True)

    class Meta:
        abstract = True


def raise_version(*, unless_only: Sequence[str] = ()) -> pgtrigger.Trigger:
    """Raise `version` on each UPDATE, whoever writes it (form, import, SQL).

    Args:
        unless_only: fields that the system writes by itself and nobody edits; their change
            alone is no new version (a log-in must not refuse an administrator's form).
    """
    return pgtrigger.Trigger(
        name="raise_version",
        operation=pgtrigger.Update,
        when=pgtrigger.Before,
        condition=pgtrigger.AnyChange(exclude=list(unless_only)) if unless_only else None,
        func="NEW.version := OLD.version + 1; RETURN NEW;",
    )
