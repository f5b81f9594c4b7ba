"""The recipe of docs/receipts.md, run as it stands there."""

import json
import re
import shutil
import subprocess
from pathlib import Path

import pytest

from credentials.signing.published import keys_by_kid
from tests.credentials.receipts.forging import decode, encode

DOCS = Path(__file__).resolve().parents[3] / "docs" / "receipts.md"
RECIPE = re.findall(r"```sh\n(.*?)```", DOCS.read_text(), re.DOTALL)


def knows_ed25519():
    if shutil.which("openssl") is None or shutil.which("python3") is None:
        return False
    told = subprocess.run(["openssl", "version"], capture_output=True, text=True, check=False).stdout
    found = re.match(r"OpenSSL (\d+)\.", told)
    return found is not None and int(found[1]) >= 3


pytestmark = pytest.mark.skipif(not knows_ed25519(), reason="the recipe needs openssl 3 and python3")


@pytest.fixture
def folder(receipt, tmp_path):
    (tmp_path / "receipt.txt").write_text(receipt + "\n")
    (tmp_path / "jwks.json").write_text(json.dumps({"keys": list(keys_by_kid().values())}))
    return tmp_path


def follow(folder):
    (recipe,) = RECIPE
    return subprocess.run(["sh", "-c", recipe], cwd=folder, capture_output=True, text=True, check=False)


def change_receipt(folder, change):
    place = folder / "receipt.txt"
    place.write_text(".".join(change(*place.read_text().strip().split("."))))


def test_a_sound_receipt(folder):
    done = follow(folder)
    assert done.returncode == 0, done.stderr
    assert done.stdout.startswith("Signature Verified Successfully\n")
    claims = json.loads(done.stdout.partition("\n")[2])
    assert (claims["sub"], claims["outcome"]) == ("FN-7K3M-2Q9D", "permitted")


CHANGES = {
    "another outcome": lambda head, body, end: (head, encode(decode(body).replace(b"permitted", b"refused")), end),
    "another signature": lambda head, body, end: (head, body, "A" * 86),
    "another algorithm": lambda head, body, end: (encode(decode(head).replace(b"EdDSA", b"none")), body, end),
    "another key": lambda head, body, end: (encode(decode(head).replace(b'"kid":"', b'"kid":"x')), body, end),
}


@pytest.mark.parametrize("change", CHANGES.values(), ids=CHANGES.keys())
def test_a_changed_one(folder, change):
    change_receipt(folder, change)
    assert follow(folder).returncode != 0


def test_one_that_was_signed_after_its_key_was_retired(folder):
    place = folder / "jwks.json"
    (key,) = json.loads(place.read_text())["keys"]
    place.write_text(json.dumps({"keys": [{**key, "exp": 1_000_000_000}]}))
    assert "retired" in follow(folder).stderr
