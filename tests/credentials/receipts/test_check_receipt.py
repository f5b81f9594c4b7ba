"""`manage.py check_receipt`: valid or not, every fault, with or without a database."""

import io
import json
import os
import subprocess
import sys
from pathlib import Path

import pytest
from django.core.management import CommandError, call_command
from django.db import connection

from credentials.signing import sign
from credentials.signing.receipts import examine_receipt
from credentials.signing.tokens import RECEIPT
from tests.credentials.receipts.forging import parts_of

CLONE = Path(__file__).resolve().parents[3]


@pytest.fixture
def run(capsys, tmp_path):
    """Check a text; gives the exit code and what was told."""

    def check(text, *arguments):
        place = tmp_path / "receipt"
        place.write_text(text)
        try:
            call_command("check_receipt", str(place), *arguments)
        except CommandError as error:
            return error.returncode, capsys.readouterr().out + str(error)
        return 0, capsys.readouterr().out

    return check


@pytest.fixture
def jwks(keys, tmp_path):
    place = tmp_path / "jwks.json"
    place.write_text(json.dumps({"keys": list(keys.values())}))
    return place


def change(table, statement):
    """As somebody with the rights of the database's owner could."""
    with connection.cursor() as cursor:
        cursor.execute("SET LOCAL session_replication_role = replica")
        cursor.execute(f"UPDATE {table} SET {statement}")


def test_a_sound_one(run, receipt):
    code, told = run(receipt + "\n")
    assert code == 0
    assert told.startswith("valid: permitted for FN-7K3M-2Q9D as known at ")
    assert "Compared with the answer on file." in told


def test_an_answer_with_its_receipt(run, verify):
    answer = verify().json()
    assert run(json.dumps(answer))[0] == 0
    code, told = run(json.dumps({**answer, "outcome": "permitted", "holds_until": "2099-01-01"}))
    assert code == 1
    assert "fault: the answer says otherwise of holds_until" in told
    assert "fault: the answer says otherwise of outcome" in told
    assert run(json.dumps({**answer, "receipt": None}))[0] == 2


def test_from_standard_input(receipt, monkeypatch, capsys):
    monkeypatch.setattr(sys, "stdin", io.StringIO(receipt))
    call_command("check_receipt", "-")
    assert capsys.readouterr().out.startswith("valid: ")


def test_a_tampered_one(run, receipt):
    header, payload, _ = receipt.split(".")
    code, told = run(f"{header}.{payload}.{'A' * 86}")
    assert code == 1
    assert "fault: the signature does not fit" in told
    assert "invalid: " in told
    assert run("nonsense")[0] == 1


MISSING = {
    "a claim too few": (lambda claims: claims.pop("evidence"), "the claim evidence is missing"),
    "a claim too many": (lambda claims: claims.update(exp=1), "there is no claim 'exp' in a receipt"),
    "another subject": (lambda claims: claims.update(sub="FN-0000-0000"), "the question is about another practitioner"),
    "a question that is a text": (lambda claims: claims.update(question="?"), "the question is about another"),
    "a time that is a text": (lambda claims: claims.update(iat="now"), "the time of issue (iat) is no whole number"),
}


@pytest.mark.parametrize(("spoil", "fault"), MISSING.values(), ids=MISSING.keys())
def test_a_signed_one_that_is_no_receipt(run, receipt, spoil, fault):
    claims = parts_of(receipt)[1]
    spoil(claims)
    code, told = run(sign(claims, typ=RECEIPT))
    assert code == 1
    assert fault in told


def test_a_signed_one_that_was_never_given(run, receipt):
    claims = {**parts_of(receipt)[1], "jti": "00000000-0000-4000-8000-000000000000"}
    code, told = run(sign(claims, typ=RECEIPT))
    assert code == 1
    assert "fault: no such answer is on file here" in told


ON_FILE = {
    "another answer": ("outcome = 'refused'", "the answer on file is refused"),
    "another receipt": ("receipt = 'a.b.c'", "another receipt is on file for this answer"),
    "another text": ("answer = '{}'", "the answer on file was changed: its digest does not fit"),
}


@pytest.mark.parametrize(("statement", "fault"), ON_FILE.values(), ids=ON_FILE.keys())
def test_one_that_is_not_as_it_is_on_file(run, receipt, statement, fault):
    change("credentials_verification", statement)
    code, told = run(receipt)
    assert code == 1
    assert f"fault: {fault}" in told


def test_offline_with_nothing_but_the_keys(receipt, jwks, tmp_path):
    place = tmp_path / "receipt"
    place.write_text(receipt)
    environment = {"PATH": os.environ["PATH"], "DJANGO_SETTINGS_MODULE": "config.settings.base", "SECRET_KEY": "x"}
    command = [sys.executable, "manage.py", "check_receipt", str(place), "--jwks", str(jwks)]

    def check():
        done = subprocess.run(command, cwd=CLONE, env=environment, capture_output=True, text=True, check=False)
        return done.returncode, done.stdout + done.stderr

    code, told = check()
    assert (code, told.splitlines()[1]) == (0, "Not compared with the answer on file: there is no database here.")
    place.write_text(receipt[:-8] + "AAAAAAAA")
    assert check()[0] == 1
    jwks.write_text("[]")
    assert check()[0] == 2


def test_a_key_that_is_not_in_the_set_that_was_given(run, receipt, tmp_path):
    place = tmp_path / "none.json"
    place.write_text('{"keys": []}')
    code, told = run(receipt, "--jwks", str(place))
    assert code == 1
    assert "is not among the published keys" in told


def test_a_file_that_is_not_there(receipt):
    with pytest.raises(CommandError, match="cannot be read") as refused:
        call_command("check_receipt", "/nonexistent/receipt")
    assert refused.value.returncode == 2


def test_every_fault_at_once(receipt, keys):
    claims = {name: value for name, value in parts_of(receipt)[1].items() if name not in ("aud", "law")}
    faults = examine_receipt(sign({**claims, "more": 1}, typ="JWT"), keys).faults
    assert len(faults) == 4
