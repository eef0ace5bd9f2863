"""A file sealed with a key in chunks: what was cut, changed or reordered does not open.

Layout: magic, salt (16 bytes), then chunks of a 4-byte length and the sealed bytes.
AES-256-GCM; the nonce counts the chunks, the associated data says which chunk is the last.
The key of a file is derived from the secret and the file's own salt (HKDF-SHA-256): the
secret is to be long and random, as `.env.example` says.
"""

import os
import struct
from collections.abc import Iterator
from pathlib import Path
from typing import BinaryIO

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF
from django.utils.translation import gettext as _

from plan_admin.backup.errors import BackupError

MAGIC = b"plan-admin sealed 1\n"
SALT_BYTES = 16
CHUNK_BYTES = 1 << 20
LENGTH = struct.Struct(">I")
MORE, LAST = b"more", b"last"


def is_sealed(path: Path) -> bool:
    with path.open("rb") as stream:
        return stream.read(len(MAGIC)) == MAGIC


def seal(source: Path, target: Path, secret: str) -> None:
    """Write `source`, sealed, to `target`."""
    salt = os.urandom(SALT_BYTES)
    cipher = _cipher(secret, salt)
    with source.open("rb") as plain, target.open("wb") as sealed:
        sealed.write(MAGIC + salt)
        for number, (chunk, mark) in enumerate(_chunks(plain)):
            closed = cipher.encrypt(_nonce(number), chunk, mark)
            sealed.write(LENGTH.pack(len(closed)) + closed)


def unseal(source: Path, target: Path, secret: str) -> None:
    """Write what `source` holds to `target`.

    Raises:
        BackupError: another key, or the file is not what was written.
    """
    refusal = BackupError(
        _("Không mở được %(name)s: sai khóa BACKUP_KEY, hoặc tệp bị cắt hay bị sửa.")
        % {"name": source.name}
    )
    with source.open("rb") as sealed, target.open("wb") as plain:
        sealed.read(len(MAGIC))
        cipher = _cipher(secret, sealed.read(SALT_BYTES))
        number, is_open = 0, True
        while is_open:
            head = sealed.read(LENGTH.size)
            if len(head) < LENGTH.size:
                raise refusal
            closed = sealed.read(min(LENGTH.unpack(head)[0], 2 * CHUNK_BYTES))
            at_end = not sealed.peek(1)
            try:
                mark = LAST if at_end else MORE
                plain.write(cipher.decrypt(_nonce(number), closed, mark))
            except InvalidTag as error:
                raise refusal from error
            number, is_open = number + 1, not at_end


def _chunks(stream: BinaryIO) -> Iterator[tuple[bytes, bytes]]:
    """(bytes, which of them); an empty file has one empty chunk."""
    chunk = stream.read(CHUNK_BYTES)
    while True:
        following = stream.read(CHUNK_BYTES)
        yield chunk, MORE if following else LAST
        if not following:
            return
        chunk = following


def _nonce(number: int) -> bytes:
    return number.to_bytes(12, "big")


def _cipher(secret: str, salt: bytes) -> AESGCM:
    derive = HKDF(algorithm=SHA256(), length=32, salt=salt, info=b"plan-admin backup")
    return AESGCM(derive.derive(secret.encode()))
