"""Settings of a server: nothing is guessed, everything is over TLS."""

from plan_admin import env
from plan_admin.log import logging_config

env.require(
    DATABASE_URL=env.DATABASE_URL,
    REDIS_URL=env.REDIS_URL,
    SECRET_KEY=env.SECRET_KEY,
    ALLOWED_HOSTS=env.ALLOWED_HOSTS,
)

from plan_admin.settings.base import *  # noqa: E402 - after the demand, so that it is what people read

SECURE_SSL_REDIRECT = env.SECURE_SSL_REDIRECT
SECURE_REDIRECT_EXEMPT = [r"^suc-khoe/$"]
SECURE_HSTS_SECONDS = env.SECURE_HSTS_SECONDS
SECURE_HSTS_INCLUDE_SUBDOMAINS = True
SECURE_HSTS_PRELOAD = True
SESSION_COOKIE_SECURE = True
CSRF_COOKIE_SECURE = True
if env.TRUSTED_PROXIES:
    SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https")
if env.EMAIL_URL:
    globals().update(env.env.email_url_config(env.EMAIL_URL))

logging_config(level=env.LOG_LEVEL, as_json=True)
