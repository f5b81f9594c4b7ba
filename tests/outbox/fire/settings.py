"""What the processes under fire run with: the product's settings, and the app beside this file."""

import os
from datetime import timedelta

from config.settings.test import *  # noqa: F403 (settings are one namespace)
from config.settings.test import INSTALLED_APPS

INSTALLED_APPS = [*INSTALLED_APPS, "tests.outbox.fire.app.FireConfig"]
EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
EMAIL_HOST, EMAIL_PORT, EMAIL_TIMEOUT = "127.0.0.1", int(os.environ["MAIL_PORT"]), 5
DEFAULT_FROM_EMAIL = "fire@example.org"
OUTBOX_FIRST_RETRY = timedelta(seconds=1)
