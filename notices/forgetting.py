"""Whom a letter went to who has no account, forgotten when what it was about is erased.

The words of a notice never change and no row goes; words to strangers therefore name nobody.
"""

from django.db import models

from notices.models import Notice

FORGOTTEN = "da-xoa@dia-chi.invalid"  # a name that no mail server ever has


def forget_address(about: models.Model) -> int:
    """Letters about a record to people without account lose their address; how many did."""
    name = f"{about._meta.label_lower}:{about.pk}"
    return Notice.objects.filter(user=None, about=name).update(address=FORGOTTEN)
