"""The batch baseline: one SQL statement that decides by hours, examinations, registration, licence and years held.

It runs over the product's own tables, with the law pressed into a small table of rules (place, profession, period,
figures, citation), and gives a bit mask and a citation for each person asked: no sentences, no sources, no horizon, no
conditions, no compact privileges, no evidence named. What it cannot express (attestations, one of several ways) it
leaves out or takes the first of. So it is a floor to compare with, no answer to give to a clinic.
"""

import datetime as dt
from collections.abc import Iterator, Mapping, Sequence
from typing import Any

import psycopg

from benchmarks.asked import Person
from rulebook.loading import load_law

BITS = (
    "no_licence", "licence_over", "suspended", "no_rule", "prohibited", "hours", "in_person", "written_exam",
    "practical_exam", "registration", "years",
)  # fmt: skip
NO_LICENCE, LICENCE_OVER, SUSPENDED = (1 << BITS.index(name) for name in ("no_licence", "licence_over", "suspended"))

_RULES = """
CREATE SCHEMA IF NOT EXISTS bench;
DROP TABLE IF EXISTS bench.rule;
CREATE TABLE bench.rule (
    jurisdiction text, profession text, starts date, until date, prohibited boolean, hundredths int, in_person int,
    written boolean, practical boolean, registration text, years int, citation text,
    PRIMARY KEY (jurisdiction, profession, starts)
);
"""
STATEMENT = """
SELECT asked.n,
    (l.id IS NULL)::int + 2 * coalesce(l.issued_on > %(on)s OR l.expires_on < %(on)s, false)::int
    + 4 * coalesce(l.barred, false)::int + 8 * (r.citation IS NULL)::int + 16 * coalesce(r.prohibited, false)::int
    + 32 * (coalesce(t.hundredths, 0) < coalesce(r.hundredths, 0))::int
    + 64 * (coalesce(t.in_person, 0) < coalesce(r.in_person, 0))::int
    + 128 * (coalesce(r.written, false) AND NOT coalesce(e.written, false))::int
    + 256 * (coalesce(r.practical, false) AND NOT coalesce(e.practical, false))::int
    + 512 * (r.registration IS NOT NULL AND NOT EXISTS (
        SELECT FROM credentials_authorization a
        WHERE a.practitioner_id = p.id AND a.superseded_at IS NULL AND a.jurisdiction = asked.place
            AND a.profession = l.profession AND a.title = r.registration AND a.issued_on <= %(on)s
            AND (a.expires_on IS NULL OR a.expires_on >= %(on)s)))::int
    + 1024 * coalesce(l.since + make_interval(years => r.years) > %(on)s, false)::int,
    r.citation
FROM unnest(%(numbers)s::text[], %(places)s::text[]) WITH ORDINALITY AS asked (number, place, n)
JOIN LATERAL (  -- one look into the index for each; joined plainly, PostgreSQL reads the whole table
    SELECT id FROM credentials_practitioner WHERE registry_number = asked.number LIMIT 1
) p ON true
LEFT JOIN LATERAL (
    SELECT id, profession, issued_on, expires_on, min(issued_on) OVER () AS since,
        statuses <> '[]' AND EXISTS (
            SELECT FROM jsonb_to_recordset(statuses) AS s (status text, "from" date, until date)
            WHERE status IN ('suspended', 'revoked', 'surrendered', 'inactive')
                AND "from" <= %(on)s AND (until IS NULL OR until > %(on)s)) AS barred
    FROM credentials_licence WHERE practitioner_id = p.id AND superseded_at IS NULL
    ORDER BY jurisdiction <> asked.place, expires_on DESC LIMIT 1
) l ON true
LEFT JOIN bench.rule r ON r.jurisdiction = asked.place AND r.profession = l.profession AND r.starts <= %(on)s
    AND (r.until IS NULL OR r.until > %(on)s)
LEFT JOIN LATERAL (
    SELECT sum(h.hundredths) AS hundredths, sum(h.hundredths) FILTER (WHERE h.delivery = 'in_person') AS in_person
    FROM credentials_training c, jsonb_to_recordset(c.hours) AS h (hundredths int, delivery text, subject text)
    WHERE c.practitioner_id = p.id AND c.superseded_at IS NULL AND c.completed_on <= %(on)s
        AND h.subject = 'dry_needling'
) t ON true
LEFT JOIN LATERAL (
    SELECT bool_or(form = 'written') AS written, bool_or(form = 'practical') AS practical
    FROM credentials_exampass x WHERE x.practitioner_id = p.id AND x.superseded_at IS NULL AND x.passed_on <= %(on)s
) e ON true
ORDER BY asked.n
"""


def prepare_rules(connection: psycopg.Connection[tuple[Any, ...]]) -> int:
    """Press the law that ships into the table of rules; gives how many there are."""
    connection.execute(_RULES)
    rules = list(press_law())
    with connection.cursor() as cursor:
        cursor.executemany(f"INSERT INTO bench.rule VALUES ({', '.join(['%s'] * 12)})", rules)
    connection.execute("ANALYZE bench.rule")
    return len(rules)


def press_law() -> Iterator[tuple[Any, ...]]:
    """One row for each provision."""
    for place in load_law().jurisdictions.values():
        for several in place.provisions.values():
            for provision in several:
                if provision.position not in ("silent", "unknown"):
                    yield (
                        place.code, provision.profession, provision.starts, provision.until,
                        provision.position == "prohibited", *figures_of(provision.document.get("requires") or {}),
                        provision.document["citation"]["text"],
                    )  # fmt: skip


def figures_of(tree: Mapping[str, Any]) -> tuple[Any, ...]:
    """Hours, hours in person, both examinations, registration, years, as far as the tree asks for them."""
    leaves = list(walk(tree))
    hours = [one for one in leaves if one["kind"] == "training_hours" and one.get("part") is None]
    live = [round(one["minimum"] * 100) for one in hours if one.get("delivery") == "in_person"]
    whole = [round(one["minimum"] * 100) for one in hours if one.get("delivery") is None]
    exams = {one["form"] for one in leaves if one["kind"] == "exam_passed"}
    titles = [one.get("title") for one in leaves if one["kind"] == "board_authorization" and one.get("title")]
    years = [one["minimum"] for one in leaves if one["kind"] == "years_licensed"]
    return (
        max(whole, default=0), max(live, default=0), "written" in exams, "practical" in exams,
        titles[0] if titles else None, max(years, default=0),
    )  # fmt: skip


def walk(tree: Mapping[str, Any]) -> Iterator[Mapping[str, Any]]:
    """The leaves of a tree; of several ways the first."""
    if "kind" in tree:
        yield tree
    for child in (*tree.get("all_of", ()), *tree.get("any_of", ())[:1]):
        yield from walk(child)


def decide_by_statement(
    connection: psycopg.Connection[tuple[Any, ...]], people: Sequence[Person], on: dt.date
) -> list[tuple[int, str | None]]:
    """Mask and citation for each person, in the order asked."""
    given = {
        "numbers": [one.registry_number for one in people],
        "places": [one.jurisdiction for one in people],
        "on": on,
    }
    with psycopg.Cursor(connection) as cursor:
        rows = cursor.execute(STATEMENT, given, binary=True).fetchall()
    return [(mask, citation) for _, mask, citation in rows]
