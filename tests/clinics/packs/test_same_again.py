"""Asked for twice a pack is the same bytes, whatever was recorded since; where that cannot be, it says so."""

import json

import pytest
from django.db import connection

from accounts.operations.clock import recording_at
from clinics.models import EvidenceAsk, EvidenceEdition, EvidenceMaking, EvidencePack, RosterEntry
from clinics.operations.packs import making
from clinics.operations.packs.asking import Asking, ask_for_pack
from clinics.operations.packs.making import NotReproduced, make_pack
from credentials.models import Practitioner, SigningKey, SitePolicy
from credentials.operations.erasure import erase_person
from credentials.signing.keys import make_key_set
from credentials.signing.published import keys_by_kid, retire_key
from tests.clinics.packs.looking import DAY, LATER, MARCH, ask, bytes_of, look_at, make_again, open_pack
from tests.clinics.world import ADA, BEN, CY, law_content, make_entry, person, put_person, release_law, training

pytestmark = pytest.mark.django_db


@pytest.fixture
def before(clinic, roster):
    """The pack as it was first made."""
    pack = ask(clinic)
    return pack, bytes_of(pack)


def tell_anew(roster, **_):
    """Ada is called otherwise, and had fewer hours than was told."""
    with recording_at(LATER):
        put_person(person(ADA, "Ada Smith", training=[training(10)]))


def look_again(roster, **_):
    for entry in roster.values():
        look_at(entry, entry.patient_groups[0], at=LATER, cause="record")


def look_late(roster, **_):
    """A look that was taken that day and written down long after."""
    look_at(roster[CY], "adult", at=MARCH.replace(hour=23), cause="asked")


def end_an_entry(roster, **_):
    with connection.cursor() as cursor, recording_at(LATER):
        put_person(person("FN-X000-0001", "Xi"))  # so that the clock is there
        cursor.execute(
            "UPDATE clinics_rosterentry SET superseded_at = (SELECT ticked_at FROM accounts_registryclock),"
            " superseded_by = 'user:1', superseded_because = 'left' WHERE id = %s",
            [roster[BEN].pk],
        )


def add_an_entry(site, **_):
    with recording_at(LATER):
        make_entry(site, put_person(person("FN-X000-0001", "Xi")))


def set_rules(site, **_):
    with recording_at(LATER), connection.cursor() as cursor:
        put_person(person("FN-X000-0001", "Xi"))
        cursor.execute("SELECT ticked_at FROM accounts_registryclock")
        SitePolicy.objects.create(
            site=site,
            starts_on="2026-01-01",
            requires={"kind": "supervised_sessions", "minimum": 3},
            digest="sha256:0",
            recorded_at=cursor.fetchone()[0],
            recorded_by="user:1",
        )


def change_the_law(**_):
    content = json.loads(json.dumps(law_content()))
    content["jurisdictions"][0]["provisions"][0]["position"] = "prohibited"
    content["jurisdictions"][0]["provisions"][0]["requires"] = None
    content["jurisdictions"][0]["name"] = "Kubla"
    with recording_at(LATER):
        release_law(content)


def rename_everything(clinic, site, **_):
    site.name, site.time_zone = "Elsewhere", "Pacific/Auckland"
    site.save()
    clinic.name = "Birch Clinic"
    clinic.save()


def exchange_the_key(settings, **_):
    settings.SIGNING_KEYS = make_key_set()


def retire_the_key(settings, **_):
    retire_key(kid=SigningKey.objects.get().kid, at=LATER)
    settings.SIGNING_KEYS = make_key_set()


@pytest.mark.parametrize(
    "happens",
    [
        *(tell_anew, look_again, look_late, end_an_entry, add_an_entry, set_rules, change_the_law, rename_everything),
        *(exchange_the_key, retire_the_key),
    ],
    ids=lambda one: one.__name__,
)
def test_whatever_happens_since_it_is_the_same(before, clinic, site, roster, settings, happens):
    pack, first = before
    happens(roster=roster, site=site, clinic=clinic, settings=settings)
    assert ask(clinic, now=LATER.replace(month=6)).pk == pack.pk
    make_again(pack)
    assert bytes_of(pack) == first
    assert EvidenceEdition.objects.count() == 1


def test_everything_together_and_the_bytes_were_put_away(before, clinic, site, roster, settings):
    pack, first = before
    for happens in (tell_anew, look_again, add_an_entry, set_rules, change_the_law, rename_everything, retire_the_key):
        happens(roster=roster, site=site, clinic=clinic, settings=settings)
    EvidenceMaking.objects.update(state="put_away")
    make_again(ask(clinic))
    assert bytes_of(pack) == first
    assert [one.asked_by for one in EvidenceAsk.objects.filter(pack=pack)] == ["user:1", "user:1"]


def test_after_an_erasure_the_second_pack_says_so(before, clinic, caller, roster):
    pack, first = before
    was = open_pack(first)
    erase_person(practitioner=Practitioner.objects.get(registry_number=ADA))
    assert bytes_of(pack) == b"", "what names the person was kept"
    now = open_pack(bytes_of(ask(clinic, now=LATER.replace(month=6))))
    manifest = json.loads(now["manifest.json"])
    assert (manifest["edition"], manifest["because"], manifest["erased"]) == (2, "erased", [ADA])
    signed = EvidenceEdition.objects.get(number=1)
    assert manifest["replaces"] == f"sha256:{bytes(signed.manifest_digest).hex()}"
    for content in now.values():
        assert b"Okafor" not in content
        assert b"LXAADA0-0001" not in content
    assert "Ada" not in now["README.txt"].decode()
    assert ADA in now["README.txt"].decode()
    changed = {name for name in was if was[name] != now[name]}
    told_of_ada = {name for name in was if name.startswith("decisions/") and ADA in name}
    everywhere = {"README.txt", "manifest.json", "manifest.jws", "report.pdf", "roster.csv", "roster.json"}
    assert changed == told_of_ada | everywhere


def test_after_an_erasure_it_is_the_same_again_and_again(before, clinic):
    erase_person(practitioner=Practitioner.objects.get(registry_number=ADA))
    pack = ask(clinic, now=LATER.replace(month=6))
    second = bytes_of(pack)
    make_again(pack)
    assert bytes_of(pack) == second
    assert EvidenceEdition.objects.count() == 2


def test_who_is_erased_first_is_erased_in_the_first_edition(clinic, roster):
    with recording_at(LATER):
        erase_person(practitioner=Practitioner.objects.get(registry_number=ADA))
    manifest = json.loads(open_pack(bytes_of(ask(clinic)))["manifest.json"])
    assert (manifest["edition"], manifest["because"], manifest["erased"]) == (1, "first", [ADA])


def test_another_version_of_the_program_makes_an_edition_that_says_so(before, clinic, monkeypatch):
    pack, first = before
    monkeypatch.setattr("clinics.packs.archives.LEVEL", 1)
    monkeypatch.setattr(making, "MADE_WITH", "typst 99")
    make_again(pack)
    manifest = json.loads(open_pack(bytes_of(pack))["manifest.json"])
    assert (manifest["edition"], manifest["because"]) == (2, "program")
    assert {one["name"]: one["sha256"] for one in manifest["files"]}["roster.json"]
    assert bytes_of(pack) != first


def test_what_was_altered_is_never_passed_off_as_the_pack(before):
    pack, _ = before
    with connection.cursor() as cursor:
        cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
        cursor.execute("ALTER TABLE clinics_rosterentry DISABLE TRIGGER USER")
        cursor.execute("UPDATE clinics_rosterentry SET role = 'surgeon'")
        cursor.execute("ALTER TABLE clinics_rosterentry ENABLE TRIGGER USER")
    with pytest.raises(NotReproduced):
        make_again(pack)


def test_two_ways_to_ask_are_two_packs_and_an_order_of_sites_is_none(clinic, site, roster):
    first, again = ask(clinic, sites=(site.code,)), ask(clinic, sites=(site.code,))
    assert first.pk == again.pk != ask(clinic).pk
    assert EvidencePack.objects.count() == 2


def test_two_clinics_that_ask_for_the_same_day_have_a_pack_each(clinic, roster):
    from tests.clinics.world import make_clinic, make_site

    other = make_clinic("Birch Clinic")
    make_site(other)
    assert ask(clinic).pk != ask(other).pk
    assert not RosterEntry.objects.filter(organisation=other).exists()


def test_the_signature_is_checked_with_the_key_of_then(before, settings):
    from credentials.signing.tokens import check

    _, first = before
    exchange_the_key(settings)
    assert check(open_pack(first)["manifest.jws"].decode(), keys_by_kid(), typ="filiform-evidence-pack")


def test_who_asks_while_another_makes_it_waits_for_the_same(clinic, roster):
    asking = Asking(day=DAY, at=None, sites=None)
    one, is_new = ask_for_pack(organisation_id=clinic.pk, asking=asking, by="user:1", at=LATER)
    other, is_newer = ask_for_pack(organisation_id=clinic.pk, asking=asking, by="user:2", at=LATER)
    assert (is_new, is_newer) == (True, False)
    assert make_pack(pack_id=one.pk, at=LATER)
    assert not make_pack(pack_id=other.pk, at=LATER)
