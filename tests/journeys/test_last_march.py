"""An auditor asks in another season what the clinic knew in March; what came to light since changes nothing of it."""

import datetime as dt
import io
import json
from zipfile import ZipFile

import pytest
from django.utils import timezone

from accounts.models import RegistryClock
from accounts.operations.clock import recording_at
from clinics.operations.monitoring.redeciding import redecide_due
from law.queries.compiled import forget_compiled
from tests.clinics.world import ADA, BEN, CONSENT, licence, make_entry, make_site, person, put_person, release_law
from tests.journeys.clinic_steps import given_a_clinic, when_the_jobs_run

pytestmark = pytest.mark.django_db(transaction=True)


def last_march(now):
    """Its tenth day, at nine."""
    year = now.year if now.month > 4 else now.year - 1
    return dt.datetime(year, 3, 10, 9, tzinfo=dt.UTC)


@pytest.fixture
def march(db):
    """A clinic with two people on its list, both looked at in March."""
    RegistryClock.objects.all().delete()
    forget_compiled()
    at = last_march(timezone.now())
    with recording_at(at):
        release_law()
        desk = given_a_clinic()
        site = make_site(desk.organisation, declares=[CONSENT])
        for number, name in ((ADA, "Ada Okafor"), (BEN, "Ben Roe")):
            make_entry(site, put_person(person(number, name)), groups=("adult",), starts_on=dt.date(2020, 1, 1))
        assert redecide_due(at=at + dt.timedelta(minutes=1)) == 2
    return desk, at


def the_pack(desk, day):
    asked = desk.program.post("/api/v1/evidence-packs", json.dumps({"day": day}), content_type="application/json")
    assert asked.status_code in (200, 201), asked.content
    answer = desk.program.get(asked.headers["Location"], headers={"Accept": "application/zip"})
    assert answer.status_code == 200, answer.content
    return b"".join(answer.streaming_content)


def test_an_evidence_pack_for_last_march(march):
    desk, at = march
    day = (at.date() + dt.timedelta(5)).isoformat()  # a quiet day: the answers of the tenth still held
    first = the_pack(desk, day)

    # In April a suspension comes to light that was in force since February, and the clinic makes a rule of its own.
    with recording_at(at + dt.timedelta(40)):
        order = {"status": "suspended", "from": f"{at.year}-02-01", "until": None}
        held = licence(f"LXA{ADA[-9:]}", "XA", "PT", expires_on="2099-12-31", statuses=[order])
        put_person(person(ADA, "Ada Okafor", licences=[held]))
    when_the_jobs_run()
    assert {line["outcome"] for line in desk.lines()} == {"refused", "permitted"}

    assert the_pack(desk, day) == first
    with ZipFile(io.BytesIO(first)) as files:
        roster = json.loads(files.read("roster.json"))["entries"]
        assert files.read("report.pdf").startswith(b"%PDF")
    told = {one["registry_number"]: one["decisions"]["adult"]["on_the_day"] for one in roster}
    assert told == {ADA: "permitted", BEN: "permitted"}
    differing = desk.ask("/verifications", differs="true")["items"]
    assert [one["practitioner"] for one in differing] == [ADA]
