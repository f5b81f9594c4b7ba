"""One way to take a file of results in, in a process of its own: `python -m benchmarks.results_ways WAY FILE`.

All three write the same rows of attempts, results and refusals, which `measure_results` holds against each other. The
obvious way and the bare SQL know only what this file can be wrong in: the product's way also looks for births, other
attempts, rows that stand twice, sessions and merged records, shows a preview first, and can be killed.
"""

import csv
import datetime as dt
import io
import itertools
import json
import resource
import sys
import time
from decimal import Decimal
from pathlib import Path

import django

django.setup()

from django.db import connection, transaction  # noqa: E402 (after Django is set up)

from benchmarks.flag_ways import processor_time  # noqa: E402 (the same)
from courses.models import Attempt, Enrolment, Programme, RefusedRow, Result, ResultImport  # noqa: E402 (the same)
from courses.operations.import_steps import advance  # noqa: E402 (the same)
from courses.operations.result_imports import confirm_import, receive_file  # noqa: E402 (the same)

AT, BY = dt.datetime(2026, 6, 30, 12, tzinfo=dt.UTC), "user:1"
LAST_DAY = dt.date(2026, 7, 1)
BATCH = 5_000
STAGE = """
CREATE UNLOGGED TABLE bare_stage (row int GENERATED ALWAYS AS IDENTITY (START 2), candidate text, examination text,
    form text, sat_on text, passed text, percent text)
"""
COPY = "COPY bare_stage (candidate, examination, form, sat_on, passed, percent) FROM STDIN (FORMAT csv, HEADER)"
MERGE = """
WITH read AS (
    SELECT s.row, s.candidate, e.id AS enrolment_id, e.enrolled_on, s.examination, s.form, s.sat_on AS told_on,
        s.percent AS told_percent, s.passed = 'pass' AS passed,
        CASE WHEN s.sat_on ~ '^[0-9]{4}-[0-9]{2}-[0-9]{2}$' THEN s.sat_on::date END AS sat_on,
        CASE WHEN s.percent ~ '^[0-9]{1,3}([.][0-9]+)?$' THEN (s.percent::numeric * 100)::int END AS percent
    FROM bare_stage s LEFT JOIN courses_enrolment e ON e.programme_id = 1 AND e.candidate = s.candidate
), judged AS MATERIALIZED (
    SELECT *, to_jsonb(array_remove(ARRAY[
        CASE WHEN percent IS NULL THEN jsonb_build_array('not_a_number', 'percent', told_percent)
            WHEN percent > 10000 THEN jsonb_build_array('above_maximum', 'percent', told_percent, '100') END,
        CASE WHEN sat_on IS NULL THEN jsonb_build_array('not_a_day', 'sat_on', told_on, '2026-03-02') END,
        CASE WHEN enrolment_id IS NULL THEN jsonb_build_array('unknown_candidate', 'candidate', candidate) END,
        CASE WHEN sat_on < enrolled_on THEN jsonb_build_array('before_enrolment', 'sat_on', sat_on, enrolled_on) END,
        CASE WHEN sat_on > '2026-07-01' THEN jsonb_build_array('in_the_future', 'sat_on', sat_on) END
    ], NULL)) AS faults
    FROM read
), refused AS (
    INSERT INTO courses_refusedrow (result_import_id, row, faults)
    SELECT %(import)s, row, faults FROM judged WHERE faults <> '[]'
), numbered AS MATERIALIZED (
    SELECT *, nextval('courses_attempt_id_seq') AS id,
        row_number() OVER (PARTITION BY enrolment_id, examination, form ORDER BY sat_on) AS number
    FROM judged WHERE faults = '[]'
), attempts AS (
    INSERT INTO courses_attempt (id, enrolment_id, examination, form, number, sat_on, entered_by, brought_by_id)
    SELECT id, enrolment_id, examination, form, number, sat_on, 'user:1', %(import)s FROM numbered
    ON CONFLICT DO NOTHING
)
INSERT INTO courses_result (attempt_id, passed, percent, detail, drafted_by)
SELECT id, passed, percent, '{"stated": true}', 'user:1' FROM numbered ON CONFLICT DO NOTHING
"""


def import_bare(content: bytes) -> None:
    """COPY the file as it is, and merge it in one statement, in one transaction."""
    job = make_import()
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("SELECT set_config('jit', 'off', true)")
        cursor.execute(STAGE)
        with cursor.copy(COPY) as copy:
            copy.write(content)
        cursor.execute("ANALYZE bare_stage")
        cursor.execute(MERGE, {"import": job.pk})
        cursor.execute("DROP TABLE bare_stage")


def import_by_product(content: bytes) -> None:
    """As a provider and a worker do it: sent, stored, previewed, confirmed, recorded chunk by chunk."""
    job = receive_file(programme=Programme.objects.get(), content=content, file_name="results.csv", by=BY)
    assert advance(import_id=job.pk, at=AT)
    job.refresh_from_db()
    confirmed = confirm_import(job=job, by=BY, at=AT)
    assert isinstance(confirmed, ResultImport), confirmed
    while advance(import_id=job.pk, at=AT):
        pass


def import_by_bulk_create(content: bytes) -> None:
    """The obvious way: rows checked in Python, saved by bulk_create(update_conflicts) five thousand at a time."""
    job = make_import()
    rows = enumerate(csv.reader(io.StringIO(content.decode())), 1)
    next(rows)
    while batch := list(itertools.islice(rows, BATCH)):
        with transaction.atomic():
            save_in_bulk(batch, job)


def save_in_bulk(batch: list[tuple[int, list[str]]], job: ResultImport) -> None:
    """One batch of rows."""
    told = Enrolment.objects.filter(programme_id=1, candidate__in=[cells[0] for _, cells in batch])
    known = {one[0]: one[1:] for one in told.values_list("candidate", "pk", "enrolled_on")}
    attempts, marks, refused = [], [], []
    for number, cells in batch:
        candidate, examination, form, day, passed, percent = cells
        enrolment, enrolled_on = known.get(candidate, (None, None))
        value, faults = Decimal(percent), []
        if value > 100:
            faults.append(["above_maximum", "percent", percent, "100"])
        sat_on = None
        try:
            sat_on = dt.date.fromisoformat(day)
        except ValueError:
            faults.append(["not_a_day", "sat_on", day, "2026-03-02"])
        if enrolment is None:
            faults.append(["unknown_candidate", "candidate", candidate])
        if sat_on is not None and enrolled_on is not None and not enrolled_on <= sat_on <= LAST_DAY:
            faults.append(["before_enrolment", "sat_on", day])
        if faults:
            refused.append(RefusedRow(result_import=job, row=number, faults=faults))
            continue
        # With an instant of its own: Django would write NOW() once for each row, and take three times as long.
        told = {"examination": examination, "form": form, "sat_on": sat_on, "number": 1, "entered_at": AT}
        attempts.append(Attempt(enrolment_id=enrolment, entered_by=BY, brought_by=job, **told))
        marks.append((passed == "pass", int(value * 100)))
    key, updated = ["enrolment", "examination", "form", "sat_on"], ["entered_by"]
    made = Attempt.objects.bulk_create(attempts, update_conflicts=True, unique_fields=key, update_fields=updated)
    # Which result stands is a partial index, on which Django cannot name a conflict: these are plain.
    Result.objects.bulk_create(
        Result(attempt=attempt, passed=passed, percent=percent, detail={"stated": True}, drafted_by=BY, drafted_at=AT)
        for attempt, (passed, percent) in zip(made, marks, strict=True)
    )
    RefusedRow.objects.bulk_create(refused)


def make_import() -> ResultImport:
    """The row that says whose attempts these are."""
    return ResultImport.objects.create(programme_id=1, form="csv", digest=b"-", size=0, uploaded_by=BY)


WAYS = {"product": import_by_product, "bare": import_bare, "bulk_create": import_by_bulk_create}


def main() -> None:
    """Take the file in, and tell seconds, processor time of both sides and peak memory as JSON."""
    way, content = WAYS[sys.argv[1]], Path(sys.argv[2]).read_bytes()
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_backend_pid()")
        pid = cursor.fetchone()[0]
    before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024
    began, worked, ours = time.perf_counter(), processor_time(pid), time.process_time()
    way(content)
    figures = {
        "seconds": time.perf_counter() - began,
        "cpu": processor_time(pid) - worked + time.process_time() - ours,
        "client_cpu": time.process_time() - ours,
        "started_mb": before,
        "peak_mb": resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024,
    }
    print(json.dumps(figures))


if __name__ == "__main__":
    main()
