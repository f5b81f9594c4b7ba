"""A programme with so many learners for the import of results, and the file of their results.

Learners are written by SQL, with guards asleep; of the file's rows 1.8 of a hundred are wrong, as in the comparison
that set the bounds: a third each a candidate whom nobody knows, a day that is none, marks over the maximum.
"""

import csv
import hashlib
import io
from pathlib import Path

import orjson
import psycopg

from courses.ladders.reading import read_ladder
from courses.ladders.shapes import Ladder

WRONG = 54  # every so many rows one of three kinds is wrong: 1.85 of a hundred
HEADER = ("candidate", "examination", "form", "sat_on", "passed", "percent")
LADDER = {
    "levels": [
        {
            "code": "L1", "title": "Level 1", "components": [], "patient_groups": ["adult"], "body_regions": ["neck"],
            "eligible_professions": [{"profession": "PT", "from": "2019-01-01"}],
            "examinations": [{"code": "E-1", "form": form, "attempts": 3} for form in ("written", "practical")],
            "award": {"title": "Certified", "patient_groups": ["adult"], "lasts": {"months": 24}, "level": "L1"},
        }
    ]
}  # fmt: skip
FILL = (
    "INSERT INTO accounts_organisation (id, name, kind) VALUES (1, 'Needle School', 'provider')",
    "INSERT INTO courses_programme (id, provider_id, code, title) VALUES (1, 1, 'DN', 'Dry needling')",
    "INSERT INTO courses_programmeversion (id, programme_id, number, starts_on, content, digest, drafted_by,"
    " drafted_at, published_at, published_by) VALUES (1, 1, 1, '2020-01-01', %(content)s,"
    " %(digest)s, 'user:1', now(), now(), 'user:2')",
    "INSERT INTO accounts_person (id, key) SELECT n, md5('p' || n)::uuid FROM generate_series(1, %(count)s) AS n",
    "INSERT INTO credentials_practitioner (id, registry_number, person_id, recorded_at)"
    " SELECT n, 'FN-' || left(hex, 4) || '-' || right(hex, 4), n, now() FROM generate_series(1, %(count)s) AS n,"
    " LATERAL (SELECT upper(lpad(to_hex(n), 8, '0')) AS hex) AS spelt",
    "INSERT INTO accounts_personaldetail (person_id, source_id, kind, value, salt, assurance, recorded_at, digest)"
    " SELECT n, 1, kind, CASE kind WHEN 'born_on' THEN '1985-04-12' ELSE 'Testwell ' || n END, '\\x00', 'register',"
    " now(), '\\x00' FROM generate_series(1, %(count)s) AS n, unnest('{name,born_on}'::text[]) AS kind",
    "INSERT INTO courses_enrolment (programme_id, version_id, practitioner_id, profession, candidate, enrolled_on,"
    " decided, enrolled_by, state) SELECT 1, 1, n, 'PT', 'C-' || n, '2026-01-10', '{}', 'user:1', 'active'"
    " FROM generate_series(1, %(count)s) AS n",
)


def fill_learners(address: str, count: int) -> None:
    """So many learners of one programme, in a migrated and empty database."""
    assert isinstance(read_ladder(LADDER), Ladder)
    content = orjson.dumps(LADDER)
    told = {"count": count, "content": content.decode(), "digest": hashlib.sha256(content).digest()}
    with psycopg.connect(address.replace("postgres://", "postgresql://", 1), autocommit=True) as connection:
        connection.execute("SET session_replication_role = replica")
        for statement in FILL:
            connection.execute(statement, told)
        connection.execute("VACUUM ANALYZE")


def write_file(path: Path, count: int) -> None:
    """The results of so many learners, as CSV."""
    held = io.StringIO()
    writer = csv.writer(held, lineterminator="\n")
    writer.writerow(HEADER)
    for n in range(1, count + 1):
        candidate, day, percent = f"C-{n}", f"2026-0{3 + n % 3}-{1 + n % 28:02d}", f"{40 + n % 60}.{n % 100:02d}"
        kind = n // WRONG % 3 if n % WRONG == 0 else None
        candidate = f"X-{n}" if kind == 0 else candidate
        day = "soon" if kind == 1 else day
        percent = "174.5" if kind == 2 else percent
        writer.writerow((candidate, "E-1", "written", day, "fail" if n % 5 == 0 else "pass", percent))
    path.write_text(held.getvalue())
