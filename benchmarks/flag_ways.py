"""Two ways to raise flags over the same tables: the product's job, and the bare set-based SQL.

`python -m benchmarks.flag_ways job|bare DAY` runs one in a process of its own and tells seconds, the server's
processor time and the client's peak memory as JSON. The bare way writes the same flags and outbox rows under the same
constraints in one transaction; it knows nothing of renewals, second sources, merges, erasures, missed days, addresses
or what it did the day before, and repeats itself into ON CONFLICT.
"""

import datetime as dt
import json
import os
import resource
import sys
import time
from pathlib import Path

import psycopg

LADDER = (90, 60, 30, 14, 7, 1, 0, -1)
KINDS = (
    ("licence", "licence", "jurisdiction || E'\\n' || profession"),
    ("privilege", "privilege", "remote || E'\\n' || profession || E'\\n' || lower(compact)"),
    ("authorization", "authorization", "jurisdiction || E'\\n' || profession || E'\\n' || lower(title)"),
    (
        "certification",
        "certification",
        "lower(issuer) || E'\\n' || lower(title) || E'\\n' || coalesce(lower(level), '')",
    ),
    ("credential", "othercredential", "lower(title)"),
)
STEP = "CASE " + " ".join(f"WHEN expires_on - %(day)s <= {step} THEN {step}" for step in sorted(LADDER)) + " END"
FLAGS = """
INSERT INTO credentials_expiryflag
    (kind, fact_id, practitioner_id, source_id, about, expires_on, step, flagged_on, told_on)
SELECT '{kind}', id, practitioner_id, source_id, {about}, expires_on, {step}, %(day)s, %(day)s
FROM credentials_{table} WHERE superseded_at IS NULL AND expires_on BETWEEN %(first)s AND %(last)s
ON CONFLICT DO NOTHING
"""
DIGESTS = """
INSERT INTO outbox_message (kind, cause, recipient, payload, created_at, due_at)
SELECT 'flags', 'flags:' || %(day)s, 'person:' || person_id, '{}', %(at)s, %(at)s FROM (
    SELECT DISTINCT p.person_id FROM credentials_expiryflag AS flag
    JOIN credentials_practitioner AS p ON p.id = flag.practitioner_id WHERE flag.told_on = %(day)s
) AS flagged ON CONFLICT DO NOTHING
"""


def processor_time(pid: int) -> float:
    """Seconds that a process of this machine has worked, in user and system mode; 0 where that cannot be read."""
    try:
        fields = Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()
    except OSError:
        return 0.0
    return (int(fields[11]) + int(fields[12])) / os.sysconf("SC_CLK_TCK")


def raise_bare(day: dt.date) -> dict[str, float]:
    """One transaction of plain statements, sent by psycopg."""
    told = {
        "day": day,
        "first": day + dt.timedelta(min(LADDER)),
        "last": day + dt.timedelta(max(LADDER)),
        "at": dt.datetime.combine(day, dt.time(12), dt.UTC),
    }
    with psycopg.connect(os.environ["DATABASE_URL"].replace("postgres://", "postgresql://", 1)) as connection:
        connection.execute("SET work_mem = '64MB'; SET jit = off")
        pid = connection.info.backend_pid
        connection.commit()
        began, worked = time.perf_counter(), processor_time(pid)
        flags = 0
        for kind, table, about in KINDS:
            statement = FLAGS.format(kind=kind, table=table, about=about, step=STEP)
            flags += connection.execute(statement, told).rowcount
        digests = connection.execute(DIGESTS, told).rowcount
        connection.commit()
        seconds, server = time.perf_counter() - began, processor_time(pid) - worked
    return {"seconds": seconds, "server_cpu": server, "flags": flags, "digests": digests}


def raise_by_job(day: dt.date) -> dict[str, float]:
    """The operation behind the Celery task, as a worker calls it."""
    sys.modules["requests"] = None  # type: ignore[assignment]  # comes with our tools, not with the product (5 MB)
    import django

    django.setup()
    from django.db import connection

    from credentials.operations.flags import flag_expiring

    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_backend_pid()")
        pid = cursor.fetchone()[0]
    began, worked = time.perf_counter(), processor_time(pid)
    raised = flag_expiring(day=day, at=dt.datetime.combine(day, dt.time(12), dt.UTC), ladder=LADDER)
    seconds, server = time.perf_counter() - began, processor_time(pid) - worked
    return {"seconds": seconds, "server_cpu": server, "flags": raised.flags, "digests": raised.digests}


if __name__ == "__main__":
    way = {"job": raise_by_job, "bare": raise_bare}[sys.argv[1]]
    figures = way(dt.date.fromisoformat(sys.argv[2]))
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024
    print(json.dumps({**figures, "peak_mb": peak}))
