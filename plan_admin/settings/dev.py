"""Settings of one's own machine: `make run` (with DEBUG=0) and `manage.py runserver`."""

from pathlib import Path

from plan_admin import env
from plan_admin.settings.base import *

SECRET_KEY = env.SECRET_KEY or "only-for-one-machine"
DEBUG = env.DEBUG
ALLOWED_HOSTS = [*env.ALLOWED_HOSTS, "localhost", "127.0.0.1", "[::1]"]
WHITENOISE_USE_FINDERS = DEBUG
WHITENOISE_AUTOREFRESH = DEBUG
if env.EMAIL_URL:
    globals().update(env.env.email_url_config(env.EMAIL_URL))
else:
    EMAIL_BACKEND = "django.core.mail.backends.filebased.EmailBackend"
    EMAIL_FILE_PATH = env.VAR_DIR / "mail"

DEMO_ALLOWED = True
FAULT_POINTS = Path(env.FAULT_POINTS) if env.FAULT_POINTS else None
