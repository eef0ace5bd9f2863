"""A notice's words: the administrators' or the kind's own, filled with its values."""

import re
from collections.abc import Mapping
from typing import Any, NamedTuple

from django.conf import settings
from django.utils.translation import gettext as _

from core.placeholders import filled, unknown_in
from notices.kinds import Kind, kinds
from notices.models import Wording

LONGEST_SUBJECT = 300
# Where a value stands that only the e-mail holds; no text that people write has these signs.
_OPEN, _CLOSE = "\ue000", "\ue001"
_LATE = re.compile(f"{_OPEN}([a-z_]+){_CLOSE}")


class Words(NamedTuple):
    subject: str
    body: str


def words_in_use(code: str) -> Words:
    """With their {names}, as they stand now."""
    own = Wording.objects.filter(kind=code).values_list("subject", "body").first()
    if own is not None:
        return Words(*own)
    return default_words(kinds.get(code))


def default_words(kind: Kind) -> Words:
    return Words(str(kind.subject), str(kind.body))


def rendered(kind: Kind, words: Words, values: Mapping[str, Any]) -> Words:
    """The words with their values; those of `kind.late` are marked for later."""
    given = {name: _plain(value) for name, value in values.items()}
    given |= {name: f"{_OPEN}{name}{_CLOSE}" for name in kind.late}
    subject = " ".join(filled(words.subject, **given).split())
    return Words(_cut(subject), filled(words.body, **given))


def sample_of(kind: Kind, words: Words) -> Words:
    """What a reader of the e-mail would see, with the kind's examples."""
    found = rendered(kind, words, kind.samples)
    return Words(completed(found.subject, kind.samples), completed(found.body, kind.samples))


def completed(text: str, values: Mapping[str, str]) -> str:
    """`text` with the values that only the e-mail holds."""
    return _LATE.sub(lambda found: values[found[1]], text)


def shown_in_log(text: str) -> str:
    """`text` without them, for everybody who is not the reader of the e-mail."""
    return _LATE.sub(lambda _found: _("(chỉ có trong thư gửi người nhận)"), text)


def unknown_names(kind: Kind, words: Words) -> dict[str, list[str]]:
    """By field, what stands in braces and is no name of the kind."""
    known = kind.placeholders
    found = {"subject": unknown_in(words.subject, known), "body": unknown_in(words.body, known)}
    # A subject is seen in lists and logs: what opens something does not belong there.
    found["subject"] += [f"{{{name}}}" for name in kind.late if f"{{{name}}}" in words.subject]
    return {name: names for name, names in found.items() if names}


def link_to(path: str) -> str:
    return f"{settings.SITE_URL}{path}"


def _plain(value: Any) -> str:
    return str(value).replace(_OPEN, "").replace(_CLOSE, "")


def _cut(subject: str) -> str:
    if len(subject) <= LONGEST_SUBJECT:
        return subject
    return f"{subject[: LONGEST_SUBJECT - 1]}…"
