"""Send what is due: claimed under a lease, mailed, marked.

A worker that dies before it mails loses nothing: its lease runs out and another sends. One that
dies between the mail server's answer and the mark makes one mail go twice, with the same
Message-ID, by which mail systems know it; the other order would lose it (ADR 21).
"""

import smtplib
import uuid
from datetime import datetime, timedelta
from email.utils import parseaddr
from typing import NamedTuple

import structlog
from django.conf import settings
from django.core.mail import EmailMessage
from django.db import connection, transaction
from django.db.models import F, Q, QuerySet
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from core.points import reach
from notices.choices import Frequency, SendState
from notices.kinds import kinds
from notices.models import Notice, NoticeQuerySet, Preference
from notices.times import is_quiet, next_time, tomorrow
from notices.wording import completed, link_to

LEASE = timedelta(minutes=5)  # many times EMAIL_TIMEOUT
FIRST_PAUSE, LONGEST_PAUSE = timedelta(minutes=1), timedelta(hours=1)
MOST = 200  # of one run; the next one goes on
OVERDUE = timedelta(hours=1)
_LOCK = 0x6E6F7469  # one worker chooses at a time; they send at the same time
REFUSED_FOR_GOOD = 500
log = structlog.get_logger(__name__)


class Claim(NamedTuple):
    """What goes in one e-mail, and the end of the lease, by which a later worker is fenced off."""

    mail: uuid.UUID
    rows: list[Notice]
    lease_until: datetime


class ServerAway(Exception):
    """Nothing can be sent now; it is no single letter's fault."""


def send_letters() -> int:
    """Send what is due, until nothing is or the mail server does not answer.

    Returns:
        How many e-mails were sent.
    """
    sent = 0
    try:
        for _number in range(MOST):
            claim = claim_next(timezone.now())
            if claim is None:
                break
            reach("letter-claimed")
            sent += _send(claim)
    except ServerAway as error:
        log.warning("mail_server_away", error=str(error))
    return sent


def overdue(now: datetime) -> QuerySet[Notice]:
    """Letters that wait although their time came an hour ago or more."""
    return Notice.objects.filter(state=SendState.WAITING, due_at__lt=now - OVERDUE)


def claim_next(now: datetime) -> Claim | None:
    """Take the e-mail that has been due longest; None where nothing is due."""
    with transaction.atomic():
        with connection.cursor() as cursor:
            cursor.execute("SELECT pg_advisory_xact_lock(%s)", [_LOCK])
        while (first := _longest_due(now)) is not None:
            rows = _rows_with(first, now)
            if rows:
                return _claimed(rows, now)
    return None


def _longest_due(now: datetime) -> Notice | None:
    return Notice.objects.due(now).select_related("user").order_by("due_at", "pk").first()


def _claimed(rows: list[Notice], now: datetime) -> Claim:
    mail, until = rows[0].mail or uuid.uuid4(), now + LEASE
    held = Notice.objects.filter(pk__in=[row.pk for row in rows])
    held.update(mail=mail, lease_until=until, tries=F("tries") + 1)
    for row in rows:
        row.tries += 1
    return Claim(mail, rows, until)


def _rows_with(first: Notice, now: datetime) -> list[Notice]:
    """What goes with `first` in one e-mail; nothing where it is not to go now (and says so)."""
    due = Notice.objects.due(now).select_related("user").order_by("at", "pk")
    together = due.filter(mail=first.mail) if first.mail else due.filter(pk=first.pk)
    if first.user is not None and not first.user.is_active:
        return _left_unsent(together, _("Tài khoản đã khóa."))
    if first.kind in _awaited():
        return list(together)
    wish = _wish_of(first)
    if wish == Frequency.NEVER:
        return _left_unsent(together, _("Người nhận chọn không nhận thư."))
    if is_quiet(now):
        return _put_off(together, next_time(now, wish))
    return list(together) if first.mail else _gathered(first, due, wish, now)


def _gathered(first: Notice, due: NoticeQuerySet, wish: str, now: datetime) -> list[Notice]:
    """A new letter: all that waits for who wants one a day; else all about the same thing."""
    others = due.filter(_same_person(first), mail=None).exclude(kind__in=_awaited())
    if wish == Frequency.DAILY:
        return list(others)
    about_it = others.filter(about=first.about) if first.about else others.filter(pk=first.pk)
    if first.about and _was_mailed_today(first, now):
        return _put_off(about_it, tomorrow(now, wish))
    return list(about_it)


def _awaited() -> list[str]:
    return [code for code, kind in kinds.items() if kind.is_awaited]


def _wish_of(row: Notice) -> str:
    if row.user is None:
        return Frequency.AT_ONCE
    own = Preference.objects.filter(user=row.user).values_list("frequency", flat=True).first()
    return own or Frequency.AT_ONCE


def _same_person(row: Notice) -> Q:
    return Q(user=row.user) if row.user_id else Q(user=None, address=row.address)


def _was_mailed_today(row: Notice, now: datetime) -> bool:
    """Or is on its way, in another worker's hands or for another try."""
    midnight = timezone.localtime(now).replace(hour=0, minute=0, second=0, microsecond=0)
    about_it = Notice.objects.filter(_same_person(row), about=row.about)
    going = Q(sent_at__gte=midnight) | Q(state=SendState.WAITING, mail__isnull=False)
    return about_it.filter(going).exclude(kind__in=_awaited()).exists()


def _left_unsent(rows: QuerySet[Notice], reason: str) -> list[Notice]:
    Notice.objects.filter(pk__in=rows.values("pk")).update(state=SendState.UNSENT, reason=reason)
    return []


def _put_off(rows: QuerySet[Notice], until: datetime) -> list[Notice]:
    Notice.objects.filter(pk__in=rows.values("pk")).update(due_at=until)
    return []


def _send(claim: Claim) -> int:
    """Mail it and say what became of it."""
    first = claim.rows[0]
    address = first.user.email if first.user is not None else first.address
    try:
        message = message_of(claim, address)
        if message is None:
            _mark(claim, SendState.UNSENT, reason=_("Việc này không còn cần báo."))
            return 0
        message.send()
    except (smtplib.SMTPException, OSError, ValueError) as error:
        return _not_sent(claim, error)
    reach("letter-mailed-before-mark")
    _mark(claim, SendState.SENT, sent_at=timezone.now(), address=address, reason="")
    log.info("letter_sent", mail=str(claim.mail), notices=len(claim.rows))
    return 1


def _not_sent(claim: Claim, error: Exception) -> int:
    """Refused for good, or to be tried again after a pause that grows.

    Raises:
        ServerAway: the next letter would not go either.
    """
    words = said_of(error)
    log.warning("letter_not_sent", mail=str(claim.mail), error=words)
    if _is_refused_for_good(error):
        _mark(claim, SendState.FAILED, reason=words)
        return 0
    pause = min(FIRST_PAUSE * 2 ** min(claim.rows[0].tries - 1, 10), LONGEST_PAUSE)
    _mark(claim, SendState.WAITING, due_at=timezone.now() + pause, reason=words)
    if isinstance(error, smtplib.SMTPRecipientsRefused | smtplib.SMTPDataError):
        return 0
    raise ServerAway(words)


def _is_refused_for_good(error: Exception) -> bool:
    """The server said of this letter, or we of its address, that no other day will do."""
    if isinstance(error, smtplib.SMTPRecipientsRefused):
        return all(code >= REFUSED_FOR_GOOD for code, _words in error.recipients.values())
    if isinstance(error, smtplib.SMTPDataError):
        return error.smtp_code >= REFUSED_FOR_GOOD
    return isinstance(error, ValueError)


def said_of(error: Exception) -> str:
    """The server's words, for the log page."""
    if isinstance(error, smtplib.SMTPRecipientsRefused):
        answers = [f"{code} {_text(words)}" for code, words in error.recipients.values()]
        return "; ".join(answers)[:500]
    if isinstance(error, smtplib.SMTPResponseException):
        return f"{error.smtp_code} {_text(error.smtp_error)}"[:500]
    return f"{type(error).__name__}: {error}"[:500]


def _text(words: bytes | str) -> str:
    return words.decode("utf-8", "replace") if isinstance(words, bytes) else words


def _mark(claim: Claim, state: SendState, **values: object) -> None:
    """Of the rows that are still this worker's."""
    own = Notice.objects.filter(
        mail=claim.mail, lease_until=claim.lease_until, state=SendState.WAITING
    )
    if own.update(state=state, lease_until=None, **values) != len(claim.rows):
        log.warning("letter_lease_lost", mail=str(claim.mail))


def message_of(claim: Claim, address: str) -> EmailMessage | None:
    """The e-mail; None where nothing in it need be told any more."""
    parts = [(row, text) for row in claim.rows if (text := _text_of(row)) is not None]
    if not parts:
        return None
    if len(parts) == 1:
        ((row, body),) = parts
        subject = row.subject
    else:
        subject = ngettext("%(n)d thông báo", "%(n)d thông báo", len(parts)) % {"n": len(parts)}
        if len({row.about for row, _text in parts}) == 1:
            subject = f"{parts[-1][0].subject} ({subject})"
        body = "\n\n".join(f"{row.subject}\n\n{text}" for row, text in parts)
    foot = _foot() if claim.rows[0].user_id else ""
    return EmailMessage(
        subject,
        f"{body.rstrip()}\n{foot}",
        settings.DEFAULT_FROM_EMAIL,
        [address],
        headers={
            "Message-ID": f"<{claim.mail}@{_domain()}>",
            "Auto-Submitted": "auto-generated",
        },
    )


def _text_of(row: Notice) -> str | None:
    """The words with what only the e-mail holds."""
    if row.kind not in kinds:  # of a release before
        return row.body
    kind = kinds.get(row.kind)
    if kind.late_values is None:
        return row.body
    late = kind.late_values(row.about)
    return None if late is None else completed(row.body, late)


def _foot() -> str:
    words = _("Chọn cách nhận thư: %(link)s") % {"link": link_to(reverse("notices:preference"))}
    return f"\n-- \n{words}\n"


def _domain() -> str:
    return parseaddr(settings.DEFAULT_FROM_EMAIL)[1].rpartition("@")[2] or "localhost"
