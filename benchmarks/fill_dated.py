"""Fill a migrated, empty database with so many things that expire: about two for each fictional person.

`python -m benchmarks.fill_dated ADDRESS N`. Days lie evenly around DAY, so that 8 of 100 are within the ladder. Of
twenty persons one holds the renewal of a licence beside it, of fifty one has a licence that a second source tells too;
every 100,000th record was merged, every 100,000th person erased. Everyone has an address. Guards sleep meanwhile.
"""

import datetime as dt
import sys
import time
from concurrent.futures import ThreadPoolExecutor

import psycopg

DAY = dt.date(2026, 6, 1)
CHUNK, CONNECTIONS = 50_000, 2
AT = "timestamptz '2026-01-01 00:00:00+00'"
DICE = "(hashint8extended({n}, {salt}) & 9223372036854775807) % {sides}"
EXPIRES = f"date '{DAY}' - 200 + ({DICE})::int"


def expires(salt: int) -> str:
    """Any of 1150 days, so that the 92 days of the ladder hold eight of a hundred."""
    return EXPIRES.format(n="n", salt=salt, sides=1150)


PEOPLE = (
    "INSERT INTO accounts_person (id, key, erased_at) SELECT n, md5('p' || n)::uuid,"
    f" CASE WHEN n % 100000 = 7 THEN {AT} END FROM {{people}}",
    "INSERT INTO credentials_practitioner (id, registry_number, person_id, recorded_at, merged_into_id)"
    " SELECT n, 'FN-' || left(hex, 4) || '-' || right(hex, 4), n,"
    f" {AT}, CASE WHEN n % 100000 = 9 THEN n - 1 END"
    " FROM {people}, LATERAL (SELECT upper(lpad(to_hex(n), 8, '0')) AS hex) AS spelt",
    "INSERT INTO accounts_personaldetail (person_id, source_id, kind, value, salt, assurance, recorded_at, digest)"
    " SELECT n, {source}, kind, CASE kind WHEN 'email' THEN 'p' || n || '@example.org' ELSE 'Testwell ' || n END,"
    f" '\\x00', 'register', {AT}, '\\x00' FROM {{people}}, unnest('{{{{name,email}}}}'::text[]) AS kind",
)
COMMON = "practitioner_id, source_id, assurance, recorded_at, key_digest, digest, issued_on, expires_on"
COMMON_OF = f"n, {{source}}, 'register', {AT}, hashint8extended(n, {{salt}}), sha256(int8send(n)), date '2020-01-01'"
PLACE = "('{{US-UT,US-FL,US-MD,US-VA,US-IL,US-NV,US-CO,US-WA}}'::text[])[1 + (n + {k}) %% 8]".replace("%%", "%")
LICENCE = (
    f"INSERT INTO credentials_licence ({COMMON}, jurisdiction, profession, held_number_id, restrictions, statuses)"
    f" SELECT {COMMON_OF}, {{expires}}, {PLACE}, 'PT', n * 8 + {{salt}}, '[]', CASE WHEN n % 20 = 3 THEN"
    ' \'[{{"status": "probation", "from": "2020-01-01", "until": null}}]\'::jsonb ELSE \'[]\' END'
    " FROM {people} WHERE {chosen}"
)
STATUSES = "statuses) SELECT " + COMMON_OF + ", {expires}"
FACTS = (
    # (statement, salt, which persons, expiry, k of the place)
    (LICENCE, 1, "true", expires(1), 0),
    (LICENCE, 2, "n % 10 < 2", expires(2), 1),
    (LICENCE, 3, "n % 20 = 5", expires(1) + " + 730", 0),  # renewals under a new number
    (LICENCE, 4, "n % 50 = 6", expires(1), 0),  # told by a second source
    (
        f"INSERT INTO credentials_certification ({COMMON}, issuer, title, held_number_id, level, patient_groups,"
        " statuses)"
        f" SELECT {COMMON_OF}, {{expires}}, 'Myotech', 'Certified in dry needling', n * 8 + 5, 'foundation',"
        " '[\"adult\"]', '[]' FROM {people} WHERE {chosen}",
        5, "n % 10 < 3", expires(5), 0,
    ),
    (
        f"INSERT INTO credentials_othercredential ({COMMON}, title)"
        f" SELECT {COMMON_OF}, {{expires}}, 'CPR' FROM {{people}} WHERE {{chosen}}",
        6, "n % 10 >= 7", expires(6), 0,
    ),
    (
        f"INSERT INTO credentials_authorization ({COMMON}, jurisdiction, profession, title, statuses)"
        f" SELECT {COMMON_OF}, {{expires}}, {PLACE}, 'PT', 'dry needling registration', '[]'"
        " FROM {people} WHERE {chosen}",
        7, "n % 100 < 7", expires(7), 0,
    ),
    (
        f"INSERT INTO credentials_privilege ({COMMON}, compact, profession, home, remote, held_number_id, statuses)"
        f" SELECT {COMMON_OF}, {{expires}}, 'PT', 'PT', 'US-AZ', {PLACE}, n * 8 + 6, '[]'"
        " FROM {people} WHERE {chosen}",
        8, "n % 100 >= 94", expires(8), 0,
    ),
)  # fmt: skip


def fill_dated(address: str, things: int) -> float:
    """Fill it, gather statistics, and give the seconds that it took."""
    began = time.monotonic()
    with psycopg.connect(address, autocommit=True) as connection:
        connection.execute("INSERT INTO accounts_organisation (id, name, kind) VALUES (1, 'registry', 'register'),"
                           " (2, 'second source', 'register') ON CONFLICT DO NOTHING")  # fmt: skip
    people = round(things / 2.0)
    with ThreadPoolExecutor(CONNECTIONS) as pool:
        for done in pool.map(lambda first: fill_chunk(address, first, people), range(1, people + 1, CHUNK)):
            sys.stderr.write(f"\rfilling: {done} of {people}")
    with psycopg.connect(address, autocommit=True) as connection:
        connection.execute("VACUUM (ANALYZE, FREEZE)")
    return time.monotonic() - began


def fill_chunk(address: str, first: int, people: int) -> int:
    """One range of persons in a transaction of its own; gives how far it reached."""
    last = min(first + CHUNK - 1, people)
    series = f"generate_series({first}::bigint, {last}::bigint) AS n"
    with psycopg.connect(address) as connection:
        connection.execute("SET session_replication_role = replica; SET synchronous_commit = off; SET jit = off")
        for statement in PEOPLE:
            connection.execute(statement.format(people=series, source=1))
        for statement, salt, chosen, expiry, k in FACTS:
            told = {"salt": salt, "chosen": chosen, "expires": expiry, "k": k, "source": 2 if salt == 4 else 1}
            connection.execute(statement.format(people=series, **told))
    return last


if __name__ == "__main__":
    sys.stderr.write(f"\rfilled in {fill_dated(sys.argv[1], int(sys.argv[2])):.0f} s\n")
