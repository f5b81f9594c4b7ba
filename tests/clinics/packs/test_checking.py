"""A pack is checked with the issuer's keys alone, and every fault in it is named."""

import io
import json
from zipfile import ZIP_DEFLATED, ZipFile

import pytest
from django.core.management import CommandError, call_command

from clinics.packs.checking import examine_pack
from credentials.signing.keys import make_key_set, read_key_set
from credentials.signing.published import keys_by_kid, published_keys
from credentials.signing.tokens import sign
from tests.clinics.packs.looking import ask, bytes_of, open_pack

pytestmark = pytest.mark.django_db


@pytest.fixture
def content(clinic, roster):
    return bytes_of(ask(clinic))


def write_pack(files):
    held = io.BytesIO()
    with ZipFile(held, "w", ZIP_DEFLATED) as written:
        for name, told in files.items():
            written.writestr(name, told)
    return held.getvalue()


def faults_of(content, keys=None):
    return examine_pack(io.BytesIO(content), keys_by_kid() if keys is None else keys).faults


def test_a_pack_as_it_was_made_has_no_fault(content):
    examined = examine_pack(io.BytesIO(content), keys_by_kid())
    assert (examined.faults, examined.receipts) == ([], 4)


def find(files, start):
    return next(name for name in files if name.startswith(start))


def change_the_roster(files):
    files["roster.csv"] = files["roster.csv"].replace(b"refused", b"allowed")
    return "roster.csv: it was changed"


def leave_out_a_receipt(files):
    name = find(files, "receipts/")
    del files[name]
    return f"{name}: it is missing"


def leave_out_an_answer(files):
    name = find(files, "decisions/")
    del files[name]
    return f"{name}: it is missing"


def add_a_file(files):
    files["more.txt"] = b"more"
    return "more.txt: the manifest does not name it"


def change_the_manifest(files):
    files["manifest.json"] = files["manifest.json"].replace(b'"refused":2', b'"refused":0')
    return "manifest.jws: it was signed over another manifest"


def spell_the_manifest_otherwise(files):
    files["manifest.json"] = json.dumps(json.loads(files["manifest.json"]), indent=1).encode()
    return "manifest.json: it is no manifest of the format"


def leave_out_the_signature(files):
    del files["manifest.jws"]
    return "manifest.jws: it is missing"


def take_a_receipt_for_the_signature(files):
    files["manifest.jws"] = files[find(files, "receipts/")]
    return "manifest.jws: the type (typ) is 'filiform-receipt'"


@pytest.mark.parametrize(
    "forge",
    [
        *(change_the_roster, leave_out_a_receipt, leave_out_an_answer, add_a_file, change_the_manifest),
        *(spell_the_manifest_otherwise, leave_out_the_signature, take_a_receipt_for_the_signature),
    ],
    ids=lambda one: one.__name__,
)
def test_each_fault_is_named(content, forge):
    files = open_pack(content)
    fault = forge(files)
    assert any(told.startswith(fault) for told in faults_of(write_pack(files))), faults_of(write_pack(files))


def test_an_answer_that_was_exchanged_along_with_its_digest_is_told_by_its_receipt(content, settings):
    """Whoever has the key that signs packs still cannot make a receipt say otherwise without leaving a trace."""
    files = open_pack(content)
    name = next(name for name in files if name.endswith("CY00-0001-adult.json"))
    files[name] = files[name].replace(b'"outcome": "refused"', b'"outcome": "permitted"')
    assert f"{name}: the answer says otherwise of outcome" in faults_of(write_pack(files))


def test_every_changed_byte_is_found(content):
    """One byte of each member's packed content, and of the lists at the end."""
    for place in range(40, len(content), max(1, len(content) // 150)):
        forged = bytearray(content)
        forged[place] ^= 0x20
        before, after = open_or_none(content), open_or_none(bytes(forged))
        if after != before:  # a byte of a time or an attribute, which says nothing, may change unseen
            assert faults_of(bytes(forged)), place


def open_or_none(content):
    try:
        return open_pack(content)
    except Exception:
        return None


def test_the_keys_that_lie_in_the_pack_prove_nothing(content, settings):
    stranger = make_key_set()
    files = open_pack(content)
    settings.SIGNING_KEYS = stranger
    manifest = json.loads(files["manifest.json"])
    said = {"iss": manifest["issuer"], "sub": manifest["pack"], "edition": 1, "iat": 1, "aud": "organisation:1"}
    files["manifest.jws"] = sign({**said, "manifest": "sha256:0"}, typ="filiform-evidence-pack").encode()
    files["jwks.json"] = json.dumps({"keys": list(read_key_set(stranger).public)}).encode()
    settings.SIGNING_KEYS = ""
    faults = faults_of(write_pack(files))
    assert any(fault.startswith("manifest.jws: the key (kid)") for fault in faults), faults


@pytest.mark.parametrize("content_", [b"", b"PK", b"not a pack", b"PK\x05\x06" + bytes(18)])
def test_what_is_no_pack_is_told_without_a_crash(content_):
    assert faults_of(content_, {})


def test_the_command_says_valid_offline(content, tmp_path, capsys, django_db_blocker):
    pack, keys = tmp_path / "pack.zip", tmp_path / "jwks.json"
    pack.write_bytes(content)
    keys.write_text(json.dumps({"keys": published_keys()}))
    with django_db_blocker.block():
        call_command("check_evidence_pack", str(pack), jwks=str(keys))
    assert capsys.readouterr().out.startswith("valid: edition 1 of pack ")


def test_the_command_names_the_faults_and_fails(content, tmp_path, capsys):
    files = open_pack(content)
    fault = add_a_file(files)
    pack = tmp_path / "pack.zip"
    pack.write_bytes(write_pack(files))
    with pytest.raises(CommandError) as failed:
        call_command("check_evidence_pack", str(pack))
    assert failed.value.returncode == 1
    assert f"fault: {fault}" in capsys.readouterr().out


def test_a_file_that_is_not_there_is_another_failure(tmp_path):
    with pytest.raises(CommandError) as failed:
        call_command("check_evidence_pack", str(tmp_path / "none.zip"))
    assert failed.value.returncode == 2
