"""Signing keys: what is taken, what is refused, and that nothing secret is repeated."""

import json
import logging
import os
import subprocess
import sys
from pathlib import Path

import pytest
from django.core.exceptions import ImproperlyConfigured
from django.core.management import CommandError, call_command

from config.settings.signing import read_signing_keys
from credentials.signing.files import keep_private_text, read_private_file
from credentials.signing.keys import UnusableKeys, make_key_set, make_private_jwk, read_key_set
from credentials.signing.making import add_key

ONE, TWO = make_private_jwk(), make_private_jwk()


def public(jwk):
    return {name: value for name, value in jwk.items() if name != "d"}


def key_set(*keys):
    return json.dumps({"keys": keys})


def test_the_first_signs_and_all_are_published():
    keys = read_key_set(key_set(ONE, public(TWO)))
    assert keys.signer.kid == ONE["kid"]
    assert [one["kid"] for one in keys.public] == [ONE["kid"], TWO["kid"]]
    assert not any("d" in one for one in keys.public)


def test_a_thumbprint_is_that_of_rfc_8037():
    """The key and the thumbprint of its appendix A."""
    told = {
        "kty": "OKP",
        "crv": "Ed25519",
        "d": "nWGxne_9WmC6hEr0kuwsxERJxWl7MmkZcDusAxyuf2A",
        "x": "11qYAYKxCrfVS_7TyWQHOg7hcvPapiMlrwIaaPcHURo",
    }
    assert read_key_set(key_set(told)).signer.kid == "kPrK_qmxVWaYVA9wwBF6Iuo3vVzz7TxHCTwXBygrS4k"


HOSTILE = {
    "nothing": ("", "neither SIGNING_KEYS nor SIGNING_KEY_FILE is set"),
    "no JSON": ("{secret", "no JSON"),
    "a bare key": (json.dumps(ONE), "must be a JWK set"),
    "an empty set": (key_set(), "must be a JWK set"),
    "a list": ("[]", "must be a JWK set"),
    "texts for keys": (key_set("secret"), "must be a JWK set"),
    "a public key alone": (key_set(public(ONE)), "no private part"),
    "the same key twice": (key_set(ONE, ONE), "the same key twice"),
    "a key of another kind": (key_set({"kty": "oct", "k": "secret"}), "key 1 is not of the kind OKP"),
    "another curve": (key_set(ONE, {**TWO, "crv": "X25519"}), "key 2 is not of the kind OKP"),
    "a public part of another": (key_set({**ONE, "x": TWO["x"]}), "does not belong to its public part"),
    "a short private part": (key_set({**ONE, "d": "c2VjcmV0"}), "key 1 cannot be read"),
    "a private part that is a number": (key_set({**ONE, "d": 7}), "key 1 cannot be read"),
    "a padded public part": (key_set({**ONE, "x": ONE["x"] + "="}), "key 1 cannot be read"),
    "no public part": (key_set({"kty": "OKP", "crv": "Ed25519", "d": ONE["d"]}), "key 1 cannot be read"),
    "a name of its own": (key_set({**ONE, "kid": "mine"}), "not its RFC 7638 thumbprint"),
}


@pytest.mark.parametrize(("text", "sentence"), HOSTILE.values(), ids=HOSTILE.keys())
def test_what_cannot_sign_is_refused_in_one_sentence(text, sentence):
    with pytest.raises(UnusableKeys, match=sentence) as refused:
        read_key_set(text)
    told = str(refused.value)
    assert told.count("\n") == 0
    assert not any(secret in told for secret in ("secret", ONE["d"], TWO["d"]))
    assert refused.value.__cause__ is None


def test_a_private_part_is_never_shown(caplog):
    keys = read_key_set(key_set(ONE, TWO))
    shown = f"{keys!r} {keys.signer!r} {keys} {keys.public}"
    with caplog.at_level(logging.DEBUG):
        logging.getLogger("x").info("%s", keys)
    assert not any(one["d"] in shown + caplog.text for one in (ONE, TWO))


@pytest.fixture
def key_file(tmp_path):
    place = tmp_path / "keys.json"
    place.write_text(key_set(ONE))
    place.chmod(0o600)
    return place


@pytest.fixture
def environment(monkeypatch):
    monkeypatch.delenv("SIGNING_KEYS", raising=False)
    monkeypatch.delenv("SIGNING_KEY_FILE", raising=False)
    return monkeypatch


def test_the_environment_or_a_file(environment, key_file):
    assert read_signing_keys() == ""
    environment.setenv("SIGNING_KEY_FILE", str(key_file))
    assert read_signing_keys() == key_set(ONE)
    environment.setenv("SIGNING_KEYS", key_set(TWO))
    with pytest.raises(ImproperlyConfigured, match="both set"):
        read_signing_keys()
    environment.delenv("SIGNING_KEY_FILE")
    assert read_signing_keys() == key_set(TWO)


@pytest.mark.parametrize("mode", [0o640, 0o604, 0o620, 0o602, 0o610, 0o666], ids=oct)
def test_a_file_open_to_others_is_refused(key_file, mode):
    key_file.chmod(mode)
    with pytest.raises(ImproperlyConfigured, match=r"is open to others: `chmod 600 .*` closes it\.$"):
        read_private_file(key_file)


@pytest.mark.skipif(os.geteuid() != 0, reason="only root can give a file away")
def test_a_file_of_somebody_else_is_refused(key_file):
    os.chown(key_file, 12345, 12345)
    with pytest.raises(ImproperlyConfigured, match="belongs to another user"):
        read_private_file(key_file)


def test_a_link_is_judged_by_what_it_leads_to(key_file, tmp_path):
    link = tmp_path / "link"
    link.symlink_to(key_file)
    assert read_private_file(link) == key_set(ONE)
    key_file.chmod(0o644)
    with pytest.raises(ImproperlyConfigured, match="is open to others"):
        read_private_file(link)


def test_what_is_no_file_is_refused_without_waiting(tmp_path):
    os.mkfifo(tmp_path / "pipe", 0o600)
    (tmp_path / "binary").write_bytes(b"\xff\xfe")
    (tmp_path / "binary").chmod(0o600)
    for name, sentence in {
        "pipe": "is no file",
        ".": "is no file",
        "none": "cannot be read: No such file",
        "binary": "is no text",
        "a\0b": "cannot be read",
    }.items():
        with pytest.raises(ImproperlyConfigured, match=sentence):
            read_private_file(tmp_path / name)


def test_of_two_starts_at_once_one_key_wins(tmp_path):
    code = (
        "import sys; from pathlib import Path\n"
        "from credentials.signing.files import keep_private_text\n"
        "from credentials.signing.keys import make_key_set, read_key_set\n"
        "from django.conf import settings\n"
        "print(read_key_set(keep_private_text(Path(sys.argv[1]), make_key_set)).signer.kid)"
    )
    place = tmp_path / "keys.json"
    command = [sys.executable, "-c", code, str(place)]
    started = [subprocess.Popen(command, stdout=subprocess.PIPE, text=True) for _ in range(4)]
    told = {one.communicate()[0] for one in started}
    assert len(told) == 1
    assert read_key_set(place.read_text()).signer.kid == told.pop().strip()
    assert place.stat().st_mode & 0o777 == 0o600
    assert [one.name for one in tmp_path.iterdir()] == ["keys.json"]


def test_what_is_kept_is_made_once(tmp_path):
    made = keep_private_text(tmp_path / "k", make_key_set)
    assert keep_private_text(tmp_path / "k", make_key_set) == made


def test_a_new_key_goes_before_the_old(tmp_path, capsys):
    place = tmp_path / "keys.json"
    call_command("make_signing_key", str(place))
    (first,) = json.loads(place.read_text())["keys"]
    call_command("make_signing_key", str(place))
    second, old = json.loads(place.read_text())["keys"]
    assert old == first
    assert read_key_set(place.read_text()).signer.kid == second["kid"]
    assert place.stat().st_mode & 0o777 == 0o600
    assert list(tmp_path.iterdir()) == [place]
    told = capsys.readouterr()
    assert second["kid"] in told.out
    assert not any(key["d"] in told.out + told.err for key in (first, second))


def test_a_key_file_that_holds_something_else_is_left_alone(tmp_path):
    place = tmp_path / "notes.txt"
    place.write_text("dear diary")
    place.chmod(0o600)
    with pytest.raises(CommandError, match="no JSON"):
        call_command("make_signing_key", str(place))
    assert place.read_text() == "dear diary"
    with pytest.raises(CommandError, match="cannot be written"):
        call_command("make_signing_key", str(tmp_path / "none" / "keys.json"))
    place.chmod(0o644)
    with pytest.raises(ImproperlyConfigured, match="is open to others"):
        add_key(place)


PRODUCTION = {
    "DJANGO_SETTINGS_MODULE": "config.settings.production",
    "SECRET_KEY": "x" * 50,
    "DATABASE_URL": "postgres://nobody@nowhere/nothing",
    "REDIS_URL": "redis://nowhere",
    "ALLOWED_HOSTS": "example.org",
    "PUBLIC_URL": "https://example.org",
}
STARTS = {
    "no key": ({}, "SIGNING_KEYS or SIGNING_KEY_FILE must be set"),
    "a broken key": ({"SIGNING_KEYS": key_set({**ONE, "x": TWO["x"]})}, "does not belong to its public part"),
    "a key": ({"SIGNING_KEYS": key_set(ONE)}, ""),
}


@pytest.mark.parametrize(("told", "sentence"), STARTS.values(), ids=STARTS.keys())
def test_a_deployment_says_at_its_start_when_it_cannot_sign(told, sentence):
    environment = {"PATH": os.environ["PATH"], **PRODUCTION, **told}
    command = [sys.executable, "manage.py", "diffsettings"]
    clone = Path(__file__).resolve().parents[3]
    done = subprocess.run(command, cwd=clone, env=environment, capture_output=True, text=True, check=False)
    assert (done.returncode == 0) == (sentence == ""), done.stderr
    assert sentence in done.stderr
    assert done.stderr.count("\n") == bool(sentence)
    assert ONE["d"] not in done.stderr
