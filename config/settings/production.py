"""Settings of a deployment: nothing is assumed, and nothing is sent in the clear."""

import os

from django.core.exceptions import ImproperlyConfigured

os.environ.setdefault("LOG_FORMAT", "json")

from config.settings.base import *  # noqa: F403 (settings are one namespace; the format must stand first)
from config.settings.base import SIGNING_KEYS
from config.settings.reading import read_number, require

SECRET_KEY = require("SECRET_KEY")
require("DATABASE_URL")
require("REDIS_URL")
require("ALLOWED_HOSTS")
require("PUBLIC_URL")
if not SIGNING_KEYS:
    raise ImproperlyConfigured("SIGNING_KEYS or SIGNING_KEY_FILE must be set (docs/receipts.md says how to make one).")

# A proxy in front ends TLS and must set this header itself, taking it from nobody.
SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https")
TRUSTED_PROXIES = read_number("TRUSTED_PROXIES", 1, least=0)
SECURE_SSL_REDIRECT = True
SECURE_REDIRECT_EXEMPT = [r"^healthz$", r"^readyz$", r"^metrics$"]  # asked from near by, without TLS
SECURE_HSTS_SECONDS = read_number("SECURE_HSTS_SECONDS", 31_536_000, least=0)
SESSION_COOKIE_SECURE = True
CSRF_COOKIE_SECURE = True
