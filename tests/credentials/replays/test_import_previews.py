"""A file that is taken in shows first how many answers of how many askers it would change, as a correction does."""

import copy
import json

import pytest
from django.core.management import CommandError, call_command

from credentials.models import Licence, Verification
from outbox.models import Message
from tests.credentials.api.world import ADA, CARL, PEOPLE, licence
from tests.credentials.replays.conftest import BIRCH

WALES = {"jurisdiction": "GB-WLS"}
ENDED = [licence("A-1"), licence("W 12.34-5", "GB-WLS", expires_on="2026-01-31")]


@pytest.fixture
def write(tmp_path):
    def make(*records):
        path = tmp_path / "people.ndjson"
        path.write_text("".join(json.dumps(one) + "\n" for one in records))
        return str(path)

    return make


@pytest.fixture
def asked(verify, make_client):
    """Three answers on Ada in Wales, of two organisations, and one elsewhere that nothing touches."""
    verify(**WALES)
    verify(**WALES)
    verify(client=make_client("verify:read", organisation=BIRCH), **WALES)
    verify()


@pytest.fixture
def answered(monkeypatch):
    """What the operator types."""
    typed = []

    def answer(text):
        monkeypatch.setattr("builtins.input", lambda prompt: typed.append(prompt) or text)
        return typed

    return answer


def ada(**changed):
    return copy.deepcopy(PEOPLE[0]) | changed


def state():
    return list(Licence.objects.order_by("id").values_list("id", "superseded_at")), Message.objects.count()


def test_a_dry_run_tells_and_records_nothing(asked, write, capsys):
    before = state()
    call_command("import_registry", write(ada(licences=ENDED)), dry_run=True)
    told = capsys.readouterr().out
    assert "4 answers on record looked at: 3 of 2 organisations would come out otherwise." in told
    assert "refused: 3" in told
    assert ADA not in told
    assert state() == before


def test_what_is_told_is_what_then_differs(asked, write, asker):
    call_command("import_registry", write(ada(licences=ENDED)))
    assert len(asker.get("/api/v1/verifications?differs=true").json()["items"]) == 2


def test_steps_that_cancel_one_another_out_change_nothing(asked, write, capsys):
    """One person on two lines is recorded in two steps; what counts is the first before and the last after."""
    call_command("import_registry", write(ada(licences=ENDED), ada()), dry_run=True)
    assert "none would come out otherwise" in capsys.readouterr().out


def test_whoever_says_no_has_written_nothing(asked, write, answered):
    before, typed = state(), answered("n")
    with pytest.raises(CommandError, match="Nothing was taken in"):
        call_command("import_registry", write(ada(licences=ENDED)), ask=True)
    assert (state(), typed) == (before, ["Take it in? [y/N] "])


def test_whoever_says_yes_has(asked, write, answered, capsys):
    answered("y")
    call_command("import_registry", write(ada(licences=ENDED)), ask=True)
    assert "Took 1 lines: 0 new, 1 changed" in capsys.readouterr().out
    assert Licence.objects.filter(expires_on="2026-01-31", superseded_at=None).exists()


def test_what_changes_no_answer_is_not_asked_about(asked, write, answered):
    typed = answered("n")
    call_command("import_registry", write({"registry_number": CARL, "credentials": []}), ask=True)
    assert typed == []


def test_before_anybody_asked_anything_there_is_nothing_to_show(people, write, answered, capsys):
    typed = answered("n")
    assert not Verification.objects.exists()
    call_command("import_registry", write(ada(licences=ENDED)), ask=True)
    assert typed == []
    assert "looked at" not in capsys.readouterr().out
