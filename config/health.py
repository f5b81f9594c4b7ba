"""`/healthz` and `/readyz`: for whoever starts, watches and restarts this."""

import datetime as dt

from django.db import DatabaseError, connection
from django.http import HttpRequest, JsonResponse
from django.views.decorators.http import require_safe

from law.queries.packs import NoLawReleased, current_pack_id
from outbox.queries import read_worker_state

UP, DOWN = "up", "down"


@require_safe
def healthz(request: HttpRequest) -> JsonResponse:
    """Alive: this process answers."""
    del request
    return JsonResponse({"status": "alive"})


@require_safe
def readyz(request: HttpRequest) -> JsonResponse:
    """200 when database and law are there, else 503; `degraded` when something else is missing."""
    del request
    worker = read_worker_state(dt.datetime.now(dt.UTC))
    parts = {
        **_database_and_law(),
        "broker": UP if worker.has_broker else DOWN,
        "worker": UP if worker.is_working else DOWN,
        "outbox": UP,  # nothing waits in it yet: its rows and sender come with the flags
    }
    is_ready = parts["database"] == UP and parts["law"] == UP
    is_whole = all(state == UP for state in parts.values())
    status = "ready" if is_whole else "degraded" if is_ready else "not ready"
    return JsonResponse({"status": status, "parts": parts}, status=200 if is_ready else 503)


def _database_and_law() -> dict[str, str]:
    try:
        with connection.cursor() as cursor:
            cursor.execute("SELECT 1")
        current_pack_id()
    except NoLawReleased:
        return {"database": UP, "law": DOWN}
    except DatabaseError:
        return {"database": DOWN, "law": DOWN}
    return {"database": UP, "law": UP}
