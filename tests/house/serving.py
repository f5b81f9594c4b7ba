"""What a process of its own needs to serve a test's database."""

import os
from pathlib import Path
from urllib.parse import quote

from django.db import connection

CLONE = Path(__file__).parents[2]


def environment_of_test(servers, **given):
    """Settings that bring another process to this test's database and broker."""
    told = connection.settings_dict
    host, port = quote(told["HOST"] or "", safe=""), f":{told['PORT']}" if told["PORT"] else ""
    password = f":{quote(told['PASSWORD'], safe='')}" if told["PASSWORD"] else ""
    settings = {
        "DATABASE_URL": f"postgres://{told['USER']}{password}@{host}{port}/{told['NAME']}",
        "REDIS_URL": servers["redis_url"],
        "DJANGO_SETTINGS_MODULE": "config.settings.test",
        "RATE_LIMIT_PER_MINUTE": "0",
        "PYTHONPATH": str(CLONE),
    }
    return os.environ | settings | given
