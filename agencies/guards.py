"""Somebody must be able to keep the accounts."""

from django.db import models
from django.utils import timezone
from django.utils.translation import gettext as _

from agencies.choices import Role
from agencies.models import RoleAssignment
from core.ui.guards import guards


def last_administrator(record: models.Model) -> str:
    if not isinstance(record, RoleAssignment) or record.role != Role.ADMINISTRATOR:
        return ""
    today = timezone.localdate()
    others = RoleAssignment.objects.valid_on(today).filter(
        role=Role.ADMINISTRATOR, user__is_active=True
    )
    if others.exclude(pk=record.pk).exists():
        return ""
    return _("Không xóa được: đây là quản trị duy nhất. Giao quản trị cho người khác trước.")


guards.register("last administrator", last_administrator)
