"""Clinics in Xanadu, where the law asks for training and a written consent, and in Ys, where it asks for nothing.

What is recorded holds from 2015 and has no end in sight, so that "today" may be any day; what is to end, a test says.
"""

import datetime as dt
import functools
import tempfile
from pathlib import Path

from django.contrib.auth import get_user_model
from django.db import transaction
from django.test import Client

from accounts.models import Membership, Organisation
from accounts.operations.clock import tick
from accounts.operations.keys import create_api_key
from clinics.models import RosterEntry, Watch
from credentials.models import Practitioner, Site, SiteDeclaration
from credentials.records.faults import Refusal
from law.operations.releases import release_pack
from rulebook.loading import read_pack
from tests.credentials.api.world import certification, licence, provision, put, training

CONSENT = "written_informed_consent"  # what the law of Xanadu wants attested
NEVER = dt.date(2099, 12, 31).isoformat()
ADA, BEN, CY, DEE, EVE = "FN-ADA0-0001", "FN-BEN0-0001", "FN-CY00-0001", "FN-DEE0-0001", "FN-EVE0-0001"
PLACES = {
    "xa": """\
jurisdiction: "XA"
name: Xanadu
age_of_majority: 16
time_zone: Pacific/Kiritimati
provisions:"""
    + provision(
        "xa-pt",
        "conditional",
        "PT",
        "kind: training_hours, minimum: 50, delivery: in_person",
        f"kind: attestation, key: {CONSENT}, says: the patient signed",
    )
    + provision("xa-dc", "prohibited", "DC"),
    "xb": """\
jurisdiction: "XB"
name: Ys
time_zone: Etc/UTC
provisions:"""
    + provision("xb-pt"),
}


def person(number, name, *, groups=("adult", "child"), places=("XA", "XB"), profession="PT", **more):
    """The record of somebody licensed in both places, trained and certified, as far as nothing else is said."""
    last = number[-9:]
    held = [licence(f"L{place}{last}", place, profession, expires_on=NEVER) for place in places]
    told = {"registry_number": number, "name": name, "licences": held, "training": [training()]}
    return {**told, "certifications": [certification(f"C{last}", groups)], **more}


# In Xanadu, for an adult, the consent declared: permitted, permitted, refused, refused, refused.
PEOPLE = (
    person(ADA, "Ada Okafor", npi="1234567893", born_on="1985-04-12"),
    person(BEN, "Ben Roe", groups=["adult"]),  # not for children
    person(CY, "Cy Nkemelu", training=[training(20)]),  # short of hours
    person(DEE, "Dee Smith", certifications=[]),
    person(EVE, "Eve Chi", profession="DC"),  # prohibited in Xanadu, law not on file in Ys
)


@functools.cache
def law_content():
    """The plain content of that law, read from files as a deployment's own folder would be."""
    with tempfile.TemporaryDirectory() as folder:
        for code, text in PLACES.items():
            path = Path(folder) / code / f"{code}.yaml"
            path.parent.mkdir()
            path.write_text(text + "\n", encoding="utf-8")
        return read_pack(Path(folder), review_months=1200)


def release_law(content=None):
    """Release that law, or what a test made of it."""
    return release_pack(content=content or law_content())


def record_people(people=PEOPLE):
    """Put them on file; gives the practitioners by registry number."""
    return {one["registry_number"]: put_person(one) for one in people}


def put_person(told):
    """Record one of them, or tell it anew."""
    written = put(told)
    assert not isinstance(written, Refusal), written
    return Practitioner.objects.get(registry_number=told["registry_number"])


def make_clinic(name="Aspen Clinic"):
    return Organisation.objects.get_or_create(name=name, defaults={"kind": "clinic"})[0]


@transaction.atomic
def make_site(clinic, name="Main Street", place="XA", declares=(), zone="Etc/UTC"):
    """A site whose clinic declares those keys since 2015."""
    now = tick()
    site = Site.objects.create(organisation=clinic, name=name, jurisdiction=place, time_zone=zone, created_at=now)
    for key in declares:
        SiteDeclaration.objects.create(
            site=site, key=key, starts_on=dt.date(2015, 1, 1), recorded_at=now, recorded_by="user:1"
        )
    return site


@transaction.atomic
def make_entry(site, practitioner, groups=("adult",), starts_on=dt.date(2020, 1, 1), until_on=None, role="therapist"):
    """Somebody on the site's roster, watched, due and never decided yet."""
    now = tick()
    entry = RosterEntry.objects.create(
        organisation_id=site.organisation_id,
        site=site,
        practitioner=practitioner,
        role=role,
        patient_groups=list(groups),
        starts_on=starts_on,
        until_on=until_on,
        recorded_at=now,
        recorded_by="user:1",
    )
    for group in groups:
        Watch.objects.create(
            entry_key=entry.key,
            group=group,
            organisation_id=site.organisation_id,
            site=site,
            practitioner=practitioner,
            jurisdiction=site.jurisdiction,
            due_at=now,
            cause=Watch.Cause.ENTRY,
        )
    return entry


def client_of(organisation, *scopes):
    """A caller with a key of the organisation and these scopes."""
    _, key = create_api_key(organisation=organisation, scopes=scopes)
    return Client(headers={"Authorization": f"Bearer {key}"}, raise_request_exception=False)


def member_of(organisation, role=Membership.Role.CLINIC_ADMIN, email="kim@example.org"):
    """A user who belongs to the organisation in that role."""
    user = get_user_model().objects.create_user(email=email, password="a long enough passphrase")
    Membership.objects.create(user=user, organisation=organisation, role=role)
    return user
