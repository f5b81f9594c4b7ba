"""What a source tells replaces what that source told before, and nothing else; told again it changes nothing."""

import copy

import pytest

from accounts.models import HeldNumber, Person, PersonalDetail, RegistryClock
from accounts.operations.personal import find_or_make_organisation
from credentials.models import Certification, ExamPass, Licence, Practitioner, Training
from credentials.queries.records import record_as_exported

pytestmark = pytest.mark.django_db
NEW_EXAM = {"form": "practical", "of": "DN-1", "passed_on": "2017-01-01"}


@pytest.fixture
def told(reader):
    """The record as exported, of one source or of all."""

    def tell(number="FN-7K3M-2Q9D", source=None):
        organisation = find_or_make_organisation(name=source) if source else None
        practitioner = Practitioner.objects.get(registry_number=number)
        return record_as_exported(practitioner, shapes=reader.shapes, source=organisation)

    return tell


def test_a_record_comes_out_as_it_went_in(put, told, ada):
    written = put(ada)
    assert (written.registry_number, written.is_new, written.recorded) == ("FN-7K3M-2Q9D", True, 15)
    out = told()
    for name, value in ada.items():
        if not (isinstance(value, list) and value and isinstance(value[0], dict)):
            assert out[name] == value
            continue
        assert out[name] == [{**item, "assurance": "register", "checked_on": None} for item in value]
    assert list(out) == list(ada)


def test_the_same_again_changes_nothing_and_does_not_move_the_clock(put, ada):
    put(ada)
    before = RegistryClock.objects.get().ticked_at
    counts = [model.objects.count() for model in (Licence, Training, PersonalDetail, HeldNumber, Person)]
    again = put(ada)
    assert not again.changed
    assert RegistryClock.objects.get().ticked_at == before
    assert [model.objects.count() for model in (Licence, Training, PersonalDetail, HeldNumber, Person)] == counts


def test_what_is_left_out_is_left_alone(put, told, ada):
    put(ada)
    before = told()
    assert not put({"registry_number": ada["registry_number"]}).changed
    assert told() == before


def test_an_empty_list_retracts_everything_in_it(put, told, ada):
    put(ada)
    written = put({"registry_number": ada["registry_number"], "exams": [], "former_names": []})
    assert (written.retracted, written.recorded) == (2, 0)
    assert told()["exams"] == []
    assert told()["former_names"] == []
    old = ExamPass.objects.get()
    assert (old.superseded_because, old.superseded_by) == ("retracted", "user:1")
    assert old.superseded_at == RegistryClock.objects.get().ticked_at


def test_null_removes_a_scalar(put, told, ada):
    put(ada)
    put({"registry_number": ada["registry_number"], "name": None, "listed": None})
    assert (told()["name"], told()["listed"], told()["email"]) == (None, None, "ada@example.org")


def test_other_content_under_the_same_key_supersedes(put, told, ada):
    put(ada)
    ada["licences"][0] |= {"number": "12345 2401", "expires_on": None}
    written = put(ada, reason="renewed")
    assert (written.replaced, written.recorded, written.retracted, written.unchanged) == (1, 0, 0, 14)
    old, new = Licence.objects.order_by("id")
    assert old.key_digest == new.key_digest
    assert old.superseded_at == new.recorded_at
    assert old.superseded_because == "renewed"
    assert told()["licences"][0]["number"] == "12345 2401"
    assert not put(ada).changed


def test_another_key_is_another_thing(put, ada):
    put(ada)
    ada["exams"] = [NEW_EXAM]
    written = put(ada)
    assert (written.recorded, written.retracted, written.replaced) == (1, 1, 0)


def test_a_name_that_changes_is_replaced_once(put, told, ada):
    put(ada)
    written = put({"registry_number": ada["registry_number"], "name": "Ada Lovelace"})
    assert (written.replaced, written.recorded) == (1, 0)
    assert list(PersonalDetail.objects.filter(kind="name").order_by("id").values_list("value", flat=True)) == [
        "Ada Okafor",
        "Ada Lovelace",
    ]


def test_a_writer_replaces_its_own_facts_only(put, told, ada):
    put(ada)
    put({"registry_number": ada["registry_number"], "exams": [], "name": "A. Okafor", "training": []}, source="Board")
    assert told(source="registry")["exams"] == [{**ada["exams"][0], "assurance": "register", "checked_on": None}]
    assert told(source="Board")["name"] == "A. Okafor"
    assert told(source="registry")["name"] == "Ada Okafor"


def test_of_two_sources_the_strongest_stands_and_then_the_first(put, told, ada):
    put(ada)
    exam = {**ada["exams"][0], "assurance": "seen_at_source"}
    put({"registry_number": ada["registry_number"], "exams": [exam]}, source="Board")
    training = {**ada["training"][0], "supervised_sessions": 9}
    put({"registry_number": ada["registry_number"], "training": [training]}, source="Board")
    assert [item["assurance"] for item in told()["exams"]] == ["seen_at_source"]
    assert [item["supervised_sessions"] for item in told()["training"]] == [0]


def test_a_replaced_certification_is_told_by_its_number(put, told, ada):
    ada["certifications"][0]["replaces"] = "C-0"
    put(ada)
    assert told()["certifications"][0]["replaces"] == "C-0"
    assert Certification.objects.get().replaced_number.text == "C-0"
    assert not put(ada).changed


def test_items_are_told_in_the_order_of_their_keys(put, told, ada):
    ada["exams"] = [{"form": form, "of": "B", "passed_on": "2016-01-01"} for form in ("written", "practical")]
    ada["former_names"] = ["Zoe", "Ada"]
    put(ada)
    assert [exam["form"] for exam in told()["exams"]] == ["practical", "written"]
    assert told()["former_names"] == ["Ada", "Zoe"]


def test_a_record_on_nobody_known_makes_a_person_with_a_number_of_its_own(put, bo):
    del bo["registry_number"]
    written = put(bo)
    assert written.is_new
    assert Practitioner.objects.get().registry_number == written.registry_number


LICENCE = {"jurisdiction": "US-CO", "profession": "PT", "number": "co-77", "issued_on": "2018-01-01"}
WHOSE = {
    "its number": ({"registry_number": "FN-B000-0000", "exams": [NEW_EXAM]}, None),
    "its NPI": ({"npi": "1000000004", "exams": [NEW_EXAM]}, None),
    "its licence, spelt in another way": ({"licences": [LICENCE], "exams": [NEW_EXAM]}, None),
    "its licence and an NPI nobody has": ({"npi": "1000000012", "licences": [LICENCE]}, None),
    "its NPI and another's licence": ({"npi": "1234567893", "licences": [LICENCE]}, [("", "two_candidates")]),
    "another's NPI beside its number": (
        {"registry_number": "FN-B000-0000", "npi": "1234567893"},
        [("/npi", "contradicts_npi")],
    ),
    "another's licence beside its number": (
        {"registry_number": "FN-7K3M-2Q9D", "licences": [{**LICENCE, "number": "9"}, LICENCE]},
        [("/licences/1/number", "contradicts_licence")],
    ),
    "a number not on file with an NPI that is": (
        {"registry_number": "FN-C000-0000", "npi": "1234567893"},
        [("/npi", "contradicts_npi")],
    ),
    "a number not on file with a licence that is": (
        {"registry_number": "FN-C000-0000", "licences": [LICENCE]},
        [("/licences/0/number", "contradicts_licence")],
    ),
}


@pytest.mark.parametrize(("line", "faults"), WHOSE.values(), ids=WHOSE.keys())
def test_whose_a_record_is(put, ada, bo, line, faults):
    put(ada)
    put(bo)
    answer = put(line)
    if faults:
        assert answer == faults
    else:
        assert (answer.registry_number, answer.is_new, Practitioner.objects.count()) == ("FN-B000-0000", False, 2)


def test_self_stated_licences_find_nobody(put, bo):
    bo["licences"][0]["assurance"] = "self_stated"
    put(bo)
    assert put({"licences": [LICENCE]}).is_new


def test_a_self_stated_licence_contradicts_nobody(put, ada, bo):
    put(bo)
    ada["licences"].append({**LICENCE, "assurance": "self_stated"})
    assert put(ada).is_new


def test_what_was_retracted_finds_nobody(put, bo):
    put(bo)
    put({"registry_number": bo["registry_number"], "npi": None, "licences": []})
    assert put({"npi": bo["npi"]}).is_new
    assert put({"licences": [LICENCE]}).is_new


def test_a_source_may_correct_its_own_npi_but_not_contradict_another_source(put, told, bo):
    put(bo)
    assert put({"registry_number": bo["registry_number"], "npi": "1000000012"}).replaced == 1
    other = put({"registry_number": bo["registry_number"], "npi": "1000000020"}, source="Board")
    assert other == [("/npi", "contradicts_npi")]


def test_the_number_in_the_path_and_in_the_record_are_one(put, reader, ada):
    assert put(reader.read(ada, path_number="FN-C000-0000")) == [("/registry_number", "contradicts_path")]
    assert put(reader.read(ada, path_number=ada["registry_number"])).is_new
    del ada["registry_number"]
    assert not put(reader.read(ada, path_number="FN-7K3M-2Q9D")).changed
    assert put(reader.read(ada, path_number="FN-C000-0000")) == [
        ("/npi", "contradicts_npi"),
        ("/licences/0/number", "contradicts_licence"),
    ]


def test_no_digest_and_no_fact_holds_the_text_of_a_number(put, ada):
    put(ada)
    licence = Licence.objects.get()
    assert licence.held_number.text == "12345-2401"
    assert "12345" not in str({**vars(licence), "_state": None})


def test_the_same_facts_of_another_person_have_other_digests(put, ada):
    put(ada)
    twin = copy.deepcopy(ada) | {"registry_number": "FN-C000-0000", "npi": None, "licences": []}
    put(twin)
    assert Training.objects.values("digest").distinct().count() == 2
