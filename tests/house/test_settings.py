"""What the environment may say, and where a command finds the servers when it says nothing."""

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest
from django.core.exceptions import ImproperlyConfigured

from config.instance import read_instance
from config.jobs import name_broker
from config.settings.reading import (
    parse_database,
    read_choice,
    read_flag,
    read_list,
    read_number,
    read_sender,
    require,
)
from tests.house.repository import CLONE


@pytest.mark.parametrize(
    ("redis_url", "broker"),
    [
        ("redis://localhost:6379/1", "redis://localhost:6379/1"),
        ("unix:///run/x/valkey.sock?db=3", "redis+socket:///run/x/valkey.sock?virtual_host=3"),
        ("unix:///run/x/valkey.sock", "redis+socket:///run/x/valkey.sock?virtual_host=0"),
    ],
    ids=["a port", "a socket and a database", "a socket alone"],
)
def test_the_broker_in_celerys_words(redis_url: str, broker: str) -> None:
    assert name_broker(redis_url) == broker


@pytest.mark.parametrize("told", ["0", "-1", "1.5", "12 ", "١٢", "1" * 4000], ids=repr)
def test_a_number_that_is_none_is_refused(monkeypatch: pytest.MonkeyPatch, told: str) -> None:
    monkeypatch.setenv("SOME_NUMBER", told)
    with pytest.raises(ImproperlyConfigured, match="SOME_NUMBER must be a whole number of at least 1"):
        read_number("SOME_NUMBER", 12, least=1)


def test_an_empty_variable_means_the_default(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("SOME_NUMBER", "")
    monkeypatch.setenv("SOME_WORD", "")
    assert read_number("SOME_NUMBER", 12, least=1) == 12
    assert read_choice("SOME_WORD", "secondary", ("memory", "secondary")) == "secondary"


def test_a_word_outside_the_list_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("SOME_WORD", "hearsay")
    with pytest.raises(ImproperlyConfigured, match="must be one of memory, secondary, not 'hearsay'"):
        read_choice("SOME_WORD", "secondary", ("memory", "secondary"))


def test_lists_are_parted_by_commas(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("SOME_LIST", " a.example.org, b.example.org,,")
    assert read_list("SOME_LIST") == ["a.example.org", "b.example.org"]


def test_what_a_deployment_must_set_is_named(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("SOME_SECRET", raising=False)
    with pytest.raises(ImproperlyConfigured, match="SOME_SECRET must be set"):
        require("SOME_SECRET")


def test_only_postgresql_is_a_database() -> None:
    with pytest.raises(ImproperlyConfigured, match="must begin with postgres://"):
        parse_database("sqlite:///x")
    with pytest.raises(ImproperlyConfigured, match="cannot be read"):
        parse_database("postgres://x@host:port/y")


def test_a_note_is_believed_while_its_start_lives(tmp_path: Path) -> None:
    note = tmp_path / "running.json"
    assert read_instance(note) == {}
    note.write_text(json.dumps({"address": "http://127.0.0.1:8000", "pid": str(os.getpid())}))
    assert read_instance(note)["address"] == "http://127.0.0.1:8000"
    ended = subprocess.Popen(["true"])
    ended.wait()
    note.write_text(json.dumps({"address": "http://127.0.0.1:8000", "pid": str(ended.pid)}))
    assert read_instance(note) == {}
    note.write_text("{half a no")
    assert read_instance(note) == {}


def test_a_deployment_without_its_secrets_does_not_start() -> None:
    environment = {"PATH": os.environ["PATH"], "DJANGO_SETTINGS_MODULE": "config.settings.production"}
    told = subprocess.run(
        [sys.executable, "manage.py", "check"],
        cwd=CLONE,
        env=environment,
        capture_output=True,
        text=True,
        check=False,
    )
    assert (told.returncode, told.stderr) == (1, "SECRET_KEY must be set.\n")


@pytest.mark.parametrize("told", ["filiform", "Filiform <filiform>", "a@b@c", "<>"])
def test_mails_come_from_an_address(monkeypatch: pytest.MonkeyPatch, told: str) -> None:
    monkeypatch.setenv("SOME_SENDER", told)
    with pytest.raises(ImproperlyConfigured, match="SOME_SENDER must be a mail address"):
        read_sender("SOME_SENDER", "x@example.org")


def test_a_sender_may_have_a_name(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("SOME_SENDER", "Filiform <filiform@example.org>")
    assert read_sender("SOME_SENDER", "x@example.org") == "Filiform <filiform@example.org>"


def test_a_flag_is_one_or_nought(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("SOME_FLAG", "true")
    with pytest.raises(ImproperlyConfigured, match="SOME_FLAG must be one of 0, 1, not 'true'"):
        read_flag("SOME_FLAG")
    monkeypatch.setenv("SOME_FLAG", "1")
    assert read_flag("SOME_FLAG") is True
    assert read_flag("ANOTHER_FLAG") is False
