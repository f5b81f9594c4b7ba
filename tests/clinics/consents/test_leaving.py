"""A clinic takes all that is its own with it, and leaves nothing running; what others rely on stays."""

import io
import json
import zipfile

import pytest
from django.core.management import CommandError, call_command
from django.utils import timezone

from accounts.models import ApiKey, Consent, Membership, Organisation
from clinics.models import (
    CalendarFeed,
    ConsentRequest,
    RecordLook,
    RosterEntry,
    Watch,
    WebhookEndpoint,
    WebhookSecret,
)
from clinics.operations.alerts.calendars import make_calendar
from clinics.operations.monitoring.redeciding import redecide_entries
from clinics.operations.webhooks.endpoints import add_endpoint
from credentials.models import Site, Verification
from tests.clinics.consents.world import API, ask, told
from tests.clinics.world import ADA, BEN, client_of, make_clinic, make_entry, make_site, member_of

SCOPES = ("verify:read", "roster:read", "roster:write", "alerts:manage")


@pytest.fixture
def busy(caller, clinic, site, ada, entry, people):
    """A clinic with something of every kind, and its administrator."""
    at = timezone.now()
    redecide_entries(entry_keys=[entry.key], at=at)
    add_endpoint(
        organisation_id=clinic.pk, url="https://hooks.example/x", description="", types=["test.ping"], by="key:1", at=at
    )
    make_calendar(organisation_id=clinic.pk, user_id=None, by="key:1", at=at)
    ada.post(f"consent-requests/{ask(caller, ADA)['id']}/grant")
    told(caller.get(f"{API}/roster/{entry.key}/record"), 200)
    make_entry(site, people[BEN])
    ask(caller, BEN)
    return member_of(clinic)


def leave(client, confirm="Aspen Clinic"):
    return client.post(f"{API}/organisation/leave", json.dumps({"confirm": confirm}), content_type="application/json")


@pytest.fixture
def administrator(busy, client):
    client.force_login(busy)
    return client


def unpack(content):
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        assert archive.testzip() is None
        return {name: archive.read(name).decode() for name in archive.namelist()}


def lines(files, name):
    return [json.loads(line) for line in files[f"{name}.ndjson"].splitlines()]


def export(caller):
    response = caller.post(f"{API}/organisation/export")
    assert (response.status_code, response["Content-Type"]) == (200, "application/zip")
    assert response["Cache-Control"] == "no-store"
    return unpack(b"".join(response))


def test_an_export_holds_all_that_is_the_clinics(busy, caller, entry, site):
    files = export(caller)
    assert [one["code"] for one in lines(files, "sites")] == [site.code]
    assert lines(files, "declarations")[0]["site_code"] == site.code
    assert {one["registry_number"] for one in lines(files, "roster")} == {ADA, BEN}
    (check,) = lines(files, "checks")
    assert check["entry_key"] == str(entry.key)
    (verified,) = [one for one in lines(files, "verifications") if one["id"] == check["verification_id"]]
    assert verified["receipt"].count(".") == 2
    assert verified["answer"]["outcome"] == verified["outcome"]
    assert [one["url"] for one in lines(files, "webhooks")] == ["https://hooks.example/x"]
    assert lines(files, "members")[0]["email"] == busy.email
    assert {one["answer"] for one in lines(files, "consent_requests")} == {"granted", None}
    assert [one["registry_number"] for one in lines(files, "consents")] == [ADA]
    assert len(lines(files, "looks")) == 1
    assert "sites, policies, declarations" in files["README.txt"]


def test_an_export_holds_no_secret_and_nobodys_name_but_the_members(busy, caller):
    text = "\n".join(export(caller).values())
    for secret in (*ApiKey.objects.values_list("key_hash", flat=True), "sealed", "secret_hash", "Okafor", "1234567893"):
        assert secret not in text


def test_an_export_holds_nothing_of_another_clinic(busy, people):
    rival = make_clinic("Birch Clinic")
    files = export(client_of(rival, *SCOPES))
    assert {name: text for name, text in files.items() if name.endswith(".ndjson") and text} == {
        "keys.ndjson": files["keys.ndjson"]
    }


def test_an_export_is_made_while_it_is_sent(busy, caller, clinic, monkeypatch):
    monkeypatch.setattr("clinics.operations.exporting.PIECE_BYTES", 100)
    pieces = list(caller.post(f"{API}/organisation/export"))
    assert len(pieces) > 3
    assert unpack(b"".join(pieces)).keys() >= {"README.txt", "organisation.json", "looks.ndjson"}


def test_leaving_ends_what_goes_on_and_deletes_nothing_that_others_rely_on(administrator, clinic, site, entry, caller):
    verifications = Verification.objects.count()
    left = told(leave(administrator), 200)
    assert left == {
        "sites": 1, "webhooks": 1, "calendars": 1, "requests": 1, "consents": 1, "invitations": 0,
        "keys": 1, "memberships": 1,
    }  # fmt: skip
    assert not Site.objects.filter(organisation=clinic, closed_at=None).exists()
    assert not Watch.objects.filter(organisation=clinic, closed_at=None).exists()
    today = timezone.now().date()
    assert not RosterEntry.objects.filter(superseded_at=None, until_on=None).exists()
    assert all(one.until_on <= today for one in RosterEntry.objects.filter(superseded_at=None))
    assert [one.status for one in WebhookEndpoint.objects.all()] == ["paused"]
    assert not WebhookSecret.objects.exists()
    assert not CalendarFeed.objects.exists()
    assert not ConsentRequest.objects.filter(answer=None).exists()
    assert not Consent.objects.filter(withdrawn_at=None).exists()
    assert not ApiKey.objects.filter(organisation=clinic, revoked_at=None).exists()
    assert not Membership.objects.filter(organisation=clinic, ended_at=None).exists()
    assert Verification.objects.count() == verifications
    assert RecordLook.objects.count() == 1


def test_after_leaving_nobody_gets_in_any_more(administrator, caller):
    told(leave(administrator), 200)
    assert administrator.get(f"{API}/roster").status_code == 403
    from accounts.api.callers import forget_keys

    forget_keys()
    assert caller.get(f"{API}/roster").status_code == 401


def test_leaving_needs_the_name_and_a_person(administrator, caller, clinic):
    assert told(leave(administrator, "Aspen"), 422)["errors"][0]["code"] == "not_confirmed"
    assert told(leave(caller), 403)["type"] == "/problems/person-needed"
    assert Membership.objects.filter(organisation=clinic, ended_at=None).exists()


def test_another_clinic_goes_on(administrator, people):
    rival = make_clinic("Birch Clinic")
    theirs = make_entry(make_site(rival), people[ADA])
    told(leave(administrator), 200)
    assert Watch.objects.filter(entry_key=theirs.key, closed_at=None).exists()
    theirs.refresh_from_db()
    assert theirs.superseded_at is None


def test_only_a_clinic_can_be_closed_so(db):
    Organisation.objects.create(name="Myotech", kind="provider")
    with pytest.raises(CommandError, match="only a clinic"):
        call_command("close_clinic", "Myotech", "--yes")


def test_the_commands_do_the_same(busy, clinic, tmp_path, capsys):
    call_command("export_clinic", "aspen clinic", tmp_path / "all.zip")
    assert (tmp_path / "all.zip").stat().st_mode & 0o777 == 0o600
    assert "roster.ndjson" in unpack((tmp_path / "all.zip").read_bytes())
    with pytest.raises(CommandError, match="cannot be written"):
        call_command("export_clinic", "aspen clinic", tmp_path / "all.zip")
    with pytest.raises(CommandError, match="Add --yes"):
        call_command("close_clinic", "aspen clinic")
    call_command("close_clinic", "aspen clinic", "--yes")
    assert "1 sites" in capsys.readouterr().out
    call_command("close_clinic", "aspen clinic", "--yes")
    assert "0 sites" in capsys.readouterr().out
    for command in (["export_clinic", "Nowhere", tmp_path / "x.zip"], ["close_clinic", "Nowhere"]):
        with pytest.raises(CommandError, match="No organisation"):
            call_command(*command)
