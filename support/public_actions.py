"""What people without an account do: send a form, confirm it, follow it, take it back."""

from collections.abc import Mapping
from datetime import date
from ipaddress import IPv6Address, ip_address
from typing import Any

import pghistory
from django.conf import settings
from django.db import connection, transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from core.errors import ActionError
from core.workflow import advance
from notices.forgetting import forget_address
from support.choices import NOT_QUEUED, PublicFormState, RequestSource
from support.codes import mark, new_seed, new_tracking_code, token_hash, token_of
from support.consent import CURRENT
from support.models import CatalogueItem, PublicForm, SupportRequest
from support.request_actions import NO_CONTACT
from support.request_telling import ask_to_confirm, give_tracking_code, tell_of_arrival
from support.request_workflow import PUBLIC_FORM, REQUEST

TEXTS = ("tax_code", "name", "address", "need", "contact_name", "contact_email", "contact_phone")
DAYS = ("wished_from", "wished_to")
HOME_NETWORK = 64  # bits of an IPv6 address that one subscriber holds


class TooMany(ActionError):
    """The day's limit of one sender, or of one mailbox, is reached."""


def network_of(address: str) -> str:
    """Whom an address belongs to; whoever has IPv6 has billions of addresses."""
    try:
        found = ip_address(address)
    except ValueError:
        return address
    if isinstance(found, IPv6Address):
        return str(int(found) >> (128 - HOME_NETWORK))
    return str(found)


@transaction.atomic
def send_form(typed: Mapping[str, Any], *, address: str) -> PublicForm:
    """Keep what was typed until the mailbox it names has confirmed it, and write there.

    Args:
        typed: cleaned values of `PublicRequestForm`.
        address: of the machine that sent it.

    Raises:
        TooMany: enough for a day, from there or to that mailbox.
    """
    sender = mark("sender", network_of(address))
    mailbox = mark("mailbox", typed["contact_email"].lower())
    _keep_to_the_limits(sender=sender, mailbox=mailbox)
    now, seed = timezone.now(), new_seed()
    form = PublicForm.objects.create(
        seed=seed,
        token_hash=token_hash(token_of(seed)),
        content=_stored(typed),
        consent_version=CURRENT,
        consented_at=now,
        sender=sender,
        mailbox=mailbox,
        expires_at=now + settings.PUBLIC_FORM_LIFE,
    )
    ask_to_confirm(form)
    return form


def _keep_to_the_limits(**marks: str) -> None:
    """One at a time, so that many at once do not each find room for one more."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(hashtext('support.public_form'))")
    since = timezone.now() - settings.PUBLIC_FORM_WINDOW
    for name, value in marks.items():
        sent = PublicForm.objects.filter(**{name: value}, sent_at__gt=since)
        if sent.count() < settings.PUBLIC_FORM_LIMITS[name]:
            continue
        if name == "mailbox":
            raise TooMany(
                _(
                    "Hôm nay đã gửi đủ số phiếu tới thư điện tử này. Mở thư để xác nhận các phiếu đã"
                    " gửi, hoặc gửi lại vào ngày mai."
                )
            )
        raise TooMany(
            _(
                "Hôm nay đã nhận đủ số phiếu từ đường truyền này. Gửi lại vào ngày mai, hoặc đăng ký"
                " qua Ủy ban nhân dân xã, phường."
            )
        )


def _stored(typed: Mapping[str, Any]) -> dict[str, Any]:
    item = typed.get("item")
    return {
        **{name: typed.get(name) or "" for name in TEXTS},
        **{name: day.isoformat() for name in DAYS if (day := typed.get(name))},
        "item": item.pk if item else None,
        "own_funds_vnd": typed.get("own_funds_vnd"),
    }


def form_behind(token: str) -> PublicForm | None:
    return PublicForm.objects.filter(token_hash=token_hash(token)).first()


def is_open(form: PublicForm) -> bool:
    """Whether its link still confirms something."""
    return form.state == PublicFormState.UNCONFIRMED and form.expires_at > timezone.now()


@transaction.atomic
def confirm_form(token: str) -> SupportRequest | None:
    """The mailbox confirmed: a request of the register. None where the link confirms nothing more."""
    found = PublicForm.objects.select_for_update(of=("self",))
    form = found.filter(token_hash=token_hash(token)).first()
    if form is None or not is_open(form):
        return None
    content = form.content
    request = SupportRequest.objects.create(
        **{name: content.get(name, "") for name in TEXTS},
        **{name: date.fromisoformat(content[name]) for name in DAYS if name in content},
        item=CatalogueItem.objects.filter(pk=content.get("item")).first(),
        own_funds_vnd=content.get("own_funds_vnd"),
        source=RequestSource.ENTERPRISE,
        received_on=timezone.localdate(),
        tracking_code=new_tracking_code(),
        consent_version=form.consent_version,
        consented_at=form.consented_at,
    )
    emptied = {"content": {}, "request": request}
    advance(PUBLIC_FORM, form, "confirm", by=None, changes=emptied)
    give_tracking_code(request)
    tell_of_arrival(request)
    forget_address(form)
    return request


@transaction.atomic
def take_back(request: SupportRequest) -> None:
    """By who holds its code: withdrawn where nothing is decided, and the contact person erased."""
    reason = _("Người gửi rút đề nghị ở trang theo dõi.")
    erased = {**NO_CONTACT, "contact_erased_at": timezone.now()}
    with pghistory.context(reason=reason):
        if request.state in REQUEST.by_name["withdraw"].sources:
            changes = {**erased, "priority": NOT_QUEUED}
            advance(REQUEST, request, "withdraw", by=None, reason=reason, changes=changes)
        else:
            SupportRequest.objects.filter(pk=request.pk).update(**erased)
    forget_address(request)


def expire_forms() -> int:
    """What nobody confirmed in time is emptied; marks of senders after their day. How many expired."""
    now = timezone.now()
    late = PublicForm.objects.filter(state=PublicFormState.UNCONFIRMED, expires_at__lte=now)
    expired = 0
    for form in late.iterator():
        with transaction.atomic():
            locked = PublicForm.objects.select_for_update(skip_locked=True).filter(pk=form.pk)
            if locked.filter(state=PublicFormState.UNCONFIRMED).exists():
                advance(PUBLIC_FORM, form, "expire", by=None, changes={"content": {}})
                forget_address(form)
                expired += 1
    past = PublicForm.objects.filter(sent_at__lte=now - settings.PUBLIC_FORM_WINDOW)
    past.exclude(sender="", mailbox="").update(sender="", mailbox="")
    return expired
