"""Tell people: a row for each, written with what it tells of; e-mails go out afterwards."""

from collections.abc import Iterable, Mapping
from typing import Any

import structlog
from celery import current_app
from django.db import models, transaction
from django.urls import NoReverseMatch
from django.utils import timezone
from django.utils.translation import gettext as _
from kombu.exceptions import OperationalError

from core.errors import ActionError
from notices.choices import Frequency, SendState
from notices.kinds import Kind, kinds
from notices.models import Notice, Preference, Wording
from notices.times import next_time
from notices.wording import Words, link_to, rendered, unknown_names, words_in_use

SEND = "notices.send_letters"
log = structlog.get_logger(__name__)


@transaction.atomic
def notify(
    code: str,
    *,
    to: Iterable[Any],
    about: models.Model | str = "",
    values: Mapping[str, Any] | None = None,
    path: str = "",
    key: str | None = None,
) -> int:
    """Tell people with an account, in the application and by e-mail as each wants.

    Args:
        about: the record, or a word, that no person is mailed about more than once a day.
        path: where it is done; the record's own page by default.
        key: the same person is told the same key once, however often it is asked for.

    Returns:
        How many were told (not counting those who knew by `key`).

    Raises:
        KeyError: no kind has that code.
    """
    kind = kinds.get(code)
    people = {user.pk: user for user in to if user.is_active}
    if not people:
        return 0
    now, path = timezone.now(), path or _page_of(about)
    wishes = dict(Preference.objects.filter(user__in=people).values_list("user_id", "frequency"))
    words = words_in_use(code)
    rows = []
    for user in people.values():
        said = _said(kind, words, values, path, name=str(user))
        wish = wishes.get(user.pk, Frequency.AT_ONCE)
        rows.append(
            Notice(
                user=user,
                kind=code,
                about=_name_of(about),
                subject=said.subject,
                body=said.body,
                path=path,
                key=key,
                at=now,
                due_at=now if kind.is_awaited else next_time(now, wish),
            )
        )
    return _write(rows, kind)


@transaction.atomic
def write_letter(
    code: str,
    *,
    address: str,
    name: str = "",
    about: models.Model | str = "",
    values: Mapping[str, Any] | None = None,
    path: str = "",
    key: str | None = None,
) -> int:
    """Write to a person without account; the arguments are those of `notify`.

    Args:
        name: how the letter addresses the person.
        path: of a page that is open to everybody; "" for none.

    Returns:
        1, or 0 where `key` was written to that address before.
    """
    kind = kinds.get(code)
    now = timezone.now()
    said = _said(kind, words_in_use(code), values, path, name=name or _("Ông/Bà"))
    row = Notice(
        address=address.strip().lower(),
        kind=code,
        about=_name_of(about),
        subject=said.subject,
        body=said.body,
        path=path,
        key=key,
        at=now,
        due_at=now if kind.is_awaited else next_time(now, Frequency.AT_ONCE),
    )
    return _write([row], kind)


def _said(
    kind: Kind, words: Words, values: Mapping[str, Any] | None, path: str, *, name: str
) -> Words:
    return rendered(kind, words, {"name": name, "link": link_to(path), **(values or {})})


def _write(rows: list[Notice], kind: Kind) -> int:
    """Who was told `key` before is not told again; of two who write at once the database takes one."""
    if key := rows[0].key:
        told = set(Notice.objects.filter(key=key).values_list("user", "address"))
        users = {user for user, _address in told if user}
        rows = [
            row
            for row in rows
            if row.user_id not in users and (row.user_id or (None, row.address) not in told)
        ]
    Notice.objects.bulk_create(rows, ignore_conflicts=bool(key))
    if kind.is_awaited and rows:
        transaction.on_commit(send_soon)
    return len(rows)


def send_soon() -> None:
    """Somebody waits: do not wait for the clock. Without the broker, the clock comes in time."""
    try:
        current_app.send_task(SEND, retry=False)
    except (OperationalError, OSError) as error:
        log.warning("letters_not_hurried", error=str(error))


def _name_of(about: models.Model | str) -> str:
    return about if isinstance(about, str) else f"{about._meta.label_lower}:{about.pk}"


def _page_of(about: models.Model | str) -> str:
    page = getattr(about, "get_absolute_url", None)
    if page is None:
        return ""
    try:
        return str(page())
    except NoReverseMatch:
        return ""


@transaction.atomic
def mark_read(user: Any, *, pks: Iterable[int] | None = None) -> int:
    """Those notices of the person, or all; which are read already keep their time."""
    unread = Notice.objects.told_to(user).unread()
    if pks is not None:
        unread = unread.filter(pk__in=pks)
    return unread.update(read_at=timezone.now())


def send_again(notice: Notice) -> None:
    """On an administrator's request, send what could not be sent.

    Raises:
        ActionError: it is on its way, or was sent.
    """
    now = timezone.now()
    changed = Notice.objects.filter(pk=notice.pk, state=SendState.FAILED).update(
        state=SendState.WAITING, due_at=now, mail=None, reason=""
    )
    if changed != 1:
        raise ActionError(_("Chỉ gửi lại được thư ở trạng thái “Không gửi được”."))
    transaction.on_commit(send_soon)


@transaction.atomic
def save_wording(wording: Wording) -> Wording:
    """Store an administrator's words for a kind.

    Raises:
        ActionError: they hold a name in braces that the kind does not give.
    """
    kind = kinds.get(wording.kind)
    for field, names in unknown_names(kind, Words(wording.subject, wording.body)).items():
        raise ActionError(unknown_said(names), field=field)
    wording.save()
    return wording


def unknown_said(names: Iterable[str]) -> str:
    return _("Không có chỗ điền tên %(names)s; dùng các chỗ điền trong bảng bên dưới.") % {
        "names": ", ".join(sorted(set(names)))
    }
