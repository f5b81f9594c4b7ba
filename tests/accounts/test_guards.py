"""What the database refuses about people, in raw SQL, whoever asks."""

from datetime import UTC, datetime

import pytest
from django.db import DatabaseError, IntegrityError, connection, transaction

from accounts.models import HeldNumber, Person
from accounts.operations.clock import tick
from accounts.operations.personal import erase_personal_data, find_or_make_organisation, prepare_detail

pytestmark = pytest.mark.django_db


@pytest.fixture
def ada():
    person = Person.objects.create()
    source = find_or_make_organisation(name="Board")
    at = tick()
    for kind, value in (("name", "Ada Okafor"), ("former_name", "Ada Smith"), ("npi", "1234567893")):
        prepare_detail(person_id=person.pk, source_id=source.pk, kind=kind, value=value, recorded_at=at).save()
    HeldNumber.objects.create(person=person, text="12345-2401", normalised="123452401")
    return person


def run(sql):
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(sql)
        return cursor.rowcount


CHEATS = {
    "rewriting a name": "UPDATE accounts_personaldetail SET value = 'Eve' WHERE kind = 'name'",
    "filling an erased name": "UPDATE accounts_personaldetail SET value = NULL, salt = NULL;"
    "UPDATE accounts_personaldetail SET value = 'Eve', salt = 'x'",
    "blanking without the salt": "UPDATE accounts_personaldetail SET value = NULL",
    "changing the source": "UPDATE accounts_personaldetail SET source_id = source_id + 1",
    "recording it earlier": "UPDATE accounts_personaldetail SET recorded_at = recorded_at - interval '1 day'",
    "changing the digest": "UPDATE accounts_personaldetail SET digest = 'x'",
    "superseding it before it was recorded": "UPDATE accounts_personaldetail SET superseded_at = recorded_at",
    "superseding twice": "UPDATE accounts_personaldetail SET superseded_at = '2100-01-01';"
    "UPDATE accounts_personaldetail SET superseded_at = '2101-01-01'",
    "taking a superseding back": "UPDATE accounts_personaldetail SET superseded_at = '2100-01-01';"
    "UPDATE accounts_personaldetail SET superseded_at = NULL",
    "superseding and rewriting": "UPDATE accounts_personaldetail SET superseded_at = '2100-01-01', value = 'Eve'",
    "deleting a detail": "DELETE FROM accounts_personaldetail",
    "emptying the details": "SET CONSTRAINTS ALL IMMEDIATE; SET LOCAL filiform.truncate = '';"
    " TRUNCATE accounts_personaldetail",
    "rewriting a number": "UPDATE accounts_heldnumber SET text = '1'",
    "rewriting how a number compares": "UPDATE accounts_heldnumber SET normalised = '1'",
    "giving a number to another": "UPDATE accounts_heldnumber SET person_id = person_id + 1",
    "saying of a number on file what it is like": "UPDATE accounts_heldnumber SET alike = '{1,1}'",
    "saying it anew of an erased one": "UPDATE accounts_heldnumber SET text = NULL, normalised = NULL, alike = '{1,1}';"
    "UPDATE accounts_heldnumber SET alike = '{1,2}'",
    "saying it once more of an erased one": "UPDATE accounts_heldnumber SET text = NULL, normalised = NULL;"
    "UPDATE accounts_heldnumber SET alike = '{1,1}'",
    "forgetting it": "UPDATE accounts_heldnumber SET text = NULL, normalised = NULL, alike = '{1,1}';"
    "UPDATE accounts_heldnumber SET alike = NULL",
    "filling an erased number": "UPDATE accounts_heldnumber SET text = NULL, normalised = NULL;"
    "UPDATE accounts_heldnumber SET text = '1', normalised = '1'",
    "deleting a number": "DELETE FROM accounts_heldnumber",
    "deleting a person": "DELETE FROM accounts_person",
    "changing a pseudonym": "UPDATE accounts_person SET key = gen_random_uuid()",
    "a second present name of one source": "INSERT INTO accounts_personaldetail (person_id, source_id, kind, value,"
    " salt, assurance, recorded_at, digest)"
    " SELECT person_id, source_id, kind, 'Eve', salt, assurance, recorded_at, digest"
    " FROM accounts_personaldetail WHERE kind = 'name'",
}


@pytest.mark.parametrize("sql", CHEATS.values(), ids=CHEATS.keys())
def test_the_database_refuses(ada, sql):
    with pytest.raises(IntegrityError):
        run(sql)


def test_a_detail_may_be_superseded_once(ada):
    assert run("UPDATE accounts_personaldetail SET superseded_at = '2100-01-01' WHERE kind = 'name'") == 1


def test_erasing_blanks_every_text_and_leaves_the_rows(ada):
    erase_personal_data(people=[ada], at=tick())
    ada.refresh_from_db()
    assert ada.erased_at is not None
    assert set(ada.details.values_list("value", "salt")) == {(None, None)}
    assert ada.details.count() == 3
    held = ada.held_numbers.get()
    assert (held.text, held.normalised, held.alike) == (None, None, [held.pk, held.pk])


def test_an_erased_person_is_told_nothing_anew(ada):
    erase_personal_data(people=[ada], at=tick())
    with pytest.raises(IntegrityError, match="erased"), transaction.atomic():
        HeldNumber.objects.create(person=ada, text="2", normalised="2")


def test_an_erasure_is_not_taken_back(ada):
    erase_personal_data(people=[ada], at=tick())
    with pytest.raises(IntegrityError):
        run("UPDATE accounts_person SET erased_at = NULL")


def test_organisations_are_one_in_any_case():
    assert find_or_make_organisation(name=" Prairie  Board") == find_or_make_organisation(name="PRAIRIE BOARD")


@pytest.mark.django_db(transaction=True)
def test_a_tick_outside_a_transaction_is_refused():
    with pytest.raises(RuntimeError):
        tick()


def test_the_clock_never_runs_backwards():
    run("UPDATE accounts_registryclock SET ticked_at = '2200-01-01T00:00:00Z'")
    assert tick() > datetime(2200, 1, 1, tzinfo=UTC)
    with pytest.raises(DatabaseError):
        run("INSERT INTO accounts_registryclock VALUES (2, now())")
