"""The door of the web server."""

import gc
import os

from django.core.wsgi import get_wsgi_application

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings.local")

from config.lanes import Lanes


def open_lanes() -> Lanes:
    """Django, entered by lanes."""
    django_way = get_wsgi_application()
    from config.straight import StraightWay  # what it imports needs the settings and all models

    return Lanes(django_way, StraightWay().answer)


# Answers are made of many small objects and hardly any cycles: the collector's usual pace, a look after every seven
# hundred, took a third of a batch's time.
gc.set_threshold(50_000, 20, 50)

application = open_lanes()
