"""Settings of the test suite."""

from plan_admin.settings.base import *  # noqa: F403

SECRET_KEY = "test-only"  # noqa: S105
PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
