"""The environment is read in one place, and `.env.example` names all of it."""

import os
import re
import subprocess
import sys
from pathlib import Path

from plan_admin.env import BASE_DIR

READS = re.compile(r'env\.(?:str|int|bool|list)\(\s*"([A-Z_]+)"')
NAMED = re.compile(r"^#?([A-Z][A-Z_]+)=", re.MULTILINE)
APPS = ("core", "agencies", "programs", "enterprises", "support", "trainings", "reporting")


def sources() -> list[Path]:
    return [file for app in (*APPS, "plan_admin") for file in (BASE_DIR / app).rglob("*.py")]


def start(settings: str, **variables: str) -> subprocess.CompletedProcess[str]:
    """Load `settings` in a process whose environment holds `variables` alone."""
    clean = {name: os.environ[name] for name in ("PATH", "PLAN_VAR") if name in os.environ}
    return subprocess.run(
        [sys.executable, "-c", f"import plan_admin.settings.{settings}"],
        env=clean | {"DJANGO_SETTINGS_MODULE": f"plan_admin.settings.{settings}"} | variables,
        cwd=BASE_DIR,
        capture_output=True,
        text=True,
        check=False,
    )


def test_example_names_exactly_the_variables_that_are_read() -> None:
    read = set(READS.findall((BASE_DIR / "plan_admin/env.py").read_text()))

    assert set(NAMED.findall((BASE_DIR / ".env.example").read_text())) == read


def test_only_env_reads_variables() -> None:
    readers = {
        file.relative_to(BASE_DIR).as_posix()
        for file in sources()
        if re.search(
            r"os\.environ\b(?!\.setdefault)|getenv|env\.env\.(str|int|bool|list)\(",
            file.read_text(),
        )
    }

    # install.py runs before the packages are there; it passes its own environment to apt
    assert readers <= {"plan_admin/env.py", "plan_admin/install.py"}


def test_production_names_every_missing_variable() -> None:
    result = start("production")

    assert result.returncode != 0
    assert "DATABASE_URL, REDIS_URL, SECRET_KEY, ALLOWED_HOSTS" in result.stderr


def test_production_names_only_what_is_missing() -> None:
    result = start("production", DATABASE_URL="postgresql://h/d", REDIS_URL="redis://h/0")

    assert "variables: SECRET_KEY, ALLOWED_HOSTS (" in result.stderr


def test_secret_may_be_a_file(tmp_path: Path) -> None:
    secret = tmp_path / "key"
    secret.write_text("k" * 60)

    result = start(
        "production",
        DATABASE_URL="postgresql://h/d",
        REDIS_URL="redis://h/0",
        ALLOWED_HOSTS="example.vn",
        SECRET_KEY_FILE=str(secret),
    )

    assert result.returncode == 0, result.stderr


def test_a_value_in_a_file_ends_where_its_line_ends(tmp_path) -> None:
    hosts = tmp_path / "hosts"
    hosts.write_text("example.vn,127.0.0.1\n")
    code = "from plan_admin.env import ALLOWED_HOSTS; print(ALLOWED_HOSTS)"
    variables = {"PATH": os.environ["PATH"], "ALLOWED_HOSTS_FILE": str(hosts)}
    run = subprocess.run(
        [sys.executable, "-c", code],
        env=variables,
        cwd=BASE_DIR,
        capture_output=True,
        text=True,
        check=True,
    )
    assert run.stdout == "['example.vn', '127.0.0.1']\n"
    hosts.unlink()
    run = subprocess.run(
        [sys.executable, "-c", code],
        env=variables,
        cwd=BASE_DIR,
        capture_output=True,
        text=True,
        check=False,
    )
    assert run.returncode == 1
    assert "ALLOWED_HOSTS_FILE: [Errno 2] No such file" in run.stderr
