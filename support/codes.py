"""Secrets of forms without an account: the link in the letter, the code to follow a request."""

import hashlib
import re
import secrets

from django.utils.crypto import salted_hmac

ALPHABET = "ABCDEFGHJKLMNPQRSTUVWXYZ23456789"  # nothing that reads like another
GROUPS, LETTERS = 4, 4  # 80 bits
_OTHER = re.compile(r"[^A-Z0-9]")


def new_seed() -> str:
    return secrets.token_urlsafe(32)


def token_of(seed: str) -> str:
    """What stands in the link: whoever reads the seed needs the key of this site as well."""
    return salted_hmac("support.public_form.token", seed, algorithm="sha256").hexdigest()


def token_hash(token: str) -> str:
    """By this a form is found."""
    return hashlib.sha256(token.encode()).hexdigest()


def new_tracking_code() -> str:
    groups = ("".join(secrets.choice(ALPHABET) for _ in range(LETTERS)) for _ in range(GROUPS))
    return "-".join(groups)


def as_tracking_code(text: str) -> str:
    """The code as stored, whatever stands between its letters; "" where it cannot be one."""
    letters = _OTHER.sub("", text.upper())
    if len(letters) != GROUPS * LETTERS:
        return ""
    return "-".join(letters[i : i + LETTERS] for i in range(0, len(letters), LETTERS))


def mark(kind: str, value: str) -> str:
    """A keyed hash by which two equal values are recognised and none is read."""
    return salted_hmac(f"support.public_form.{kind}", value, algorithm="sha256").hexdigest()
