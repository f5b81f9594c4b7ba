"""`/metrics`: what is counted, for Prometheus.

Counts of requests live in files that the web processes of one start share (PROMETHEUS_MULTIPROC_DIR, which `make run`
and the image set); without it each process tells its own. What the registry knows is asked of the database at each
scrape, in statements whose cost does not grow with it; what workers did is counted in the broker.
"""

import os
from collections.abc import Iterator
from hmac import compare_digest
from pathlib import Path
from typing import Final

from django.conf import settings
from django.core.exceptions import PermissionDenied
from django.db import DatabaseError, connection
from django.http import HttpRequest, HttpResponse
from django.utils import timezone
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_safe
from prometheus_client import CONTENT_TYPE_LATEST, CollectorRegistry, Counter, Histogram, generate_latest
from prometheus_client.core import CounterMetricFamily, GaugeMetricFamily, Metric
from prometheus_client.multiprocess import MultiProcessCollector
from prometheus_client.registry import Collector

from config.dead_counts import fold_dead_counts, read_alone
from config.this_machine import is_from_this_machine
from credentials.counting import answers_given
from outbox.queries import read_backlog, read_deliveries, read_worker_state

SHARED = os.environ.get("PROMETHEUS_MULTIPROC_DIR", "")
if SHARED:
    Path(SHARED).mkdir(mode=0o700, parents=True, exist_ok=True)
OWN = CollectorRegistry()
REQUESTS = Histogram(
    "filiform_request_seconds",
    "Requests, and how long each took until its answer began",
    ["method", "route", "status"],
    buckets=(0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 1, 5),
    registry=OWN,
)
ANSWERS = Counter("filiform_answers", "Questions answered, by outcome", ["outcome"], registry=OWN)
# What the database has counted itself since its statistics were last reset: no table is read.
WRITTEN: Final = {
    "credentials_verification": ("filiform_receipts_signed", "Answers recorded, each with its signed receipt"),
    "credentials_expiryflag": ("filiform_flags_raised", "Flags of what is about to expire"),
    "outbox_message": ("filiform_outbox_messages", "Messages written into the outbox"),
}
_requests: dict[tuple[str, str, int], Histogram] = {}


def count_request(method: str, route: str, status: int, seconds: float) -> None:
    """Count one request, and the answers given since the last one."""
    key = (method, route, status)
    child = _requests.get(key)
    if child is None:
        child = _requests[key] = REQUESTS.labels(*key)
    child.observe(seconds)
    while answers_given:
        outcome, count = answers_given.popitem()
        ANSWERS.labels(outcome).inc(count)


class Registry(Collector):
    """What database and broker tell."""

    def collect(self) -> Iterator[Metric]:
        """Everything that can be told; a part that is away is left out."""
        yield from tell_workers()
        try:
            yield from tell_outbox()
            yield from tell_written()
        except DatabaseError:
            yield GaugeMetricFamily("filiform_database_up", "Whether the database answers", 0)
        else:
            yield GaugeMetricFamily("filiform_database_up", "Whether the database answers", 1)


def tell_outbox() -> Iterator[Metric]:
    """How far behind the senders are."""
    backlog = read_backlog(timezone.now())
    overdue = backlog.overdue.total_seconds() if backlog.overdue else 0
    yield GaugeMetricFamily("filiform_outbox_overdue_seconds", "For how long the oldest due message was due", overdue)
    yield GaugeMetricFamily("filiform_outbox_waiting", "Messages not yet sent (10000: or more)", backlog.waiting)
    sendings = "Messages that endpoints elsewhere have not taken yet (10000: or more)"
    yield GaugeMetricFamily("filiform_outbox_sendings_waiting", sendings, backlog.sendings)
    yield GaugeMetricFamily("filiform_outbox_dead_letters", "Messages given up", backlog.dead)


def tell_written() -> Iterator[Metric]:
    """How many rows were written into the tables that matter."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT relname, n_tup_ins FROM pg_stat_user_tables"
            " WHERE relname = ANY(%s) AND schemaname = current_schema()",
            [list(WRITTEN)],
        )
        for table, count in cursor.fetchall():
            yield CounterMetricFamily(*WRITTEN[table], count)


def tell_workers() -> Iterator[Metric]:
    """When a worker was last at work, and what the senders did since the broker was last emptied."""
    worker = read_worker_state(timezone.now())
    yield GaugeMetricFamily("filiform_broker_up", "Whether the broker answers", worker.has_broker)
    if worker.seen_at is not None:
        told = "When a worker was last at work, in seconds since 1970"
        yield GaugeMetricFamily("filiform_worker_seen_timestamp_seconds", told, worker.seen_at.timestamp())
    tries = CounterMetricFamily(
        "filiform_outbox_attempts", "Attempts to deliver a message, by kind and result", labels=["kind", "result"]
    )
    for (kind, result), count in sorted(read_deliveries().items()):
        tries.add_metric([kind, result], count)
    yield tries


@csrf_exempt  # or Django's own check would answer a POST first, with a page
@require_safe
def metrics(request: HttpRequest) -> HttpResponse:
    """Every count as text, for whoever brings METRICS_TOKEN; without one set, for this machine alone."""
    if not may_read(request):
        raise PermissionDenied
    told = CollectorRegistry()
    told.register(Registry())
    return HttpResponse(tell_counted() + generate_latest(told), content_type=CONTENT_TYPE_LATEST)


def tell_counted() -> bytes:
    """What this process counted, or all of one start together, those that are gone too."""
    if not SHARED:
        return generate_latest(OWN)
    folder, counted = Path(SHARED), CollectorRegistry()
    MultiProcessCollector(counted, SHARED)  # type: ignore[no-untyped-call]  # it has no types
    with read_alone(folder):
        fold_dead_counts(folder)
        return generate_latest(counted)


def may_read(request: HttpRequest) -> bool:
    """Whether the request brings the token, or comes from this machine where none is set."""
    if not settings.METRICS_TOKEN:
        return is_from_this_machine(request)
    given = request.META.get("HTTP_AUTHORIZATION", "")
    return compare_digest(given.encode(), f"Bearer {settings.METRICS_TOKEN}".encode())
