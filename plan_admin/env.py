"""The only place that reads environment variables (all listed in `.env.example`).

Every variable may also be given as a file: `SECRET_KEY_FILE=/run/secrets/key`.
"""

import os
from pathlib import Path

import environ
from django.core.exceptions import ImproperlyConfigured
from environ.fileaware_mapping import FileAwareMapping

BASE_DIR = Path(__file__).resolve().parent.parent


class Variables(FileAwareMapping):
    """The environment; a value that stands in a file ends where its line ends."""

    def __getitem__(self, key: str) -> str:
        try:
            value: str = super().__getitem__(key)
        except OSError as error:
            raise ImproperlyConfigured(f"{key}_FILE: {error}") from error
        return value.rstrip("\r\n") if f"{key}_FILE" in self.env else value


class Environment(environ.Env):
    ENVIRON = Variables()


env = Environment()
if (BASE_DIR / ".env").is_file():
    env.read_env(BASE_DIR / ".env")

SETTINGS = env.str("DJANGO_SETTINGS_MODULE", default="plan_admin.settings.dev")
VAR_DIR = Path(env.str("PLAN_VAR", default=str(BASE_DIR / "var"))).resolve()
"""Everything that is kept: databases, uploads, built files, logs."""

DATABASE_URL = env.str("DATABASE_URL", default="")
REDIS_URL = env.str("REDIS_URL", default="")
BROKER_KEY_PREFIX = env.str("BROKER_KEY_PREFIX", default="")
SECRET_KEY = env.str("SECRET_KEY", default="")
ALLOWED_HOSTS = env.list("ALLOWED_HOSTS", default=[])
CSRF_TRUSTED_ORIGINS = env.list("CSRF_TRUSTED_ORIGINS", default=[])
DEBUG = env.bool("DEBUG", default=False)
EMAIL_URL = env.str("EMAIL_URL", default="")
DEFAULT_FROM_EMAIL = env.str("DEFAULT_FROM_EMAIL", default="plan-admin@localhost")
MAIL_QUIET_FROM = env.int("MAIL_QUIET_FROM", default=21)
MAIL_QUIET_UNTIL = env.int("MAIL_QUIET_UNTIL", default=6)
MAIL_DIGEST_HOUR = env.int("MAIL_DIGEST_HOUR", default=7)
SITE_URL = env.str("SITE_URL", default="http://127.0.0.1:8000")
TRUSTED_PROXIES = env.int("TRUSTED_PROXIES", default=0)
SECURE_SSL_REDIRECT = env.bool("SECURE_SSL_REDIRECT", default=True)
SECURE_HSTS_SECONDS = env.int("SECURE_HSTS_SECONDS", default=31_536_000)
LOG_LEVEL = env.str("LOG_LEVEL", default="INFO")
HOST = env.str("HOST", default="127.0.0.1")
PORT = env.int("PORT", default=8000)
WEB_WORKERS = env.int("WEB_WORKERS", default=2)
JOB_WORKERS = env.int("JOB_WORKERS", default=2)
BACKUP_DIR = env.str("BACKUP_DIR", default=str(VAR_DIR / "backups"))
BACKUP_KEY = env.str("BACKUP_KEY", default="")
METRICS_TOKEN = env.str("METRICS_TOKEN", default="")
FAULT_POINTS = env.str("FAULT_POINTS", default="")
BENCH = env.str("BENCH", default="full")
BENCH_DATABASE_URL = env.str(
    "BENCH_DATABASE_URL", default="postgresql://postgres@127.0.0.1:5432/plan_bench"
)


def environment_with(**values: str) -> dict[str, str]:
    """The environment of a program that is called, with `values` where they are not empty."""
    return os.environ | {name: value for name, value in values.items() if value}


def metrics_dir() -> str:
    """Where the web server's workers count together; it says so once it has started."""
    return env.str("PROMETHEUS_MULTIPROC_DIR", default="")


def require(**values: object) -> None:
    """Refuse to start while a variable that has no safe default is missing; name them all."""
    missing = [name for name, value in values.items() if not value]
    if missing:
        names = ", ".join(missing)
        raise ImproperlyConfigured(f"Set these environment variables: {names} (see .env.example)")


def needs_engines() -> bool:
    """Whether an engine is not named and so the embedded one is used (never in production)."""
    return not (DATABASE_URL and REDIS_URL) and not SETTINGS.endswith(".production")
