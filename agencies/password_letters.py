"""The letter with the link by which a person sets a password."""

from collections.abc import Mapping

from allauth.account.forms import default_token_generator
from allauth.account.utils import user_pk_to_url_str
from django.conf import settings
from django.urls import reverse

from agencies.models import User
from notices.actions import notify
from notices.wording import link_to

KIND = "agencies.password"


def ask_for_password(account: User) -> None:
    """Write to the account's own address, whatever it is when the letter goes."""
    notify(
        KIND,
        to=[account],
        about=account,
        values={"site": settings.SITE_URL},
        path=reverse("account_change_password"),
    )


def link_values(about: str) -> Mapping[str, str] | None:
    """The link, made as the letter goes; None for an account that was locked meanwhile."""
    account = User.objects.filter(pk=about.rpartition(":")[2], is_active=True).first()
    if account is None:
        return None
    key = {
        "uidb36": user_pk_to_url_str(account),
        "key": default_token_generator.make_token(account),
    }
    return {"opens": link_to(reverse("account_reset_password_from_key", kwargs=key))}
