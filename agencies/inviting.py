"""Invite people by e-mail; who opens the link sets a password and holds the role meant for them."""

import uuid
from collections.abc import Mapping

from django.core import signing
from django.db import IntegrityError, transaction
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from agencies.models import Invitation, RoleAssignment, User
from agencies.models.invitations import LIFETIME
from core.errors import ActionError
from core.ui.values import shown
from core.vietnamese import format_date
from notices.actions import write_letter
from notices.wording import link_to

KIND = "agencies.invitation"
SALT = "agencies.invitation"


class InvitationClosed(ActionError):
    """The link opens nothing: used, withdrawn, expired, or another one was sent."""


@transaction.atomic
def save_invitation(invitation: Invitation, *, by: User) -> Invitation:
    """Store it; a new one, and one to another address, is sent.

    Raises:
        ActionError: there is an account with that address.
    """
    before = Invitation.objects.filter(pk=invitation.pk).first() if invitation.pk else None
    invitation.email = invitation.email.lower()
    if User.objects.filter(email__iexact=invitation.email).exists():
        raise ActionError(
            _("Thư điện tử này đã có tài khoản. Thêm vai trò ở trang của tài khoản đó."),
            field="email",
        )
    if before is None:
        invitation.invited_by = by
    if before is None or before.email != invitation.email:
        _renew(invitation)
        invitation.save()
        _write(invitation)
    else:
        invitation.save()
    return invitation


@transaction.atomic
def resend_invitation(invitation: Invitation) -> None:
    """A new link with a new term; the one sent before opens nothing any more.

    Raises:
        ActionError: it was accepted or withdrawn.
    """
    held = _held(invitation)
    if not held.is_open:
        raise ActionError(_("Lời mời này đã được nhận hoặc đã thu hồi."))
    _renew(held)
    held.save()
    _write(held)


@transaction.atomic
def withdraw_invitation(invitation: Invitation) -> None:
    """The link opens nothing from now on.

    Raises:
        ActionError: it was accepted or withdrawn before.
    """
    held = _held(invitation)
    if not held.is_open:
        raise ActionError(_("Lời mời này đã được nhận hoặc đã thu hồi."))
    held.withdrawn_at = timezone.now()
    held.save(update_fields=["withdrawn_at"])


def invitation_of(token: str) -> Invitation:
    """The invitation that a link opens.

    Raises:
        InvitationClosed: it opens nothing.
    """
    try:
        pk, nonce = signing.loads(token, salt=SALT)
        found = Invitation.objects.select_related("unit").get(pk=pk, nonce=uuid.UUID(nonce))
    except (signing.BadSignature, ValueError, Invitation.DoesNotExist) as error:
        raise InvitationClosed(_("Đường dẫn không còn dùng được.")) from error
    if not found.opens:
        raise InvitationClosed(_("Đường dẫn không còn dùng được."))
    return found


@transaction.atomic
def accept_invitation(token: str, *, password: str) -> User:
    """Make the account with its role; of two who press at once, one does.

    Raises:
        InvitationClosed: the link opens nothing.
    """
    invitation = _held(invitation_of(token))
    if not invitation.opens:
        raise InvitationClosed(_("Đường dẫn không còn dùng được."))
    try:
        with transaction.atomic():
            account = User.objects.create_user(
                invitation.email,
                password,
                full_name=invitation.full_name,
                position=invitation.position,
            )
    except IntegrityError as error:
        raise InvitationClosed(_("Thư điện tử này đã có tài khoản. Đăng nhập.")) from error
    RoleAssignment.objects.create(
        user=account,
        role=invitation.role,
        unit=invitation.unit,
        valid_from=invitation.valid_from,
        valid_to=invitation.valid_to,
    )
    invitation.accepted_at, invitation.account = timezone.now(), account
    invitation.save(update_fields=["accepted_at", "account"])
    return account


def token_of(invitation: Invitation) -> str:
    return signing.dumps([invitation.pk, str(invitation.nonce)], salt=SALT)


def link_values(about: str) -> Mapping[str, str] | None:
    """The link of now, for the letter that is being sent; None where it opens nothing."""
    invitation = Invitation.objects.filter(pk=about.rpartition(":")[2]).first()
    if invitation is None or not invitation.opens:
        return None
    path = reverse("agencies:invitation-accept", kwargs={"token": token_of(invitation)})
    return {"opens": link_to(path)}


def _held(invitation: Invitation) -> Invitation:
    held: Invitation = Invitation.objects.select_for_update(of=("self",)).get(pk=invitation.pk)
    return held


def _renew(invitation: Invitation) -> None:
    invitation.nonce = uuid.uuid4()
    invitation.sent_at = timezone.now()
    invitation.expires_at = invitation.sent_at + LIFETIME


def _write(invitation: Invitation) -> None:
    write_letter(
        KIND,
        address=invitation.email,
        name=invitation.full_name,
        about=invitation,
        values={
            "role": invitation.get_role_display(),
            "unit": invitation.unit.name,
            "last": format_date(invitation.valid_to) or _("không thời hạn"),
            "until": shown(invitation.expires_at),
        },
    )
