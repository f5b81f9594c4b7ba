"""The question page: who may ask, what each answer tells, and how faults are told."""

import re

import pytest
from django.test import Client

from tests.web.world import CHIROPRACTOR, SHORT_OF_HOURS, employ

pytestmark = pytest.mark.django_db


def body(response):
    return " ".join(response.content.decode().split())


def test_a_visitor_reads_what_this_is_and_where_to_sign_in():
    page = body(Client().get("/"))
    assert "Only" not in page or "means yes" in page
    assert 'href="/sign-in/"' in page
    assert 'href="/law/"' in page
    assert 'id="question"' not in page


def test_a_question_sent_without_a_session_leads_to_signing_in():
    response = Client().post("/", {"person": "FN-7K3M-2Q9D"})
    assert (response.status_code, response["Location"]) == (302, "/sign-in/")


def test_a_user_of_no_organisation_may_not_ask(law):
    client = Client()
    client.force_login(employ("alone@example.org", role=None))
    for response in (client.get("/"), client.post("/", {})):
        assert response.status_code == 403
        assert "belong to no organisation" in body(response)


def test_a_post_without_a_token_is_refused_with_a_page(people):
    client = Client(enforce_csrf_checks=True)
    client.force_login(employ())
    response = client.post("/", {})
    assert response.status_code == 403
    assert "The form had grown too old" in body(response)


def test_without_law_the_page_says_so(db):
    client = Client()
    client.force_login(employ())
    assert client.get("/").status_code == 503


def test_the_form_offers_every_place_on_file_and_takes_one_from_a_link(desk):
    page = body(desk.get("/?place=XA-1"))
    assert '<option value="XA-1" selected>Xanadu North</option>' in page
    assert "<b>Ys</b>" not in page


def test_answers_are_kept_by_no_cache(desk, ask):
    assert "no-store" in ask()["Cache-Control"]


def test_permitted_tells_word_sentence_and_how_long(ask):
    page = body(ask(attested=["informed_consent"]))
    assert '<h1 class="word" id="verdict">Permitted</h1>' in page
    assert "FN-7K3M-2Q9D may needle a patient of 40 years in Xanadu on 2 March 2026." in page
    assert "31 December 2028" in page
    assert "the licence expires" in page


def test_refused_tells_how_many_hours_are_missing_and_where_it_is_written(ask):
    response = ask(person=SHORT_OF_HOURS)
    page = body(response)
    assert '<h1 class="word" id="verdict">Refused</h1>' in page
    assert re.search(r"on 2 March 2026: 38 of 50 in-person hours[^(]*\(Needling Act § 1\)", page)
    assert "12 hours short." in page
    assert '<progress value="38" max="50"' in page
    assert '<a href="https://law.example/1" rel="noreferrer external">Needling Act § 1</a>' in page
    assert "last checked" in page


def test_conditions_are_ticks_that_belong_to_the_form(ask):
    page = body(ask())
    assert "Conditional" in page
    assert 'name="attested" value="informed_consent" id="condition-informed_consent" form="question"' in page


def test_a_tick_that_only_the_law_knows_is_kept_for_the_next_question(ask):
    response = ask(person=SHORT_OF_HOURS, attested=["instructor_found_skill"])
    assert 'value="instructor_found_skill" class="form-check-input"' in body(response)
    assert response.context["answer"].conditions[0].key == "informed_consent"


def test_guidance_is_told_apart_from_law(ask):
    layers = {layer.key: layer for layer in ask(patient="child", age=None).context["answer"].layers}
    assert layers["standard"].title == "Guidance, not law"
    assert "guidance" in layers["standard"].reasons[0].source.text
    assert all("guidance" not in reason.source.text for reason in layers["law"].reasons if reason.source)


def test_a_refusal_that_only_guidance_makes_says_so(ask):
    ticks = ["informed_consent", "parental_consent", "child_assent"]
    page = body(ask(age="9", attested=ticks))
    assert '<h1 class="word" id="verdict">Refused</h1>' in page
    assert "Without the training standard it would be permitted." in page
    assert "<progress" not in page


def test_a_refusal_by_law_does_not_put_it_on_guidance(ask):
    assert "Without the training standard" not in body(ask(person=SHORT_OF_HOURS, age="9"))


def test_a_condition_that_no_tick_can_settle_leads_to_its_field(ask):
    page = body(ask(patient="child", age=None))
    assert 'href="#id_age"' in page
    assert 'value="patient_age_at_least_12"' not in page


def test_undetermined_is_told_as_a_no(ask):
    page = body(ask(person=CHIROPRACTOR))
    assert '<h1 class="word" id="verdict">Undetermined</h1>' in page
    assert "Cannot tell: treat it as a no." in page
    assert "cannot be shown to be allowed to needle a patient of 40 years in Xanadu" in page


def test_without_a_licence_there_the_answer_is_no(ask):
    page = body(ask(place="XB"))
    assert "Refused" in page
    assert "no licence or privilege" in page.lower()


def test_other_licences_are_told_with_their_outcome(ask):
    (other,) = ask(attested=["informed_consent"]).context["answer"].other_bases
    assert other.outcome == "undetermined"
    assert "Chiropractor" in other.title
    assert other.reasons[0].says.startswith("The law does not say")


def test_a_licence_finds_the_person_too(ask):
    page = body(ask(person=None, licence_place="XA", licence_profession="PT", licence_number="a 2"))
    assert SHORT_OF_HOURS in page


def test_an_npi_with_blanks_finds_the_person(ask):
    assert "FN-7K3M-2Q9D" in body(ask(person="1234 567 893"))


def test_names_never_come_back_only_whether_they_matched(ask):
    page = body(ask(name="Ada"))
    assert "Ada Okafor" not in page
    assert "given, and on record" in page


def test_a_part_without_law_of_its_own_is_asked_like_any_other(ask):
    assert "Xanadu North (XA-1)" in body(ask(place="XA-1"))


def test_numbers_asked_about_are_offered_again(desk, ask):
    ask()
    assert '<option value="FN-7K3M-2Q9D">' in body(desk.get("/"))


NOBODY = "Nobody on file has this number. Check it, or ask the practitioner for the registry number"
FAULTS = {
    "nothing at all": (
        {"person": "", "place": "", "age": "", "on": ""},
        {
            "id_person": "Give the practitioner's registry number, NPI or licence",
            "id_place": "Choose where the patient is",
            "id_age": "Give the patient's age in whole years, or choose adult or child",
        },
    ),
    "everything wrong": (
        {"person": "1234567890", "place": "", "place_code": "QQ-9", "age": "9" * 5000, "on": "0000-00-00",
         "body_region": "soul", "attested": ["be nice"]},
        {
            "id_person": "This is not an NPI: its check digit is wrong. Look for a mistyped digit",
            "id_place_code": "No place has this code",
            "id_age": "Give the age in whole years, such as 9",
            "id_on": "Give the day as year-month-day, such as 2026-11-22",
        },
    ),
    "two ways at once": (
        {"licence_number": "A-1", "place_code": "XA", "patient": "adult"},
        {
            "id_person": "Give the registry number or NPI, or the licence, not both",
            "id_place_code": "Choose a place from the list or give a code, not both",
            "id_age": "You gave an age and chose “adult”: leave one of them out",
        },
    ),
    "half a licence": (
        {"person": "", "licence_number": "A-1"},
        {
            "id_licence_place": "Choose the place that gave the licence",
            "id_licence_profession": "Choose the profession",
        },
    ),
    "nobody of that number": (
        {"person": "FN-0000-0000"},
        {"id_person": NOBODY},
    ),
    "nobody of that licence": (
        {"person": "", "licence_place": "XB", "licence_profession": "PT", "licence_number": "A-1"},
        {"id_licence_number": NOBODY},
    ),
    "a day out of range": ({"on": "2200-01-01"}, {"id_on": "Give a day between 1900 and 2199"}),
    "an age out of range": ({"age": "131"}, {"id_age": "Give an age from 0 to 130"}),
    "no choice of patient": ({"patient": ""}, {"id_patient_0": "Say who the patient is"}),
    "a NUL in the name": ({"name": "A\0da"}, {"id_name": "Null characters are not allowed."}),
    "letters of another script": ({"place": "", "place_code": "ХА"}, {"id_place_code": "No place has this code"}),
}  # fmt: skip


@pytest.mark.parametrize(("told", "faults"), FAULTS.values(), ids=FAULTS.keys())
def test_every_fault_stands_in_the_summary_and_beside_its_field(ask, told, faults):
    response = ask(**told)
    page = body(response)
    assert response.status_code == 422
    summary = {fault["field_id"]: fault["says"] for fault in response.context["faults"]}
    assert faults.items() <= summary.items()
    for field_id, says in faults.items():
        assert f'href="#{field_id}"' in page
        assert page.count(says.replace("'", "&#x27;")) >= 2
    assert "<title>Fault: Ask" in page


def test_a_body_too_large_is_refused_with_a_page(desk):
    response = desk.post("/", {"person": "x" * 3_000_000})
    assert response.status_code == 400
    assert "could not be read" in body(response)


def test_what_a_person_sends_is_shown_as_text(ask):
    assert "<script>alert" not in body(ask(person="<script>alert(1)</script>"))
