"""The door of the web server."""

import gc
import os

from django.core.wsgi import get_wsgi_application

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings.local")

from config.lanes import Lanes

# Answers are made of many small objects and hardly any cycles: the collector's usual pace, a look after every seven
# hundred, took a third of a batch's time.
gc.set_threshold(50_000, 20, 50)

application = Lanes(get_wsgi_application())
