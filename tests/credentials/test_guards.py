"""What the database refuses about facts, in raw SQL, whoever asks."""

import pytest
from django.db import DatabaseError, IntegrityError, connection, transaction

from accounts.operations.clock import tick
from credentials.models import MergedRecord, Practitioner

pytestmark = pytest.mark.django_db
FACTS = [
    *("licence", "privilege", "authorization", "training", "exampass", "certification"),
    *("othercredential", "continuingeducation", "statement"),
]
SUPERSEDE = (
    "superseded_at = (SELECT ticked_at FROM accounts_registryclock), superseded_because = 'x', superseded_by = 'y'"
)
COPY = "INSERT INTO credentials_licence ({columns}) SELECT {values} FROM credentials_licence"
COLUMNS = (
    "practitioner_id, source_id, assurance, recorded_at, key_digest, digest, jurisdiction, profession, held_number_id,"
    " issued_on, expires_on, restrictions, statuses"
)
NOW = "(SELECT ticked_at FROM accounts_registryclock)"


def add_licence(**changed):
    """SQL that records another licence now, changed in these columns."""
    values = (
        {name: name for name in COLUMNS.split(", ")} | {"recorded_at": NOW, "key_digest": "key_digest + 1"} | changed
    )
    return COPY.format(columns=", ".join(values), values=", ".join(values.values()))


def run(sql):
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(sql)
        return cursor.rowcount


@pytest.fixture
def on_file(put, ada):
    put(ada)
    tick()


@pytest.mark.parametrize("table", FACTS)
@pytest.mark.parametrize(
    "cheat",
    [
        "UPDATE credentials_{0} SET assurance = 'seen_at_source'",
        "UPDATE credentials_{0} SET checked_on = '2026-01-01'",
        "UPDATE credentials_{0} SET recorded_at = recorded_at - interval '1 day'",
        "UPDATE credentials_{0} SET digest = sha256('x')",
        "UPDATE credentials_{0} SET superseded_at = (SELECT ticked_at FROM accounts_registryclock)",
        "UPDATE credentials_{0} SET superseded_at = recorded_at, superseded_because = 'x', superseded_by = 'y'",
        "UPDATE credentials_{0} SET superseded_at = '2200-01-01', superseded_because = 'x', superseded_by = 'y'",
        "UPDATE credentials_{0} SET " + SUPERSEDE + ", assurance = 'seen_at_source'",
        "UPDATE credentials_{0} SET " + SUPERSEDE + "; UPDATE credentials_{0} SET " + SUPERSEDE,
        "UPDATE credentials_{0} SET "
        + SUPERSEDE
        + "; UPDATE credentials_{0} SET superseded_at = NULL, superseded_because = NULL, superseded_by = NULL",
        "DELETE FROM credentials_{0}",
        "SET CONSTRAINTS ALL IMMEDIATE; SET LOCAL filiform.truncate = ''; TRUNCATE credentials_{0}",
    ],
    ids=[
        "raising its assurance",
        "inventing a check",
        "recording it earlier",
        "changing the digest",
        "superseding without a reason",
        "superseding before it was recorded",
        "superseding in the future",
        "superseding and editing",
        "superseding twice",
        "taking a superseding back",
        "deleting it",
        "emptying the table",
    ],
)
def test_no_fact_is_edited(on_file, table, cheat):
    with pytest.raises(IntegrityError):
        run(cheat.format(table))


@pytest.mark.parametrize("table", FACTS)
def test_a_fact_may_be_superseded_once(on_file, table):
    assert run(f"UPDATE credentials_{table} SET {SUPERSEDE}") == 1


UNSOUND = {
    "recorded in the past": {"recorded_at": "recorded_at"},
    "recorded in the future": {"recorded_at": "'2200-01-01'"},
    "told twice at a time": {"key_digest": "key_digest"},
    "expired before issued": {"expires_on": "issued_on - 1"},
    "a profession unknown": {"profession": "'XX'"},
    "an assurance unknown": {"assurance": "'hearsay'"},
    "a digest cut short": {"digest": "'abc'"},
    "nobody's": {"practitioner_id": "practitioner_id + 1000; SET CONSTRAINTS ALL IMMEDIATE --"},
    "statuses that are no list": {"statuses": "'{}'"},
    "a status unknown": {"statuses": """'[{"status": "lapsed", "from": "2020-01-01", "until": null}]'"""},
    "a status without a beginning": {"statuses": """'[{"status": "active", "until": null}]'"""},
    "a status with more to it": {"statuses": """'[{"status": "active", "from": "2020-01-01", "why": 1}]'"""},
    "a status from a day that does not exist": {"statuses": """'[{"status": "active", "from": "2020-02-30"}]'"""},
    "a status reversed": {"statuses": """'[{"status": "active", "from": "2020-01-02", "until": "2020-01-01"}]'"""},
    "statuses that overlap": {
        "statuses": """'[{"status": "active", "from": "2021-01-01", "until": null},
            {"status": "revoked", "from": "2020-01-01", "until": "2021-01-02"}]'"""
    },
    "statuses after an open one": {
        "statuses": """'[{"status": "active", "from": "2020-01-01", "until": null},
            {"status": "revoked", "from": "2021-01-01", "until": "2021-01-02"}]'"""
    },
    "a restriction unknown": {"restrictions": """'[{"kind": "no_feet", "from": "2020-01-01", "until": null}]'"""},
}


@pytest.mark.parametrize("changed", UNSOUND.values(), ids=UNSOUND.keys())
def test_an_unsound_licence_is_not_taken(on_file, changed):
    with pytest.raises(DatabaseError):
        run(add_licence(**changed))


SOUND = {
    "another key": {},
    "statuses that touch": {
        "statuses": """'[{"status": "active", "from": "2021-01-01", "until": null},
            {"status": "revoked", "from": "2020-01-01", "until": "2021-01-01"}]'"""
    },
    "restrictions that overlap": {
        "restrictions": """'[{"kind": "no_minors", "from": "2021-01-01", "until": null},
            {"kind": "other", "from": "2020-01-01", "until": "2022-01-01"}]'"""
    },
}


@pytest.mark.parametrize("changed", SOUND.values(), ids=SOUND.keys())
def test_a_sound_licence_is_taken(on_file, changed):
    assert run(add_licence(**changed)) == 1


PART = '"part": "practical", "delivery": "online"'
HOURS = {
    "in hours instead of hundredths": f'[{{"hours": 1, {PART}, "subject": "foundation"}}]',
    "with a half hundredth": f'[{{"hundredths": 1.5, {PART}, "subject": "foundation"}}]',
    "below zero": f'[{{"hundredths": -1, {PART}, "subject": "foundation"}}]',
    "of a subject unknown": f'[{{"hundredths": 1, {PART}, "subject": "anatomy"}}]',
    "of no subject": f'[{{"hundredths": 1, {PART}}}]',
}


@pytest.mark.parametrize("hours", HOURS.values(), ids=HOURS.keys())
def test_unsound_hours_are_not_taken(on_file, hours):
    columns = "practitioner_id, source_id, assurance, key_digest, digest, provider, course, completed_on,"
    columns += " supervised_sessions, approved_by, patient_groups"
    with pytest.raises(IntegrityError):
        run(
            f"INSERT INTO credentials_training (hours, recorded_at, {columns}) SELECT '{hours}', {NOW},"
            f" {columns.replace('key_digest', 'key_digest + 1')} FROM credentials_training"
        )


def test_nothing_is_recorded_superseded(on_file):
    columns = f"{COLUMNS}, superseded_at, superseded_because, superseded_by"
    values = f"{COLUMNS.replace('recorded_at', NOW)}, {NOW}, 'x', 'y'"
    with pytest.raises(IntegrityError):
        run(COPY.format(columns=columns, values=values))


def test_closed_times_of_one_key_stand_apart(on_file):
    """The exclusion constraint itself, with the guards of both times out of its way."""
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
        cursor.execute("ALTER TABLE credentials_licence DISABLE TRIGGER USER")
        cursor.execute(f"UPDATE credentials_licence SET {SUPERSEDE}")
        with pytest.raises(IntegrityError, match="licence_times_apart"):
            cursor.execute(
                COPY.format(
                    columns=f"{COLUMNS}, superseded_at, superseded_because, superseded_by",
                    values=f"{COLUMNS.replace('recorded_at', 'recorded_at + interval %s')}, superseded_at, 'x', 'y'",
                ),
                ["1 microsecond"],
            )
        transaction.set_rollback(True)


PRACTITIONERS = {
    "renumbering a record": "UPDATE credentials_practitioner SET registry_number = 'FN-0000-0001'",
    "giving it to another person": "UPDATE credentials_practitioner SET person_id = person_id + 1",
    "making it older": "UPDATE credentials_practitioner SET recorded_at = '2000-01-01'",
    "deleting it": "DELETE FROM credentials_practitioner",
    "merging it into itself": "UPDATE credentials_practitioner SET merged_into_id = id",
    "a number with the letter U": "INSERT INTO credentials_practitioner (registry_number, person_id, recorded_at)"
    f" SELECT 'FN-0000-000U', person_id, {NOW} FROM credentials_practitioner",
}


@pytest.mark.parametrize("sql", PRACTITIONERS.values(), ids=PRACTITIONERS.keys())
def test_a_record_keeps_its_number(on_file, sql):
    with pytest.raises(IntegrityError):
        run(sql)


def test_a_record_is_not_merged_into_one_that_was_merged_away(put, ada, bo):
    put(ada)
    put(bo)
    first, second = Practitioner.objects.order_by("id")
    put({"registry_number": "FN-C000-0000"})
    third = Practitioner.objects.get(registry_number="FN-C000-0000")
    Practitioner.objects.filter(pk=second.pk).update(merged_into=first)
    with pytest.raises(IntegrityError, match="survives"):
        Practitioner.objects.filter(pk=third.pk).update(merged_into=second)


def test_what_a_merge_told_is_never_rewritten(put, ada, bo):
    put(ada)
    put(bo)
    first, second = Practitioner.objects.order_by("id")
    MergedRecord.objects.create(absorbed=second, survivor=first, recorded_at=tick())
    for cheat in (
        "SET survivor_id = absorbed_id",
        "SET superseded_at = '2200-01-01'",
        "SET recorded_at = '2000-01-01'",
    ):
        with pytest.raises(IntegrityError):
            run(f"UPDATE credentials_mergedrecord {cheat}")
    with pytest.raises(IntegrityError):
        run("DELETE FROM credentials_mergedrecord")
