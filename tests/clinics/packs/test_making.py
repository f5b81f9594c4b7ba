"""What stands in an evidence pack."""

import csv
import hashlib
import io
import json

import pytest

from accounts.models import Consent
from accounts.operations.clock import recording_at
from accounts.operations.consents import withdraw_consent
from clinics.models import EvidenceEdition
from clinics.operations.packs.making import make_pack
from credentials.signing.published import keys_by_kid
from credentials.signing.receipts import compare_told, examine_receipt
from credentials.signing.tokens import check
from tests.clinics.packs.looking import LATER, MARCH, ask, bytes_of, open_pack
from tests.clinics.world import ADA, BEN, CONSENT, CY

pytestmark = pytest.mark.django_db


@pytest.fixture
def files(clinic, roster):
    return open_pack(bytes_of(ask(clinic)))


def read(files, name):
    return json.loads(files[name])


def test_the_roster_stands_there_worst_first(files, site):
    entries = read(files, "roster.json")["entries"]
    told = [(one["registry_number"], one["name"], one["role"], one["site"]) for one in entries]
    assert told == [
        (BEN, "Ben Roe", "assistant", site.code),
        (CY, "Cy Nkemelu", "therapist", site.code),
        (ADA, "Ada Okafor", "therapist", site.code),
    ]
    ada = entries[2]["decisions"]
    assert {group: one["on_the_day"] for group, one in ada.items()} == {"adult": "permitted", "child": "conditional"}
    assert ada["child"]["conditions"] == ["patient_age_at_least_12", "parental_consent", "child_assent"]


def test_who_lets_nobody_see_is_told_by_number_as_of_the_packs_instant(clinic, roster, site):
    for consent in Consent.objects.filter(person__practitioner__registry_number__in=[ADA, BEN]):
        with recording_at(LATER if consent.person.practitioner.registry_number == BEN else MARCH):
            withdraw_consent(consent=consent)  # Ada in March, Ben after the day that is asked about
    entries = read(open_pack(bytes_of(ask(clinic))), "roster.json")["entries"]
    assert [(one["registry_number"], one["name"]) for one in entries] == [
        (BEN, "Ben Roe"),
        (CY, "Cy Nkemelu"),
        (ADA, None),
    ]


def test_the_roster_as_csv_has_a_line_for_each_group(files):
    rows = list(csv.DictReader(io.StringIO(files["roster.csv"].decode("utf-8-sig"))))
    assert [(row["registry_number"], row["group"], row["on_the_day"]) for row in rows] == [
        (BEN, "child", "refused"),
        (CY, "adult", "refused"),
        (ADA, "adult", "permitted"),
        (ADA, "child", "conditional"),
    ]
    assert rows[1]["reasons"] == "training_hours"


def test_every_answer_comes_with_its_receipt(files, clinic, caller):
    keys, entries = keys_by_kid(), read(files, "roster.json")["entries"]
    shown = [one for entry in entries for one in entry["decisions"].values()]
    for one in shown:
        receipt, told = files[one["receipt_file"]].decode(), read(files, one["decision_file"])
        examined = examine_receipt(receipt, keys)
        assert examined.faults == ()
        assert compare_told(told, examined.payload) == []
        assert told == caller.get(f"/api/v1/verifications/{one['verification']}").json()
    assert len(shown) == 4


def test_the_law_cited_and_the_declarations_stand_there_whole(files, site):
    (law,) = read(files, "provisions.json")
    assert [one["id"] for one in law["provisions"]] == ["xa-pt"]
    assert law["provisions"][0]["citation"] == {"text": "Act § xa-pt", "url": "https://law.example/xa-pt"}
    assert law["provisions"][0]["checked_on"] == "2025-01-01"
    told = read(files, "rules.json")[site.code]
    assert told["policy"] is None
    assert [one["key"] for one in told["declarations"]] == [CONSENT]


def test_the_manifest_names_every_file_and_is_signed(files, clinic):
    manifest = read(files, "manifest.json")
    assert {one["name"]: one["sha256"] for one in manifest["files"]} == {
        name: hashlib.sha256(content).hexdigest()
        for name, content in files.items()
        if name not in ("manifest.json", "manifest.jws")
    }
    said = check(files["manifest.jws"].decode(), keys_by_kid(), typ="filiform-evidence-pack")
    assert said["manifest"] == f"sha256:{hashlib.sha256(files['manifest.json']).hexdigest()}"
    assert said["aud"] == manifest["organisation"]["id"] == f"organisation:{clinic.pk}"
    assert manifest["counts"]["on_the_day"] == {
        "refused": 2,
        "never_checked": 0,
        "lapsed": 0,
        "undetermined": 0,
        "conditional": 1,
        "permitted": 1,
    }


def test_the_keys_of_then_lie_beside(files):
    assert {one["kid"] for one in read(files, "jwks.json")["keys"]} == set(keys_by_kid())


def test_what_is_ready_is_not_made_again(clinic, roster):
    pack = ask(clinic)
    assert not make_pack(pack_id=pack.pk, at=LATER)
    assert EvidenceEdition.objects.count() == 1
