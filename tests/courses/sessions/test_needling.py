"""Whether a learner may needle on the course: what the law's entry says, and never more than was surely read."""

import datetime as dt

import pytest

from courses.queries.needling import may_needle_on_course
from tests.rulebook.builders import law_of, place, provision

DAY = dt.date(2026, 6, 1)
ASKED = dt.date(2026, 12, 1)
SUPERVISED = {"may_needle": "supervised", "citation": {"text": "Act § 9", "url": "https://law.example/9"}}
NEVER = {"may_needle": "never"}


def ask(*provisions, jurisdiction="XA", on=DAY, until=None, asked_on=ASKED, profession="PT", more=()):
    law = law_of(place("XA", *provisions), *more)
    return may_needle_on_course(jurisdiction, profession, on, law=law, asked_on=asked_on, until=until)


@pytest.mark.parametrize(
    ("told", "answer"),
    [
        ({"learners": SUPERVISED}, "supervised"),
        ({"learners": NEVER}, "never"),
        ({"learners": None}, "cannot_tell"),
        ({"learners": SUPERVISED, "evidence": "memory"}, "cannot_tell"),
        ({"learners": SUPERVISED, "complete": False}, "cannot_tell"),
        ({"learners": SUPERVISED, "checked_on": "2025-11-30"}, "cannot_tell"),
        ({"learners": SUPERVISED, "checked_on": "2025-12-01"}, "supervised"),
        ({"learners": NEVER, "evidence": "memory", "complete": False}, "never"),
        ({"learners": SUPERVISED, "until": "2026-06-01"}, "cannot_tell"),
        ({"learners": SUPERVISED, "until": "2026-06-02"}, "supervised"),
        ({"learners": SUPERVISED, "starts": "2026-06-01"}, "supervised"),
        ({"learners": SUPERVISED, "starts": "2026-06-02"}, "cannot_tell"),
        ({"learners": SUPERVISED, "profession": "DC"}, "cannot_tell"),
    ],
    ids=[
        "supervised",
        "never",
        "nothing read of learners",
        "from memory alone",
        "read in part",
        "review overdue since today",
        "last day before the review is overdue",
        "never, from memory and in part",
        "the day after the law ended",
        "the law's last day",
        "the law's first day",
        "the day before the law",
        "another profession's law",
    ],
)
def test_what_one_provision_says(told, answer):
    assert ask(provision(**told)).answer == answer


def test_the_answer_cites_the_entry_on_learners():
    found = ask(provision(learners=SUPERVISED))
    (citation,) = found.citations
    assert (citation.text, citation.url, citation.evidence) == ("Act § 9", "https://law.example/9", "primary")
    assert citation.checked_on == dt.date(2026, 11, 22)
    assert found.provisions == ("p-PT-permitted",)


def test_an_entry_without_a_citation_of_its_own_cites_the_provision():
    (citation,) = ask(provision(learners=NEVER)).citations
    assert citation.text == "Act § 1"


def test_the_worst_day_of_a_session_decides():
    until_july = provision(learners=SUPERVISED, until="2026-07-01", id="old")
    from_july = provision(learners=NEVER, starts="2026-07-01", id="new")
    assert ask(until_july, from_july, until=dt.date(2026, 6, 30)).answer == "supervised"
    assert ask(until_july, from_july, until=dt.date(2026, 7, 1)).answer == "never"
    assert ask(until_july, until=dt.date(2026, 7, 1)).answer == "cannot_tell"


def test_a_prohibition_beside_a_permission_decides():
    assert ask(provision(learners=SUPERVISED, id="a"), provision(learners=NEVER, id="b")).answer == "never"


def test_one_that_says_nothing_beside_a_permission_cannot_be_told():
    assert ask(provision(learners=SUPERVISED, id="a"), provision(learners=None, id="b")).answer == "cannot_tell"


def test_a_silent_provision_beside_one_that_speaks_takes_nothing_away():
    silent = provision("silent", learners=None, id="b")
    assert ask(provision(learners=SUPERVISED, id="a"), silent).answer == "supervised"


def test_the_country_of_a_place_counts_too():
    federal = place("US", provision(learners=NEVER, id="us"))
    state = place("US-UT", provision(learners=SUPERVISED, id="us-ut"))
    assert ask(jurisdiction="US-UT", more=(federal, state)).answer == "never"
    assert ask(jurisdiction="US-UT", more=(state,)).answer == "supervised"


@pytest.mark.parametrize("jurisdiction", ["GB", "ZZ-99", ""], ids=["without law", "no place", "nothing"])
def test_where_nothing_is_on_file_it_cannot_be_told(jurisdiction):
    found = ask(provision(learners=SUPERVISED), jurisdiction=jurisdiction)
    assert (found.answer, found.citations) == ("cannot_tell", ())
