"""`make ask`: the question from a terminal."""

import pytest
from django.core.management import CommandError, call_command

from credentials.management.commands.ask import read_words
from law.queries.compiled import forget_compiled
from tests.credentials.api.world import ADA, record_people, release_law
from tests.credentials.sites.world import SESSIONS, open_site, rule

DAY = "2026-03-02"


@pytest.fixture
def ask(db, capsys):
    forget_compiled()
    release_law()
    record_people()

    def run(words):
        call_command("ask", *words.split())
        return capsys.readouterr().out

    yield run
    forget_compiled()


ANSWERED = {
    "permitted": (f"{ADA} adult XA {DAY} town_permit", ["+ law: ", "[Act § xa-pt-2001]", "Holds until 2030-12-31"]),
    "conditional": (f"{ADA.lower()} adult xa {DAY}", ["? law: "]),
    "by NPI": (f"1234567893 adult:40 XA {DAY}", ["? law: "]),
    "a child": (f"{ADA} child:9 XA {DAY}", ["- standard: "]),
    "nowhere": (f"{ADA} adult FR {DAY}", ["- licence: "]),
}


@pytest.mark.parametrize(("words", "expected"), ANSWERED.values(), ids=ANSWERED.keys())
def test_it_answers_with_reasons(ask, words, expected):
    told = ask(words)
    assert all(part in told for part in expected), told
    assert "no legal advice" in told


REFUSED = {
    "nobody": (f"FN-0000-0000 adult XA {DAY}", "No such practitioner"),
    "no place": (f"{ADA} adult QQ {DAY}", "/jurisdiction"),
    "no patient": (f"{ADA} dog XA {DAY}", "/patient/group"),
    "no age": (f"{ADA} child:x XA {DAY}", "/patient/age"),
    "a huge age": (f"{ADA} child:{'9' * 10_000} XA {DAY}", "/patient/age"),
    "a key that nobody knows": (f"{ADA} adult XA {DAY} pinky_promise", "/attested/0"),
    "one word": (ADA, "/jurisdiction"),
}


@pytest.mark.parametrize(("words", "expected"), REFUSED.values(), ids=REFUSED.keys())
def test_it_says_what_is_wrong(ask, words, expected):
    with pytest.raises(CommandError, match=expected):
        ask(words)


def test_every_fault_is_said(ask):
    with pytest.raises(CommandError) as refused:
        ask(f"{ADA} dog QQ {DAY} pinky_promise")
    assert all(pointer in str(refused.value) for pointer in ("/jurisdiction", "/patient/group", "/attested/0"))


def test_without_law_it_says_so(db):
    forget_compiled()
    with pytest.raises(CommandError, match="load_law"):
        call_command("ask", ADA, "adult", "XA")


def test_words_are_read_in_any_number():
    assert read_words([])["practitioner"] == {"registry_number": ""}
    assert read_words(["A", "adult", "XA", "k", DAY, "l"])["attested"] == ["k", "l"]


def test_a_sites_code_asks_for_the_clinic_whose_site_it_is(ask):
    site = open_site()
    rule(site, SESSIONS)
    told = ask(f"{ADA} adult XA {DAY} town_permit {site.code.lower()}")
    assert "- policy:" in told
    assert "- policy:" not in ask(f"{ADA} adult XA {DAY} town_permit")
    with pytest.raises(CommandError, match="/site"):
        ask(f"{ADA} adult XA {DAY} ST-0000-0000")
