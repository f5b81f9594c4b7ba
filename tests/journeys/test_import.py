"""A register sends a file with slips of the pen in it, mends what was handed back, and sends that again."""

import json

import pytest
from django.core.management import call_command

from credentials.models import Practitioner
from tests.journeys.steps import (
    by_licence,
    by_registry_number,
    given_a_clinic_with_a_fresh_key,
    make_question,
    then_the_answer_is,
    when_it_verifies,
)
from tests.journeys.world import MARA, NOOR, make_record

pytestmark = pytest.mark.django_db
GOOD = make_record(MARA, "Mara Thistledown", "AB-1007")
SLIPPED = make_record(NOOR, "Noor Larkspurley", "AB-1008")
SLIPPED["licences"][0]["issued_on"] = "2015-02-30"
SLIPPED["training"][0]["hours"][0]["delivery"] = "by post"


def when_the_register_sends(path, *lines):
    """The command's exit status: 0 when every line was taken."""
    if lines:
        path.write_bytes(b"".join(line.encode() + b"\n" for line in lines))
    try:
        call_command("import_registry", str(path), source="Register of Xanadu")
    except SystemExit as ended:
        return ended.code
    return 0


@pytest.fixture
def story(the_law, tmp_path):
    """A good line, one with two slips, and one that is no JSON at all."""
    path = tmp_path / "march.ndjson"
    status = when_the_register_sends(path, json.dumps(GOOD), json.dumps(SLIPPED), '{"registry_number": ')
    return path, status


def refused_of(path):
    return path.with_name(f"{path.name}.refused.ndjson")


def test_the_good_line_goes_in_and_the_others_are_handed_back_as_they_came(story):
    path, status = story

    assert status == 1
    assert list(Practitioner.objects.values_list("registry_number", flat=True)) == [MARA]
    assert refused_of(path).read_text().splitlines() == [json.dumps(SLIPPED), '{"registry_number": ']
    then_the_answer_is(
        when_it_verifies(given_a_clinic_with_a_fresh_key(), make_question(by_registry_number(MARA))), "permitted"
    )


def test_every_slip_is_named_with_its_line_and_place(story):
    path, _ = story

    faults = [json.loads(line) for line in path.with_name(f"{path.name}.faults.ndjson").read_text().splitlines()]

    assert [(one["line"], [(fault["pointer"], fault["code"]) for fault in one["errors"]]) for one in faults] == [
        (2, [("/licences/0/issued_on", "not_a_day"), ("/training/0/hours/0/delivery", "unknown_value")]),
        (3, [("", "malformed_json")]),
    ]


def test_mended_and_sent_again_it_is_taken(story, tmp_path):
    path, _ = story
    mended = tmp_path / "mended.ndjson"
    text = refused_of(path).read_text().splitlines()[0]

    status = when_the_register_sends(mended, text.replace("2015-02-30", "2015-02-28").replace("by post", "in_person"))

    assert status == 0
    assert not refused_of(mended).exists()
    answer = when_it_verifies(given_a_clinic_with_a_fresh_key(), make_question(by_licence("XA", "AB-1008")))
    then_the_answer_is(answer, "permitted")
    assert answer["question"]["practitioner"] == {"registry_number": NOOR}


def test_the_whole_file_sent_again_changes_nothing_and_refuses_the_same(story, capsys):
    path, _ = story
    clinic = given_a_clinic_with_a_fresh_key()
    before = when_it_verifies(clinic, make_question(by_registry_number(MARA)))

    status = when_the_register_sends(path)

    assert status == 1
    assert "1 as before" in capsys.readouterr().out
    assert when_it_verifies(clinic, make_question(by_registry_number(MARA)))["known_at"] == before["known_at"]
