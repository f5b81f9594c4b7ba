"""Settings that every deployment shares; all that differs comes from the environment."""

import os
from datetime import timedelta
from pathlib import Path

import bootstrap_wrapper
from django.templatetags.static import static

# Whoever loads the settings loads Celery's application too, or tasks would be sent with an empty configuration.
from config.celery import app as celery_app  # noqa: F401 (for its effect)
from config.settings.reading import (
    read_choice,
    read_database,
    read_flag,
    read_ladder,
    read_list,
    read_number,
    read_redis_url,
    read_sender,
)
from config.settings.signing import read_signing_keys

BASE_DIR = Path(__file__).resolve().parents[2]

SECRET_KEY = os.environ.get("SECRET_KEY", "")
# Earlier ones, while what they sealed is still in use: sessions, and secrets of webhooks.
SECRET_KEY_FALLBACKS = read_list("SECRET_KEY_FALLBACKS")
DEBUG = False
ALLOWED_HOSTS = read_list("ALLOWED_HOSTS")
# Under which address the world knows this deployment; receipts name it as their issuer, so it should stay.
PUBLIC_URL = (os.environ.get("PUBLIC_URL") or "http://localhost:8000").rstrip("/")
# A JWK set, the first key active; see docs/receipts.md.
SIGNING_KEYS = read_signing_keys()
CSRF_TRUSTED_ORIGINS = read_list("CSRF_TRUSTED_ORIGINS")

INSTALLED_APPS = [
    "unfold",
    "django.contrib.admin",
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.contrib.staticfiles",
    "django.contrib.postgres",
    "rest_framework",
    "drf_spectacular",
    "drf_spectacular_sidecar",
    "django_htmx",
    "outbox",
    "accounts",
    "law",
    "credentials",
    "courses",
    "clinics",
]
MIDDLEWARE = [
    "config.observing.ObservedRequests",
    "config.lanes.NoRoom",
    "django.middleware.security.SecurityMiddleware",
    "accounts.api.keyed.KeyedRequests",  # what follows serves pages and sessions
    "config.content_security.ContentSecurityPolicy",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "config.counted_pages.CountedPages",  # below what serves files, which are not counted
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
]
ROOT_URLCONF = "config.urls"
WSGI_APPLICATION = "config.wsgi.application"
TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "DIRS": [BASE_DIR / "config" / "templates"],
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
            ],
        },
    },
]
DATABASES = {"default": read_database()}
REDIS_URL = read_redis_url()

AUTH_USER_MODEL = "accounts.User"
PASSWORD_HASHERS = ["django.contrib.auth.hashers.Argon2PasswordHasher"]
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": "django.contrib.auth.password_validation.MinimumLengthValidator", "OPTIONS": {"min_length": 12}},
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
]
LOGIN_URL = "/sign-in/"
LOGIN_REDIRECT_URL = "/"

LANGUAGE_CODE = "en-gb"
TIME_ZONE = "UTC"
USE_TZ = True
STATIC_URL = "/static/"
STATIC_ROOT = BASE_DIR / "staticfiles"
STATICFILES_DIRS = [BASE_DIR / "config" / "static", ("bootstrap", bootstrap_wrapper.get_bootstrap_css_dir())]
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

LAW_DIR = Path(os.environ.get("LAW_DIR") or BASE_DIR / "rulebook" / "provisions")
LAW_REVIEW_MONTHS = read_number("LAW_REVIEW_MONTHS", 12, least=1)
LAW_EVIDENCE_FLOOR = read_choice("LAW_EVIDENCE_FLOOR", "secondary", ("memory", "overview", "secondary", "primary"))
EXPIRY_LADDER_DAYS = read_ladder("EXPIRY_LADDER_DAYS", "90,60,30,14,7,1,0,-1")
RESULT_FILE_BYTES = read_number("RESULT_FILE_BYTES", 15_000_000, least=1)  # of a file of results, above 16 MB in vain
RESULT_IMPORT_CHUNK = read_number("RESULT_IMPORT_CHUNK", 10_000, least=1)  # rows in one transaction
RESULT_FILE_DAYS = read_number("RESULT_FILE_DAYS", 30, least=1)
ROSTER_IMPORT_CHUNK = read_number("ROSTER_IMPORT_CHUNK", 500, least=1)  # rows of a staff list in one transaction
ROSTER_FILE_DAYS = read_number("ROSTER_FILE_DAYS", 30, least=1)
ROSTER_INVITATION_DAYS = read_number("ROSTER_INVITATION_DAYS", 60, least=1)  # until an invitation expires
EVIDENCE_PACK_DAYS = read_number("EVIDENCE_PACK_DAYS", 30, least=1)  # then a pack is made again when asked for
RESULTS_UNRELEASED_DAYS = read_number("RESULTS_UNRELEASED_DAYS", 7, least=1)  # before their provider is told
RATE_LIMIT_PER_MINUTE = read_number("RATE_LIMIT_PER_MINUTE", 6000, least=0)
PUBLIC_RATE_LIMIT_PER_MINUTE = read_number("PUBLIC_RATE_LIMIT_PER_MINUTE", RATE_LIMIT_PER_MINUTE, least=0)
# A second process beside each web worker decides a part of large batches, where there is a core for it.
BATCH_IN_TWO = read_choice("BATCH_IN_TWO", "1", ("0", "1")) == "1" and (os.cpu_count() or 1) > 1
TRUSTED_PROXIES = read_number("TRUSTED_PROXIES", 0, least=0)  # in front of us, each adding to X-Forwarded-For

# Without a host mails wait in the outbox, and /readyz says so. docs/operations.md lists these variables.
EMAIL_HOST = os.environ.get("EMAIL_HOST", "")
EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend" if EMAIL_HOST else "outbox.mail.NoServer"
EMAIL_FILE_PATH = ""  # where `make run` keeps its mails
EMAIL_PORT = read_number("EMAIL_PORT", 25, least=1)
EMAIL_HOST_USER = os.environ.get("EMAIL_HOST_USER", "")
EMAIL_HOST_PASSWORD = os.environ.get("EMAIL_HOST_PASSWORD", "")
EMAIL_USE_TLS = read_flag("EMAIL_USE_TLS")
EMAIL_USE_SSL = read_flag("EMAIL_USE_SSL")
EMAIL_TIMEOUT = read_number("EMAIL_TIMEOUT", 10, least=1)
DEFAULT_FROM_EMAIL = read_sender("DEFAULT_FROM_EMAIL", "Filiform <filiform@localhost.localdomain>")
OUTBOX_FIRST_RETRY = timedelta(seconds=read_number("OUTBOX_FIRST_RETRY_SECONDS", 30, least=1))

OUTBOX_SENDERS = read_number("OUTBOX_SENDERS", 8, least=1)  # endpoints that are told something at the same time
# For webhooks within one's own network, and for tests: private addresses, and http without TLS.
WEBHOOK_ALLOW_PRIVATE = read_flag("WEBHOOK_ALLOW_PRIVATE")
WEBHOOK_TIMEOUT_SECONDS = read_number("WEBHOOK_TIMEOUT_SECONDS", 20, least=1)  # for the whole of a try, at most 30
WEBHOOK_LOG_DAYS = read_number("WEBHOOK_LOG_DAYS", 30, least=4)  # of deliveries; they may be tried for three days

# What may stand in a line is decided in config/logs.py. Django says nothing of a failed request unless it is told to.
LOG_FORMAT = read_choice("LOG_FORMAT", "lines", ("lines", "json"))
ACCESS_LOG = read_choice("ACCESS_LOG", "1", ("0", "1")) == "1"  # a line for each request
METRICS_TOKEN = os.environ.get("METRICS_TOKEN", "")  # who brings it may read /metrics; without it, this machine alone
LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {"lines": {"()": "config.logs.HumanLine"}, "json": {"()": "config.logs.JsonLine"}},
    "handlers": {"console": {"class": "logging.StreamHandler", "formatter": LOG_FORMAT}},
    "loggers": {
        "django": {"handlers": ["console"], "level": "WARNING", "propagate": False},
        "celery": {"level": "WARNING"},
        "kombu": {"level": "WARNING"},
    },
    "root": {"handlers": ["console"], "level": "INFO"},
}

REST_FRAMEWORK = {
    "DEFAULT_SCHEMA_CLASS": "drf_spectacular.openapi.AutoSchema",
    "DEFAULT_RENDERER_CLASSES": ["rest_framework.renderers.JSONRenderer"],
    "DEFAULT_PARSER_CLASSES": ["rest_framework.parsers.JSONParser"],
    "EXCEPTION_HANDLER": "accounts.api.problems.handle_exception",
}
UNFOLD = {
    "SITE_TITLE": "Filiform",
    "SITE_HEADER": "Filiform",
    "SITE_URL": "/",
    "SITE_FAVICONS": [
        {"rel": "icon", "type": "image/svg+xml", "href": lambda _request: static("pages/needle.svg")},
    ],
    "STYLES": [lambda _request: static("pages/admin.css")],
}
SPECTACULAR_SETTINGS = {
    "TITLE": "Filiform",
    "DESCRIPTION": "May this practitioner legally needle this patient, here, on that day? With reasons and citations."
    " No legal advice.",
    "VERSION": "1",
    "OAS_VERSION": "3.1.1",
    "SERVE_INCLUDE_SCHEMA": False,
    "SWAGGER_UI_DIST": "SIDECAR",
    "SWAGGER_UI_FAVICON_HREF": "SIDECAR",
    "ENUM_NAME_OVERRIDES": {  # several fields are called `status`
        "StatusEnum": "credentials.api.schemas.STATUSES",
        "StationStatusEnum": "courses.scoring.practical.STATUSES",
        "RegionEnum": "rulebook.facts.REGIONS",
        "MatchingPointEnum": "clinics.imports.matching.POINTS",
        "StaffListKindEnum": "clinics.models.imports.FORMS",
        "CategoryEnum": "clinics.api.point_of_care_schemas.CATEGORY_WORDS",
        "ScreenedEnum": "clinics.api.point_of_care_schemas.RESULTS",
        "ScreeningResultEnum": "clinics.api.point_of_care_schemas.OVERALL",
        "AlertKindEnum": "clinics.api.alert_schemas.KINDS",
    },
}
