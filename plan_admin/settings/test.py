"""Settings of the test suite: the same engines, own database and own keys in the broker."""

import uuid

from plan_admin import env
from plan_admin.settings.base import *

SECRET_KEY = "test-only"  # noqa: S105
ALLOWED_HOSTS = ["testserver", "localhost", "127.0.0.1"]
PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
DATABASES["default"]["CONN_MAX_AGE"] = 0
DATABASES["default"]["OPTIONS"]["options"] += " -c synchronous_commit=off"
BACKUP_DIR = env.VAR_DIR / "test" / "backups"
MEDIA_ROOT = env.VAR_DIR / "test" / "media"

# Nobody else's keys are read or removed, whatever server the tests are pointed at. A worker
# process that a test starts gets the same prefix by its environment.
BROKER_KEY_PREFIX = env.BROKER_KEY_PREFIX or f"test-{uuid.uuid4().hex[:12]}:"
CACHES["default"]["KEY_PREFIX"] = BROKER_KEY_PREFIX + "cache"
CELERY_BROKER_TRANSPORT_OPTIONS = {
    **CELERY_BROKER_TRANSPORT_OPTIONS,
    "global_keyprefix": BROKER_KEY_PREFIX,
}
STORAGES = {
    **STORAGES,
    "staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"},
}
WHITENOISE_AUTOREFRESH = True
WHITENOISE_USE_FINDERS = True
# Thousands of log-ins a minute come from one address here.
ACCOUNT_RATE_LIMITS = False  # type: ignore[assignment]  # hundreds of log-ins from one address
SILENCED_SYSTEM_CHECKS: list[str] = []

DEMO_ALLOWED = True
