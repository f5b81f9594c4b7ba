"""The demo, on a fixed day and under the law that ships: whatever can be the case is the case for somebody."""

import datetime as dt
import json
from collections import Counter
from urllib.parse import parse_qs, urlsplit

import pytest
from django.core.management import call_command
from django.db import transaction

from accounts.models import Consent, HeldNumber, Membership, Organisation, PersonalDetail, User
from accounts.permissions import ROLE_SCOPES
from credentials import models
from credentials.decisions import Decided, decide_one
from credentials.demo.people import invent_people
from credentials.demo.places import PLACES
from credentials.demo.writing import write_demo
from credentials.models import MergedRecord, Practitioner, Verification
from credentials.questions import read_asked
from credentials.records.numbers import is_npi
from credentials.telling import tell_decided
from law.operations.releases import release_pack
from law.queries.compiled import forget_compiled
from rulebook.facts import RESTRICTIONS, STATUSES
from rulebook.loading import PROVISIONS, read_pack

NOW = dt.datetime(2026, 11, 22, 12, tzinfo=dt.UTC)
FACTS = [one for one in vars(models).values() if isinstance(one, type) and issubclass(one, models.Fact)]
FACTS = [one for one in FACTS if not one._meta.abstract]


@pytest.fixture(scope="module")
def shipped(django_db_setup, django_db_blocker):
    """The law that ships, released for this file alone."""
    with django_db_blocker.unblock(), transaction.atomic():
        forget_compiled()
        release_pack(content=read_pack(PROVISIONS))
        yield
        transaction.set_rollback(True)
    forget_compiled()


@pytest.fixture(scope="module")
def demo(shipped, django_db_blocker):
    """The demo as its first start writes it."""
    with django_db_blocker.unblock():
        yield write_demo(now=NOW)


def count_everything():
    tables = (*FACTS, PersonalDetail, HeldNumber, Practitioner, Verification, Organisation, User, Membership, Consent)
    return {table.__name__: table.objects.count() for table in tables}


@pytest.mark.django_db
def test_the_command_writes_once_and_tells_how_to_sign_in(shipped, tmp_path, capsys):
    note = tmp_path / "new" / "demo.json"
    call_command("load_demo", note=note)
    told, counts = json.loads(note.read_text()), count_everything()
    assert note.stat().st_mode & 0o777 == 0o600
    assert {"email", "password", "api_key", "curl_path"} <= set(told)
    assert User.objects.get(email=told["email"]).check_password(told["password"])
    call_command("load_demo", note=note)
    assert "there already" in capsys.readouterr().out
    assert (json.loads(note.read_text()), count_everything()) == (told, counts)


def test_two_hundred_people_in_twenty_places(demo):
    people = invent_people(NOW.date())
    assert (len(people), len(PLACES), len({one.alias for one in people})) == (200, 20, 200)
    assert len({one.told["register"]["name"] for one in people}) == 200
    assert Practitioner.objects.count() == 201  # one of them stands twice


def test_every_outcome_is_there_many_times(demo):
    outcomes = Counter(Verification.objects.values_list("outcome", flat=True))
    assert set(outcomes) == {"permitted", "conditional", "refused", "undetermined"}
    assert min(outcomes.values()) >= 10


@pytest.mark.parametrize(
    ("word", "words"), [("status", STATUSES), ("kind", RESTRICTIONS)], ids=["status", "restriction"]
)
def test_every_word_of_a_closed_list_is_there_and_in_force(demo, word, words):
    field = "statuses" if word == "status" else "restrictions"
    spans = [span for one in models.Licence.objects.filter(superseded_at=None) for span in getattr(one, field)]
    today = NOW.date().isoformat()
    assert {one[word] for one in spans if one["from"] <= today < (one["until"] or "9999")} == set(words)


CODES = [
    "licence_active", "licence_expired", "licence_not_yet_valid", "licence_restriction_reviewed",
    "licence_restricted_from_needling", "licence_restricted_from_minors", "licence_suspended", "licence_revoked",
    "licence_surrendered", "licence_inactive", "privilege_active", "privilege_expired", "privilege_not_yet_valid",
    "privilege_surrendered", "home_licence_in_good_standing", "home_licence_not_in_good_standing", "law_permits",
    "law_prohibits", "law_unread", "law_partly_read", "training_hours", "supervised_sessions", "years_licensed",
    "exam_passed", "board_authorization", "board_approved_course", "credential_held", "certification", "patient_age",
    "parental_consent", "child_assent", "minor_own_consent", "unread",
]  # fmt: skip


def test_every_kind_of_finding_is_there(demo):
    found = {
        one["code"]
        for text in Verification.objects.values_list("answer", flat=True)
        for one in json.loads(text)["findings"]
    }
    assert set(CODES) - found == set()


def test_children_on_both_sides_of_each_band_were_asked_about(demo):
    asked = [json.loads(text)["question"] for text in Verification.objects.values_list("answer", flat=True)]
    ages = {}
    for question in asked:
        if question["patient"].get("age", 99) < 18:
            ages.setdefault(question["jurisdiction"], set()).add(question["patient"]["age"])
    assert {
        "CA-QC": {9, 13, 15},
        "AU-NSW": {12, 14},
        "GB-ENG": {11, 15, 16},
        "NL": {11, 14, 17},
    }.items() <= ages.items()


def test_facts_of_each_kind_and_each_assurance_are_there(demo):
    assert [table.__name__ for table in FACTS if not table.objects.exists()] == []
    told = {one for table in FACTS for one in table.objects.values_list("assurance", flat=True)}
    assert {"register", "awarded", "self_stated"} <= told


def test_corrections_carry_their_reasons(demo):
    closed = models.Licence.objects.filter(superseded_at__isnull=False)
    assert {one.superseded_because for one in closed} == {
        "the last day had been mistyped",
        "the board's order came late",
    }


def test_one_licence_is_told_differently_by_two_sources(demo):
    current = models.Licence.objects.filter(superseded_at=None)
    twice = [one for one, count in Counter(current.values_list("practitioner", "held_number")).items() if count > 1]
    assert len(twice) == 1


def test_organisations_of_every_kind_and_users_of_every_role(demo):
    assert set(Organisation.objects.values_list("kind", flat=True)) == set(Organisation.Kind.values)
    assert set(Membership.objects.values_list("role", flat=True)) == set(ROLE_SCOPES)
    able = [user.email for user in User.objects.all() if user.has_usable_password()]
    assert able == [demo.email]


def test_consents_are_given_and_withdrawn(demo):
    told = {(one.kind, one.withdrawn_at is None) for one in Consent.objects.all()}
    assert told == {("listed", True), ("listed", False), ("see_record", True)}


def ask(number, **question):
    read = read_asked({"practitioner": {"registry_number": number}, **question}, now=NOW)
    answer = decide_one(read, now=NOW)
    assert isinstance(answer, Decided)
    return tell_decided(answer)


def test_both_numbers_of_a_merged_record_answer(demo):
    merged = MergedRecord.objects.select_related("absorbed", "survivor").get()
    question = {"jurisdiction": "US-IL", "patient": {"age": 44}, "attested": ["referral"]}
    told = [ask(one.registry_number, **question) for one in (merged.absorbed, merged.survivor)]
    assert told[0] == told[1]
    assert told[0]["outcome"] == "permitted"


def follow(path):
    """Ask what an address asks."""
    parts = urlsplit(path)
    query = parse_qs(parts.query)
    return ask(
        parts.path.split("/")[4],
        jurisdiction=query["jurisdiction"][0],
        patient={"age": int(query["age"][0])},
        attested=query["attested"][0].split(","),
    )


def test_the_first_question_to_paste_tells_a_shortfall_with_its_citation(demo):
    told = follow(demo.curl_path)
    assert told["outcome"] == "refused"
    (gap,) = told["gaps"]
    assert (gap["code"], gap["required"], gap["held"], gap["shortfall"]) == ("training_hours", 50, 38, 12)
    cited = [one["citation"]["text"] for one in told["findings"] if one["code"] == "training_hours"]
    assert cited == ["s. 486.117, Fla. Stat.; Fla. Admin. Code R. 64B17-6.008"]


def test_the_second_is_permitted_until_the_licence_ends(demo):
    told = follow(demo.permitted_path)
    assert (told["outcome"], told["gaps"]) == ("permitted", [])
    assert told["next_change"]["because"] == ["licence_active", "licence_expired"]


def test_a_suspension_told_late_changes_the_answer_but_not_what_was_answered(demo):
    fact = models.Licence.objects.get(superseded_because="the board's order came late")
    number = fact.practitioner.registry_number
    then = Verification.objects.get(practitioner=fact.practitioner)
    attested = ["written_informed_consent", "technique_taught_in_course"]
    now = ask(number, jurisdiction="US-VA", patient={"age": 44}, attested=attested)
    assert (then.outcome, now["outcome"]) == ("permitted", "refused")


def test_nobody_is_real(demo):
    details = PersonalDetail.objects.exclude(value=None)
    addresses = [
        *details.filter(kind="email").values_list("value", flat=True),
        *User.objects.values_list("email", flat=True),
    ]
    assert all(address.endswith("@example.org") for address in addresses)
    npis = details.filter(kind="npi").values_list("value", flat=True)
    assert len(npis) > 100
    assert all(is_npi(npi) and npi.startswith("2") for npi in npis)
    assert all(text.startswith(("DEMO", "TA-")) for text in HeldNumber.objects.values_list("text", flat=True))


@pytest.mark.parametrize(
    "today", ["1999-12-31", "2028-02-29", "2150-01-01"], ids=["long ago", "a leap day", "far ahead"]
)
def test_every_day_is_counted_from_the_first_start(demo, today):
    shift = dt.date.fromisoformat(today) - NOW.date()
    moved = json.dumps([one.told for one in invent_people(NOW.date() + shift)])
    days = {
        text
        for text in json.dumps([one.told for one in invent_people(NOW.date())]).split('"')
        if text[4:5] == "-" and text[:4].isdigit()
    }
    assert all(f'"{(dt.date.fromisoformat(day) + shift).isoformat()}"' in moved for day in days)
