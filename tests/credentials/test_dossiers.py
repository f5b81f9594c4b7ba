"""What is kept ready says what the facts say, whoever wrote them and in whatever order."""

import random
from contextlib import suppress
from datetime import UTC, datetime

import pytest
from django.core.management import CommandError, call_command
from django.db import connection, transaction

from accounts.models import User
from accounts.operations.clock import tick
from credentials.models import Dossier, Practitioner
from credentials.operations.dossiers import build_dossiers
from credentials.operations.erasure import erase_person
from credentials.operations.merges import UnableToMerge, close_merge, confirm_merge, propose_merge
from credentials.queries.dossiers import find_stale
from credentials.queries.evidence import read_evidence
from credentials.questions import Reference

pytestmark = pytest.mark.django_db
ADA = "FN-7K3M-2Q9D"
COPY = """INSERT INTO credentials_exampass
    (practitioner_id, source_id, assurance, recorded_at, key_digest, digest, form, of, passed_on)
    SELECT practitioner_id, source_id, assurance, (SELECT ticked_at FROM accounts_registryclock), key_digest + 1,
        digest, 'practical', of, passed_on FROM credentials_exampass"""


def kept():
    """The numbers of those who have a dossier."""
    return set(Dossier.objects.values_list("practitioner__registry_number", flat=True))


def survivors():
    return set(Practitioner.objects.filter(merged_into=None).values_list("registry_number", flat=True))


def all_are_whole():
    """Every survivor has a dossier, nobody else has, and each says what the facts say."""
    return kept() == survivors() and not find_stale(list(Dossier.objects.values_list("pk", flat=True)))


def facts_read(number=ADA):
    (record,) = read_evidence([Reference("registry_number", number)], known_at=None).records[0]
    return {kind: sorted(rows, key=repr) for kind, rows in record.rows.items()}


def test_who_is_recorded_has_one(put, ada, bo):
    put(ada)
    put(bo)
    assert kept() == {ADA, "FN-B000-0000"}
    assert all_are_whole()


def test_a_fact_told_past_the_operations_makes_it_go(put, ada):
    put(ada)
    tick()
    connection.cursor().execute(COPY)
    assert kept() == set()
    assert len(facts_read()["exam"]) == 2


TOUCHED = {
    "a fact is superseded": "UPDATE credentials_{table} SET superseded_at = (SELECT ticked_at FROM"
    " accounts_registryclock), superseded_because = 'x', superseded_by = 'y'",
    "a name is superseded": "UPDATE accounts_personaldetail SET superseded_at = (SELECT ticked_at FROM"
    " accounts_registryclock) WHERE kind = 'name'",
    "a name is erased": "UPDATE accounts_personaldetail SET value = NULL, salt = NULL WHERE kind = 'name'",
    "a number is erased": "UPDATE accounts_heldnumber SET text = NULL, normalised = NULL",
}
TABLES = [
    *("licence", "privilege", "authorization", "training", "exampass", "certification"),
    *("othercredential", "continuingeducation", "statement"),
]
STATEMENTS = [(TOUCHED["a fact is superseded"].format(table=table), table) for table in TABLES]
STATEMENTS += [(statement, name) for name, statement in TOUCHED.items() if name != "a fact is superseded"]


@pytest.mark.parametrize("statement", [one for one, _ in STATEMENTS], ids=[name for _, name in STATEMENTS])
def test_whatever_lies_under_it_makes_it_go(put, ada, bo, statement):
    put({key: value for key, value in bo.items() if key not in ("licences", "npi")})
    put(ada)
    before = facts_read()
    tick()
    connection.cursor().execute(statement)
    assert kept() == {"FN-B000-0000"}
    assert facts_read() != before


def test_an_answer_does_not_depend_on_it(put, ada):
    put(ada)
    with_it = facts_read()
    Dossier.objects.all().delete()
    assert facts_read() == with_it


def test_an_erased_persons_name_and_numbers_are_in_none(put, ada):
    put(ada)
    erase_person(practitioner=Practitioner.objects.get())
    (content,) = Dossier.objects.values_list("content", flat=True)
    assert "Okafor" not in content
    assert "12345" not in content
    assert all_are_whole()


def test_nothing_is_built_without_the_clock(db):
    assert not transaction.get_connection().needs_rollback
    with pytest.raises(RuntimeError, match="transaction"):
        _outside(lambda: build_dossiers(practitioner_ids=[1]))


def _outside(work):
    """As if no transaction were open: pytest's own surrounds every test."""
    connection.in_atomic_block = False
    try:
        work()
    finally:
        connection.in_atomic_block = True


def test_the_command_builds_what_is_missing_and_no_more(put, ada, bo, capsys):
    put(ada)
    put(bo)
    Dossier.objects.filter(practitioner__registry_number=ADA).delete()
    call_command("build_dossiers")
    call_command("build_dossiers")
    call_command("build_dossiers", check=True)
    assert capsys.readouterr().out == ("Built 1 dossiers.\nBuilt 0 dossiers.\nAll 2 dossiers say what the facts say.\n")


@pytest.mark.parametrize(
    "content", ["[]", '[["name",1,"register",null,"Eve"]]'], ids=["one that leaves out", "one that invents"]
)
def test_the_check_finds(put, ada, content):
    put(ada)
    Dossier.objects.update(content=content)
    with pytest.raises(CommandError, match="1 of 1 dossiers differ"):
        call_command("build_dossiers", check=True)


class Chances:
    """Writers of every kind, drawn by a seed."""

    def __init__(self, seed, put, people):
        self.chance, self.put, self.people, self.merges = random.Random(seed), put, people, []
        self.readers = [User.objects.create_user(f"reader{n}@example.org") for n in range(2)]

    def write(self):
        told = dict(self.chance.choice(self.people))
        for name in sorted(told):
            if isinstance(told[name], list) and self.chance.random() < 0.5:
                told[name] = told[name][: self.chance.randint(0, 1)]
        self.put(told, source=self.chance.choice(["registry", "another"]))

    def merge(self):
        survivor, absorbed = self.chance.sample(list(Practitioner.objects.order_by("id")), 2)
        proposal = propose_merge(survivor=survivor, absorbed=absorbed, reason="same", by=self.readers[0])
        self.merges.append(confirm_merge(proposal=proposal, by=self.readers[1]))

    def undo(self):
        if self.merges:
            merge = self.merges.pop(self.chance.randrange(len(self.merges)))
            close_merge(proposal=merge, reason="twins", by=self.readers[1])

    def erase(self):
        erase_person(practitioner=self.chance.choice(list(Practitioner.objects.order_by("id"))))

    def step(self):
        kinds = [self.write, self.write, self.write, self.merge, self.merge, self.undo]
        with suppress(UnableToMerge):
            self.chance.choice([*kinds, *([self.erase] if self.chance.random() < 0.1 else [])])()


@pytest.mark.parametrize("seed", range(6))
def test_after_any_writes_they_say_what_the_facts_say(put, ada, bo, seed):
    people = [ada, bo, {"registry_number": "FN-C000-0000", "name": "Cy"}]
    chances = Chances(seed, put, people)
    for one in people:
        put(one)
    for _ in range(12):
        chances.step()
        assert all_are_whole()
        for number in Practitioner.objects.values_list("registry_number", flat=True):
            reference = [Reference("registry_number", number)]
            now = read_evidence(reference, known_at=None).records[0]
            then = read_evidence(reference, known_at=datetime.now(UTC)).records[0]
            assert list(map(told, now)) == list(map(told, then))


def told(record):
    return record.registry_number, {kind: sorted(rows, key=repr) for kind, rows in record.rows.items()}
