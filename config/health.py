"""`/healthz` and `/readyz`: for whoever starts, watches and restarts this."""

import datetime as dt

from django.db import DatabaseError, connection
from django.http import HttpRequest, JsonResponse
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_safe

from law.queries.packs import NoLawReleased, current_pack_id
from outbox.mail import is_mail_configured
from outbox.queries import read_backlog, read_worker_state

UP, DOWN = "up", "down"


@csrf_exempt  # or Django's own check would answer a POST first, with a page
@require_safe
def healthz(request: HttpRequest) -> JsonResponse:
    """Alive: this process answers."""
    del request
    return JsonResponse({"status": "alive"})


@csrf_exempt  # as above
@require_safe
def readyz(request: HttpRequest) -> JsonResponse:
    """200 when database and law are there, else 503; `degraded` when something else is missing."""
    del request
    now = dt.datetime.now(dt.UTC)
    worker = read_worker_state(now)
    outbox = _outbox(now)
    parts = {
        **_database_and_law(),
        "broker": UP if worker.has_broker else DOWN,
        "worker": UP if worker.is_working else DOWN,
        "outbox": UP if outbox and not outbox["is_late"] and outbox["mail"] == UP else DOWN,
    }
    is_ready = parts["database"] == UP and parts["law"] == UP
    is_whole = all(state == UP for state in parts.values())
    status = "ready" if is_whole else "degraded" if is_ready else "not ready"
    return JsonResponse({"status": status, "parts": parts, "outbox": outbox}, status=200 if is_ready else 503)


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


def _outbox(now: dt.datetime) -> dict[str, object] | None:
    """How far behind the senders are; None when the database does not tell."""
    try:
        backlog = read_backlog(now)
    except DatabaseError:
        return None
    overdue = int(backlog.overdue.total_seconds()) if backlog.overdue else 0
    mail = UP if is_mail_configured() else DOWN
    return {"is_late": backlog.is_late, "overdue_seconds": overdue, "dead_letters": backlog.dead, "mail": mail}
