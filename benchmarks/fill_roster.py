"""Put so many entries on the rosters of one clinic, over the persons of a filled database, inside PostgreSQL.

Everybody is at as many sites as it takes, in the place of their first licence; each site has a standing declaration.
The first entry of everyone is to be decided by the product; `fill_rest` copies what was found to the others, for to
decide a million would take longer than what is measured.
"""

import contextlib
from collections.abc import Iterator

import psycopg

from benchmarks.fill_population import TICK

CLINIC = "Bench clinic"
FIRST_LICENCE = """
SELECT DISTINCT ON (practitioner_id) practitioner_id, jurisdiction FROM credentials_licence
WHERE superseded_at IS NULL ORDER BY practitioner_id, id
"""
ORGANISATION = "INSERT INTO accounts_organisation (name, kind) VALUES (%s, 'clinic') RETURNING id"
SITES = f"""
INSERT INTO credentials_site (code, organisation_id, name, jurisdiction, time_zone, created_at)
SELECT 'ST-' || left(hex, 4) || '-' || right(hex, 4), %(clinic)s, 'Site ' || number || ' in ' || jurisdiction,
    jurisdiction, 'America/Denver', %(at)s
FROM (SELECT jurisdiction, number, upper(lpad(to_hex(row_number() OVER ()), 8, '0')) AS hex
    FROM (SELECT DISTINCT jurisdiction FROM ({FIRST_LICENCE}) AS held) AS place,
        generate_series(0, %(sites)s - 1) AS number) AS spelt
"""
DECLARATIONS = """
INSERT INTO credentials_sitedeclaration (site_id, key, says, starts_on, recorded_at, recorded_by)
SELECT id, 'written_informed_consent', '', '2020-01-01', %(at)s, 'command:bench' FROM credentials_site
"""
ENTRIES = f"""
INSERT INTO clinics_rosterentry (key, organisation_id, site_id, practitioner_id, role, patient_groups, starts_on,
    recorded_at, recorded_by)
SELECT gen_random_uuid(), %(clinic)s, s.id, held.practitioner_id, 'therapist', '{{adult}}', '2024-01-01', %(at)s,
    'command:bench'
FROM ({FIRST_LICENCE}) AS held JOIN credentials_site s ON s.jurisdiction = held.jurisdiction
WHERE (s.name LIKE 'Site 0 in %%') = %(is_first)s
"""
WATCHES = """
INSERT INTO clinics_watch (entry_key, "group", organisation_id, site_id, practitioner_id, jurisdiction, professions,
    conditions, gaps, due_at, cause)
SELECT e.key, 'adult', e.organisation_id, e.site_id, e.practitioner_id, s.jurisdiction, '{}', '{}', '{}', %(at)s,
    'entry'
FROM clinics_rosterentry e JOIN credentials_site s ON s.id = e.site_id
"""
COPIES = """
INSERT INTO clinics_watch (entry_key, "group", organisation_id, site_id, practitioner_id, jurisdiction, professions,
    verification_id, outcome, rank, conditions, gaps, holds_until, next_change, decided_at, due_at, cause)
SELECT e.key, w."group", e.organisation_id, e.site_id, e.practitioner_id, w.jurisdiction, w.professions,
    w.verification_id, w.outcome, w.rank, w.conditions, w.gaps, w.holds_until, w.next_change, w.decided_at, w.due_at,
    w.cause
FROM clinics_watch w JOIN clinics_rosterentry e ON e.practitioner_id = w.practitioner_id AND e.key <> w.entry_key
"""
SPREAD = "UPDATE clinics_watch SET due_at = due_at + (id %% 300) * interval '1 day' WHERE due_at > now()"


def fill_first(address: str, sites: int) -> None:
    """Sites, so many in each place, and everybody on the roster of the first there, due."""
    with _connect(address) as connection:
        told = _run(connection, ORGANISATION, [CLINIC])
        at = _run(connection, TICK + " AS at")
        given = {"clinic": told, "at": f"{at}+00", "sites": sites, "is_first": True}
        for statement in (SITES, DECLARATIONS, ENTRIES, WATCHES):
            connection.execute(statement, given)


def fill_rest(address: str) -> None:
    """Everybody on the rosters of the other sites of their place too, as found at the first."""
    with _connect(address) as connection:
        clinic = _run(connection, "SELECT id FROM accounts_organisation WHERE name = %s", [CLINIC])
        at = _run(connection, TICK + " AS at")
        for statement in (ENTRIES, COPIES, SPREAD):
            connection.execute(statement, {"clinic": clinic, "at": f"{at}+00", "is_first": False})


@contextlib.contextmanager
def _connect(address: str) -> Iterator[psycopg.Connection[tuple[object, ...]]]:
    """One transaction, and statistics after it. Guards sleep meanwhile, which only a superuser may ask for."""
    with psycopg.connect(address.replace("postgres://", "postgresql://", 1)) as connection:
        connection.execute("SET session_replication_role = replica")
        yield connection
        connection.commit()
        connection.autocommit = True
        connection.execute("VACUUM (ANALYZE)")


def _run(connection: psycopg.Connection[tuple[object, ...]], statement: str, given: object = None) -> object:
    row = connection.execute(statement, given).fetchone()  # type: ignore[arg-type]  # a list or nothing
    if row is None:
        raise RuntimeError("nothing came back")
    return row[0]
