"""Settings under which openedx/credentials runs as a peer: its own base, over PostgreSQL, less what only git has."""

import os

from credentials.settings.base import *  # noqa: F403 (theirs)
from credentials.settings.base import INSTALLED_APPS as THEIRS

DEBUG = False
ALLOWED_HOSTS = ["127.0.0.1"]
SECRET_KEY = "only-for-benchmarks"
INSTALLED_APPS = [app for app in THEIRS if app != "edx_credentials_themes"]  # not on any package index
DATABASES = {
    "default": {
        "ENGINE": "django.db.backends.postgresql",
        "NAME": os.environ["PEER_DATABASE"],
        "USER": os.environ["PEER_USER"],
        "HOST": os.environ["PEER_HOST"],
        "PORT": os.environ["PEER_PORT"],
        "CONN_MAX_AGE": 600,
    }
}
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"},
}
CACHES = {"default": {"BACKEND": "django.core.cache.backends.locmem.LocMemCache"}}
LOGGING = {"version": 1, "disable_existing_loggers": True}
