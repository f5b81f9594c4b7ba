"""One way over ten thousand persons or a roster, in a process of its own: `python -m benchmarks.roster_ways WAY N`.

Each is warmed before it is timed: the law is compiled, the plans are made, and nothing of it stays.
"""

import datetime as dt
import json
import os
import resource
import sys
import time
from collections.abc import Callable, Iterator
from itertools import islice

import django

django.setup()

import orjson  # noqa: E402 (after Django is set up)
from django.db import connection, transaction  # noqa: E402 (the same)

from accounts.models import Organisation  # noqa: E402 (the same)
from benchmarks.asked import question, spread_people  # noqa: E402 (the same)
from benchmarks.fill_roster import CLINIC  # noqa: E402 (the same)
from benchmarks.flag_ways import processor_time  # noqa: E402 (the same)
from clinics.api.roster_telling import tell_line, tell_rows  # noqa: E402 (the same)
from clinics.operations.monitoring.redeciding import redecide_due  # noqa: E402 (the same)
from clinics.queries.roster import Line, RosterSearch, all_lines  # noqa: E402 (the same)
from credentials.api.batches import Terms, decide_questions, tell_answer, tell_questions  # noqa: E402 (the same)
from credentials.decisions import Decided  # noqa: E402 (the same)
from credentials.files.neutral import write_rows  # noqa: E402 (the same)
from credentials.operations.verifications import Asker, record_verifications  # noqa: E402 (the same)

WARM = 500


def record_batch(size: int) -> int:
    """A recorded batch, as the API decides, tells and keeps it."""
    questions, terms = _questions(size), _terms(is_full=True)
    told = [(answer, tell_answer(answer, is_full=True)) for answer in decide_questions(questions, terms)]
    kept = [(answer, one) for answer, one in told if isinstance(answer, Decided)]
    asker = Asker(terms.organisation_id or 0, None, None)
    records = record_verifications(answers=kept, asker=asker, decided_at=terms.now)
    for (_, one), record in zip(kept, records, strict=True):
        short = {name: one[name] for name in one if name not in ("findings", "gaps", "duties")}
        orjson.dumps({**short, "id": str(record.id), "receipt": record.receipt})
    return len(records)


def decide_roster(size: int) -> int:
    """Everything on the roster that is due, as a worker does it, up to so many."""
    done, at = 0, dt.datetime.now(dt.UTC)
    while done < size and (seen_to := redecide_due(at=at)):
        done += seen_to
    return done


def answer_batch(size: int) -> int:
    """A batch in outcome form, by one process."""
    return tell_questions(_questions(size), _terms(is_full=False)).count(b'"may_perform"')


def list_roster(size: int) -> int:
    """So many lines of the roster as JSON."""
    return len([orjson.dumps(tell_line(line)) for line in _lines(size)])


def write_roster(size: int) -> int:
    """So many lines of the roster as CSV."""
    return sum(part.count(b"\n") for part in write_rows(tell_rows(_lines(size)))) - 1


WAYS: dict[str, Callable[[int], int]] = {
    "batch": record_batch,
    "decide": decide_roster,
    "outcomes": answer_batch,
    "list": list_roster,
    "csv": write_roster,
}


def _lines(size: int) -> Iterator[Line]:
    """All of them where so many are asked for that there are no more."""
    return islice(all_lines(RosterSearch(), organisation_id=_clinic(), at=dt.datetime.now(dt.UTC)), size)


def _clinic() -> int:
    return Organisation.objects.get(name=CLINIC).pk


def _questions(size: int) -> list[dict[str, object]]:
    return [question(one) for one in spread_people(os.environ["DATABASE_URL"], count=size)[:size]]


def _terms(*, is_full: bool) -> Terms:
    return Terms(dt.datetime.now(dt.UTC), is_full, False, _clinic())


def main(way: str, size: int) -> dict[str, float]:
    """Do it, and tell what it took; RuntimeError when it was not as much as wanted."""
    run = WAYS[way]
    with transaction.atomic():
        run(min(WARM, size))
        transaction.set_rollback(True)
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_backend_pid()")
        pid = cursor.fetchone()[0]
    began, worked, served = time.perf_counter(), time.process_time(), processor_time(pid)
    done = run(size)
    seconds, own, server = (
        time.perf_counter() - began, time.process_time() - worked, processor_time(pid) - served,
    )  # fmt: skip
    if done < size:
        raise RuntimeError(f"{way}: {done} of {size}")
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024
    return {"done": done, "seconds": seconds, "cpu": own + server, "server_cpu": server, "peak_mb": peak}


if __name__ == "__main__":
    print(json.dumps(main(sys.argv[1], int(sys.argv[2]))))
