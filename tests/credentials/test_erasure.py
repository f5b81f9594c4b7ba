"""Erasing blanks what is personal and leaves the facts; nothing is told about the person any more."""

import io

import pytest
from django.core.management import CommandError, call_command
from django.db import connection

from accounts.models import HeldNumber, PersonalDetail
from credentials.models import Licence, Practitioner, Training
from credentials.queries.records import record_as_exported

pytestmark = pytest.mark.django_db


def all_text():
    """Every row of every table of accounts and credentials, as text."""
    with connection.cursor() as cursor:
        tables = [
            name
            for name in connection.introspection.table_names(cursor)
            if name.startswith(("accounts_", "credentials_"))
        ]
        found = []
        for table in tables:
            cursor.execute(f"SELECT to_jsonb(t)::text FROM {table} AS t")
            found += [row[0] for row in cursor.fetchall()]
    return "\n".join(found)


def test_after_erasing_no_table_holds_what_was_personal(put, ada):
    put(ada)
    personal = [
        "Okafor",
        "Smith",
        "1234567893",
        "ada@example.org",
        "1985-04-12",
        "Provo",
        "12345-2401",
        "123452401",
        "C-1",
    ]
    before = all_text()
    assert all(text in before for text in personal)
    call_command("erase_person", "FN-7K3M-2Q9D", yes=True)
    after = all_text()
    assert [text for text in personal if text in after] == []


def test_facts_stay_under_the_number(put, ada, reader):
    put(ada)
    call_command("erase_person", "FN-7K3M-2Q9D", yes=True)
    told = record_as_exported(Practitioner.objects.get(), shapes=reader.shapes)
    assert (told["name"], told["licences"][0]["number"], told["licences"][0]["jurisdiction"]) == (None, None, "US-UT")
    assert (Licence.objects.count(), Training.objects.count()) == (1, 1)
    assert PersonalDetail.objects.filter(value__isnull=False).count() == 0
    assert HeldNumber.objects.filter(text__isnull=False).count() == 0


def test_who_was_erased_is_told_nothing_and_found_by_number_alone(put, ada):
    put(ada)
    call_command("erase_person", "FN-7K3M-2Q9D", yes=True)
    assert put(ada) == [("", "erased")]
    del ada["registry_number"]
    assert put(ada).is_new


def test_erasing_twice_does_no_harm(put, ada):
    put(ada)
    for _ in range(2):
        call_command("erase_person", "FN-7K3M-2Q9D", yes=True)


def test_a_number_that_is_not_on_file_is_one_sentence(db):
    with pytest.raises(CommandError, match="not on file"):
        call_command("erase_person", "FN-0000-0000", yes=True)


@pytest.mark.parametrize("typed", ["", "n\n", "FN-0000-0000\n"], ids=["nobody answers", "no", "another number"])
def test_nobody_is_erased_unasked(put, ada, typed, monkeypatch):
    put(ada)
    monkeypatch.setattr("sys.stdin", io.StringIO(typed))
    with pytest.raises(CommandError, match="othing was erased"):
        call_command("erase_person", "FN-7K3M-2Q9D")
    assert PersonalDetail.objects.filter(value__isnull=True).count() == 0
