"""`make setup`: everything a bare Debian or Ubuntu lacks; the second time it does nothing.

Runs on the system's Python, before `.venv` exists: standard library only.
"""

import hashlib
import os
import shutil
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
VENV = ROOT / ".venv"
REQUIREMENTS = ROOT / "requirements" / "dev.txt"
STAMP = VENV / ".installed"

# What WeasyPrint loads at run time, and a Times-metric font with every Vietnamese letter.
RUN_PACKAGES = [
    "libpango-1.0-0",
    "libpangoft2-1.0-0",
    "libharfbuzz-subset0",
    "fonts-liberation2",
]
E2E_PACKAGES = ["chromium", "libreoffice-writer", "libreoffice-calc", "poppler-utils"]


def main() -> None:
    packages = list(RUN_PACKAGES)
    if "--e2e" in sys.argv:
        packages += E2E_PACKAGES
    if not _has_ensurepip():
        packages.append(f"python3.{sys.version_info.minor}-venv")
    install_packages(packages)
    install_requirements()


def _has_ensurepip() -> bool:
    probe = [sys.executable, "-c", "import ensurepip, venv"]
    return subprocess.run(probe, capture_output=True, check=False).returncode == 0


def install_packages(packages: list[str]) -> None:
    missing = [name for name in packages if not _is_installed(name)]
    if not missing:
        return
    install = ["apt-get", "install", "-y", "--no-install-recommends", *missing]
    if shutil.which("apt-get") is None:
        sys.exit(f"Install with this system's package manager, then run again: {' '.join(missing)}")
    prefix = _root_prefix()
    if prefix is None:
        sys.exit(
            "System packages are missing and this account may not install them."
            f" Run this line, then `make setup` again:\n  sudo {' '.join(install)}"
        )
    quiet = {**os.environ, "DEBIAN_FRONTEND": "noninteractive"}
    print("Installing", *missing, flush=True)
    if subprocess.run([*prefix, *install], env=quiet, check=False).returncode != 0:
        # A machine that never fetched its package lists cannot find anything.
        subprocess.run([*prefix, "apt-get", "update"], env=quiet, check=True)
        subprocess.run([*prefix, *install], env=quiet, check=True)


def _is_installed(package: str) -> bool:
    if shutil.which("dpkg-query") is None:
        return False
    query = ["dpkg-query", "-W", "-f", "${Status}", package]
    answer = subprocess.run(query, capture_output=True, text=True, check=False)
    return "install ok installed" in answer.stdout


def _root_prefix() -> list[str] | None:
    if os.geteuid() == 0:
        return []
    if shutil.which("sudo") is None:
        return None
    may = subprocess.run(["sudo", "-n", "true"], capture_output=True, check=False)
    return ["sudo", "-n", "--preserve-env=DEBIAN_FRONTEND"] if may.returncode == 0 else None


def install_requirements() -> None:
    wanted = hashlib.sha256(REQUIREMENTS.read_bytes() + sys.version.encode()).hexdigest()
    if STAMP.exists() and STAMP.read_text() == wanted:
        return
    print("Installing Python packages into .venv", flush=True)
    subprocess.run([sys.executable, "-m", "venv", "--clear", str(VENV)], check=True)
    pip = [str(VENV / "bin" / "python"), "-m", "pip", "install", "--quiet"]
    subprocess.run([*pip, "--require-hashes", "-r", str(REQUIREMENTS)], check=True)
    STAMP.write_text(wanted)


if __name__ == "__main__":
    try:
        main()
    except subprocess.CalledProcessError as error:
        sys.exit(f"Set-up stopped: this failed, see above: {' '.join(error.cmd)}")
