"""Celery: what strangers typed and did not confirm, and contact persons of old, go by themselves."""

from celery import shared_task
from django.conf import settings
from django.utils import timezone

from support.public_actions import expire_forms
from support.request_actions import erase_old_contacts


@shared_task(name="support.forget_strangers")
def forget_strangers() -> tuple[int, int]:
    """Forms that expired, and requests whose contact person was erased; harmless when repeated."""
    closed_before = timezone.now() - settings.REQUEST_CONTACTS_KEPT
    return expire_forms(), erase_old_contacts(closed_before=closed_before)
