"""The three clinics as they began: their people, their sites, what they declare, and who is on their rosters."""

import datetime as dt
from collections.abc import Mapping, Sequence

from accounts.models import Consent, Membership, Organisation, User
from accounts.operations.consents import record_consent
from clinics.demo.people import Colleague
from clinics.demo.places import CLINICS, LENDERS, SITES, DemoSite
from clinics.operations.declarations import Declared, declare
from clinics.operations.roster import add_entries
from clinics.operations.roster_checking import NewEntry
from clinics.operations.sites import create_site
from credentials.demo.events import DemoRefused
from credentials.demo.organisations import DEMO_USER
from credentials.models import Practitioner, Site
from credentials.records.faults import Refusal
from law.queries.compiled import current_law

BY = "command:load_demo_clinics"
ROLES = ("physiotherapist", "senior physiotherapist", "clinical lead", "locum")
_STAFF = (("office", Membership.Role.CLINIC_ADMIN), ("desk", Membership.Role.CLINIC_VIEWER))


def found_clinics() -> dict[str, Organisation]:
    """The clinics by name, the first that of the registry demo. Only the visitor of the demo can sign in to them."""
    visitor = User.objects.get(email=DEMO_USER)
    clinics = {}
    for name in CLINICS:
        clinic, is_new = Organisation.objects.get_or_create(name=name, defaults={"kind": Organisation.Kind.CLINIC})
        clinics[name] = clinic
        if is_new:
            _hire(clinic)
            Membership.objects.create(user=visitor, organisation=clinic, role=Membership.Role.CLINIC_ADMIN)
    return clinics


def _hire(clinic: Organisation) -> None:
    place = clinic.name.split()[0]
    for what, role in _STAFF:
        user = User.objects.create_user(f"{what}@{place.lower()}.example.org", name=f"{what.title()} of {place}")
        Membership.objects.create(user=user, organisation=clinic, role=role)


def open_sites(clinics: Mapping[str, Organisation], began_on: dt.date) -> dict[str, Site]:
    """The sites by the demo's own codes; each declares what the law of its place wants of every patient."""
    law = current_law()
    sites = {}
    for one in SITES:
        site = create_site(
            organisation=clinics[one.clinic],
            name=one.name,
            jurisdiction=one.jurisdiction,
            read_place=law.places.read,
            time_zone_of=law.time_zone_of,
            time_zone=one.time_zone,
        )
        if isinstance(site, Refusal):
            raise DemoRefused(site)
        sites[one.code] = site
        declared = [Declared(key, "every patient here", began_on) for key in one.place.attested]
        refused = declare(site=site, declared=declared, known_keys=law.keys, by=BY)
        if isinstance(refused, Refusal):
            raise DemoRefused(refused)
    return sites


def fill_rosters(
    sites: Mapping[str, Site], colleagues: Sequence[Colleague], people: Mapping[str, Practitioner], began_on: dt.date
) -> None:
    """Four hundred entries: everybody at their own site, and some at another site of the same clinic too."""
    entries = [_entry(one, one.site, sites, people, began_on) for one in colleagues]
    for site in SITES:
        staff = [one for one in colleagues if one.site.code == LENDERS.get(site.code)]
        entries += [_entry(one, site, sites, people, began_on) for one in staff[-site.lent :]] if site.lent else []
    by_clinic: dict[int, list[NewEntry]] = {}
    for entry, site_id in ((entry, entry.site_id) for entry in entries):
        organisation_id = next(site.organisation_id for site in sites.values() if site.pk == site_id)
        by_clinic.setdefault(organisation_id, []).append(entry)
    for organisation_id, those in by_clinic.items():
        for made in add_entries(organisation_id=organisation_id, entries=those, by=BY):
            if isinstance(made, Refusal):
                raise DemoRefused(made)


def let_see(
    clinics: Mapping[str, Organisation], colleagues: Sequence[Colleague], people: Mapping[str, Practitioner]
) -> None:
    """Most of the staff let their clinic see their record, and so their name; every fourth does not."""
    for one in colleagues:
        if one.turn % 4 != 1:
            record_consent(
                person=people[one.told.alias].person,
                kind=Consent.Kind.SEE_RECORD,
                organisation=clinics[one.site.clinic],
            )


def _entry(
    one: Colleague, site: DemoSite, sites: Mapping[str, Site], people: Mapping[str, Practitioner], began_on: dt.date
) -> NewEntry:
    return NewEntry(
        site_id=sites[site.code].pk,
        practitioner_id=people[one.told.alias].pk,
        role=ROLES[one.turn % len(ROLES)],
        patient_groups=site.groups,
        starts_on=began_on + dt.timedelta(3 * (one.turn % 90)),
    )
