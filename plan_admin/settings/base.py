"""Settings shared by every environment."""

from datetime import timedelta
from pathlib import Path
from typing import Any

import environ
from celery.schedules import crontab
from csp.constants import NONE, SELF
from django.utils.translation import gettext_lazy as _

from plan_admin import env
from plan_admin.engines import settings_from_engines
from plan_admin.env import BASE_DIR, VAR_DIR
from plan_admin.log import logging_config

SECRET_KEY = env.SECRET_KEY
ALLOWED_HOSTS = env.ALLOWED_HOSTS
CSRF_TRUSTED_ORIGINS = env.CSRF_TRUSTED_ORIGINS
DEBUG = False

INSTALLED_APPS = [
    "core",
    "notices",
    "agencies",
    "programs",
    "enterprises",
    "support",
    "trainings",
    "proposals",
    "reporting",
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "whitenoise.runserver_nostatic",
    "django.contrib.staticfiles",
    "django.contrib.postgres",
    "django.forms",
    "allauth",
    "allauth.account",
    "axes",
    "csp",
    "crispy_forms",
    "crispy_bootstrap5",
    "django_filters",
    "django_htmx",
    "django_include_bootstrap",
    "lucide",
    "rules.apps.AutodiscoverRulesConfig",
    "pghistory",
    "pgtrigger",
    "plan_admin",  # last: it collects what the others contribute
]

MIDDLEWARE = [
    "plan_admin.errors.request_code",
    "plan_admin.metrics.measured",
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "plan_admin.errors.nothing_is_kept",
    "csp.middleware.CSPMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.locale.LocaleMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "django.contrib.auth.middleware.LoginRequiredMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "allauth.account.middleware.AccountMiddleware",
    "django_htmx.middleware.HtmxMiddleware",
    "pghistory.middleware.HistoryMiddleware",
    "axes.middleware.AxesMiddleware",
    "plan_admin.errors.wrong_method",
]

ROOT_URLCONF = "plan_admin.urls"
WSGI_APPLICATION = "plan_admin.wsgi.application"
ASGI_APPLICATION = "plan_admin.asgi.application"

TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "DIRS": [BASE_DIR / "templates"],
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
                "programs.shell.shell",
            ],
            "libraries": {"ui": "core.ui.templatetags.ui"},
        },
    },
]

# The engines: given by their addresses, or the embedded ones under VAR_DIR.
_database, _broker = settings_from_engines() if env.needs_engines() else ({}, "")
DATABASES: dict[str, dict[str, Any]] = {
    "default": {
        **(environ.Env.db_url_config(env.DATABASE_URL) if env.DATABASE_URL else _database),
        "CONN_MAX_AGE": 60,
        "CONN_HEALTH_CHECKS": True,
    }
}
# Compiling a query takes longer than any of ours runs; what the address says comes last.
_options = DATABASES["default"].setdefault("OPTIONS", {})
_options["options"] = f"-c jit=off {_options.get('options', '')}".strip()
REDIS_URL = env.REDIS_URL or _broker
CACHES = {
    "default": {
        "BACKEND": "plan_admin.cache.SpareCache",
        "LOCATION": REDIS_URL,
        "KEY_PREFIX": f"{env.BROKER_KEY_PREFIX}cache",
    }
}
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

# Background work. Delivered at least once: the job's row and its lease make it once.
CELERY_BROKER_URL = REDIS_URL.replace("unix://", "redis+socket://").replace(
    "?db=", "?virtual_host="
)
CELERY_BROKER_CONNECTION_RETRY_ON_STARTUP = True
CELERY_BROKER_TRANSPORT_OPTIONS = {
    # kombu looks for forgotten messages every interval x throttle seconds
    "visibility_timeout": 900,
    "unacked_restore_interval": 5,
    "unacked_restore_throttle": 1,
    "socket_keepalive": True,
    "socket_connect_timeout": 5,
    "global_keyprefix": env.BROKER_KEY_PREFIX,  # where several systems share a server
}
FAULT_POINTS: Path | None = None  # only `make chaos` names a folder (core/points.py)
CELERY_TASK_ACKS_LATE = True
CELERY_TASK_REJECT_ON_WORKER_LOST = True
CELERY_WORKER_PREFETCH_MULTIPLIER = 1
CELERY_WORKER_MAX_TASKS_PER_CHILD = 50
CELERY_WORKER_HIJACK_ROOT_LOGGER = False
CELERY_TASK_TIME_LIMIT = 840  # below the visibility timeout, or a job starts twice
CELERY_TASK_SOFT_TIME_LIMIT = 800
CELERY_TASK_IGNORE_RESULT = True  # the job's row holds the result
CELERY_TIMEZONE = "Asia/Ho_Chi_Minh"
CELERY_BEAT_SCHEDULE_FILENAME = str(VAR_DIR / "beat-schedule")
CELERY_BEAT_SCHEDULE = {
    "sweep-jobs": {"task": "core.sweep_jobs", "schedule": 15.0},
    "sign-of-life": {
        "task": "plan_admin.sign_of_life",
        "schedule": 30.0,
        "options": {"expires": 30},
    },
    # After midnight, when nobody works; an hour later again, if the machine was off then.
    "nightly-backup": {
        "task": "plan_admin.nightly_backup",
        "schedule": crontab(hour="1-5", minute="30"),
    },
    "warn-of-old-backup": {
        "task": "plan_admin.warn_of_old_backup",
        "schedule": crontab(hour="8", minute="0"),
    },
    "send-letters": {
        "task": "notices.send_letters",
        "schedule": 30.0,
        "options": {"expires": 30},
    },
    # One job a night, whatever beat does.
    "find-duplicates": {
        "task": "enterprises.nightly_duplicates",
        "schedule": crontab(hour="1-5", minute="0"),
    },
    "seal-trail": {"task": "core.seal_trail", "schedule": crontab(hour="0", minute="30")},
    # In the morning, so that administrators read of it the same day.
    "follow-ended-units": {
        "task": "agencies.follow_ended_units",
        "schedule": crontab(hour="6-10", minute="15"),
    },
    "clear-media": {"task": "core.clear_media", "schedule": 86_400.0},
    # Hourly and harmless when repeated: a machine that was off catches up.
    "forget-strangers": {"task": "support.forget_strangers", "schedule": 3600.0},
    "remind-units": {"task": "proposals.remind_units", "schedule": 3600.0},
    "follow-calendar": {"task": "reporting.follow_calendar", "schedule": 3600.0},
}

AUTH_USER_MODEL = "agencies.User"
AUTHENTICATION_BACKENDS = [
    "axes.backends.AxesStandaloneBackend",
    "rules.permissions.ObjectPermissionBackend",
    "allauth.account.auth_backends.AuthenticationBackend",
]
PASSWORD_HASHERS = [
    "django.contrib.auth.hashers.Argon2PasswordHasher",
    "django.contrib.auth.hashers.PBKDF2PasswordHasher",
]
AUTH_PASSWORD_VALIDATORS = [
    {
        "NAME": "agencies.passwords.UnlikeOneself",
        "OPTIONS": {"user_attributes": ["full_name", "email", "position"]},
    },
    {"NAME": "agencies.passwords.LongEnough", "OPTIONS": {"min_length": 12}},
    {"NAME": "agencies.passwords.Uncommon"},
    {"NAME": "agencies.passwords.NotOnlyDigits"},
]
LOGIN_URL = "account_login"
LOGIN_REDIRECT_URL = "/"
LOGOUT_REDIRECT_URL = "account_login"

# Accounts are made by administrators; people log in by e-mail.
ACCOUNT_ADAPTER = "agencies.adapter.ClosedSignUp"
ACCOUNT_FORMS = {
    "login": "agencies.forms.EmailLoginForm",
    "change_password": "agencies.forms.OwnChangePasswordForm",
    "reset_password": "agencies.forms.OwnResetPasswordForm",
    "reset_password_from_key": "agencies.forms.OwnResetPasswordKeyForm",
    "reauthenticate": "agencies.forms.OwnReauthenticateForm",
}
ACCOUNT_USER_MODEL_USERNAME_FIELD = None
ACCOUNT_LOGIN_METHODS = {"email"}
ACCOUNT_SIGNUP_FIELDS = ["email*", "password1*", "password2*"]
ACCOUNT_EMAIL_VERIFICATION = "none"
ACCOUNT_PREVENT_ENUMERATION = True
ACCOUNT_EMAIL_UNKNOWN_ACCOUNTS = False  # or anybody could make the site write to anybody
ACCOUNT_SESSION_REMEMBER = False
ACCOUNT_LOGOUT_ON_PASSWORD_CHANGE = False
ACCOUNT_EMAIL_SUBJECT_PREFIX = ""
# One lock per person is axes' (kept in the database); allauth slows down an address.
ACCOUNT_RATE_LIMITS = {"login": "60/m/ip", "login_failed": "30/m/ip"}

# Forms without an account: how long a link confirms, how many in a window from one line and to
# one mailbox, and how long the contact person of a decided request is kept (support/consent.py
# says both times to those who agree).
PUBLIC_FORM_LIFE = timedelta(hours=48)
PUBLIC_FORM_WINDOW = timedelta(days=1)
PUBLIC_FORM_LIMITS = {"sender": 10, "mailbox": 3}
REQUEST_CONTACTS_KEPT = timedelta(days=730)

AXES_FAILURE_LIMIT = 5
AXES_COOLOFF_TIME = timedelta(minutes=15)
AXES_RESET_ON_SUCCESS = True
AXES_LOCKOUT_PARAMETERS = [["username", "ip_address"]]
AXES_USERNAME_CALLABLE = "plan_admin.client.username"
AXES_CLIENT_IP_CALLABLE = "plan_admin.client.address"
AXES_LOCKOUT_CALLABLE = "plan_admin.client.locked_out"
AXES_SENSITIVE_PARAMETERS = ["password"]
AXES_ENABLE_ADMIN = False
AXES_VERBOSE = False
TRUSTED_PROXIES = env.TRUSTED_PROXIES

# Rows in the database; read from the cache where it has them.
SESSION_ENGINE = "django.contrib.sessions.backends.cached_db"
SESSION_COOKIE_NAME = "phien"
SESSION_COOKIE_AGE = 12 * 60 * 60
SESSION_COOKIE_HTTPONLY = True
SESSION_COOKIE_SAMESITE = "Lax"
SESSION_EXPIRE_AT_BROWSER_CLOSE = True
CSRF_COOKIE_HTTPONLY = True
CSRF_COOKIE_SAMESITE = "Lax"
CSRF_FAILURE_VIEW = "plan_admin.errors.csrf_failure"
SECURE_CONTENT_TYPE_NOSNIFF = True
SECURE_REFERRER_POLICY = "same-origin"
SECURE_CROSS_ORIGIN_OPENER_POLICY = "same-origin"
X_FRAME_OPTIONS = "DENY"
CONTENT_SECURITY_POLICY = {
    "DIRECTIVES": {
        "default-src": [SELF],
        "script-src": [SELF],
        "style-src": [SELF],
        "img-src": [SELF, "data:"],  # Bootstrap draws its arrows as data: pictures
        "font-src": [SELF],
        "connect-src": [SELF],
        "object-src": [NONE],
        "base-uri": [NONE],
        "form-action": [SELF],
        "frame-ancestors": [NONE],
    }
}

# A workbook of 100,000 rows is some 30 MB; what is larger is refused with a message.
IMPORT_MAX_BYTES = 60 * 1024 * 1024
ATTACHMENT_MAX_BYTES = 20 * 1024 * 1024
FILE_UPLOAD_HANDLERS = [
    "django.core.files.uploadhandler.MemoryFileUploadHandler",
    "django.core.files.uploadhandler.TemporaryFileUploadHandler",
]
FILE_UPLOAD_MAX_MEMORY_SIZE = 1024 * 1024
FILE_UPLOAD_PERMISSIONS = 0o640
DATA_UPLOAD_MAX_MEMORY_SIZE = 5 * 1024 * 1024  # files are not counted in
DATA_UPLOAD_MAX_NUMBER_FIELDS = 5000
DATA_UPLOAD_MAX_NUMBER_FILES = 20

LANGUAGE_CODE = "vi"
LANGUAGES = [("vi", _("Tiếng Việt"))]
FORMAT_MODULE_PATH = ["plan_admin.formats"]
TIME_ZONE = "Asia/Ho_Chi_Minh"
USE_I18N = True
USE_TZ = True
USE_THOUSAND_SEPARATOR = True

STATIC_URL = "/static/"
STATIC_ROOT = VAR_DIR / "static"
STATICFILES_DIRS = [BASE_DIR / "static"]
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {"BACKEND": "whitenoise.storage.CompressedManifestStaticFilesStorage"},
}
BACKUP_DIR = env.BACKUP_DIR
BACKUP_KEPT = (7, 4, 12)  # the newest of so many days, weeks and months
BACKUP_MAX_AGE = timedelta(hours=36)  # of the last verified one, before the health page warns
MEDIA_ROOT = VAR_DIR / "media"  # never served as files: every download asks who may see it
FIXTURE_DIRS = [BASE_DIR / "fixtures"]
PLAN_FIXTURES = ["plan_224"]

SITE_URL = env.SITE_URL.rstrip("/")
DEFAULT_FROM_EMAIL = env.DEFAULT_FROM_EMAIL
SERVER_EMAIL = env.DEFAULT_FROM_EMAIL
EMAIL_TIMEOUT = 10
# Hours of Asia/Ho_Chi_Minh: nobody is written to from the first to the second, except who waits.
MAIL_QUIET_FROM = env.MAIL_QUIET_FROM
MAIL_QUIET_UNTIL = env.MAIL_QUIET_UNTIL
MAIL_DIGEST_HOUR = env.MAIL_DIGEST_HOUR

FORM_RENDERER = "django.forms.renderers.TemplatesSetting"  # our own widgets' templates
CRISPY_ALLOWED_TEMPLATE_PACKS = "bootstrap5"
CRISPY_TEMPLATE_PACK = "bootstrap5"
FORMS_URLFIELD_ASSUME_HTTPS = True

LOGGING_CONFIG = None
logging_config(level=env.LOG_LEVEL, as_json=False)

# Fictional data and accounts with a public password: never on a server.
DEMO_ALLOWED = False
DEMO_ACCOUNTS_FILE = VAR_DIR / "demo-accounts.txt"
