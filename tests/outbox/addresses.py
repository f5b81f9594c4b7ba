"""The test's own database, as another process names it."""

from urllib.parse import quote

from django.db import connection


def database_url():
    told = connection.settings_dict
    host = quote(told["HOST"] or "", safe="")
    port = f":{told['PORT']}" if told["PORT"] else ""
    password = f":{quote(told['PASSWORD'], safe='')}" if told["PASSWORD"] else ""
    return f"postgres://{told['USER']}{password}@{host}{port}/{told['NAME']}"
