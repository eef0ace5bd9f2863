"""Settings of a development machine."""

from plan_admin.settings.base import *  # noqa: F403

SECRET_KEY = SECRET_KEY or "development-only"  # noqa: F405, S105
DEBUG = True
ALLOWED_HOSTS = ["*"]
