"""What is asked and answered about consents in the examples, and what stands before that."""

from django.conf import settings
from django.test import Client
from django.utils import timezone

from accounts.models import PersonLink, User
from accounts.operations.consents import record_consent
from accounts.operations.personal import find_or_make_organisation
from clinics.operations.consents.asking import ask_consent
from credentials.models import Practitioner
from tests.clinics.world import make_clinic, make_entry, make_site, member_of

CONSENT_ENTRY, CONSENT_REQUEST, OTHER_REQUEST, OTHER_CONSENT = (
    "{consent_entry}", "{consent_request}", "{other_request}", "{other_consent}",
)  # fmt: skip
NAMES = frozenset({CONSENT_ENTRY, OTHER_REQUEST, OTHER_CONSENT})
MADE = {"ask_consent": (CONSENT_REQUEST, "id")}
PRACTITIONER, LEAVER = "the practitioner", "an administrator who leaves"
ASKED = "FN-SVPR-V501"  # on file already
SENT = {
    "ask_consent": {
        "body": {"practitioner": {"registry_number": ASKED}, "why": "Our insurer wants copies of certificates"}
    },
    "list_consent_requests": {},
    "list_my_consent_requests": {"as": PRACTITIONER},
    "grant_consent": {"path": {"request_id": CONSENT_REQUEST}, "as": PRACTITIONER},
    "decline_consent": {"path": {"request_id": OTHER_REQUEST}, "as": PRACTITIONER},
    "read_roster_record": {"path": {"key": CONSENT_ENTRY}},
    "list_my_consents": {"as": PRACTITIONER},
    "withdraw_consent": {"path": {"consent_id": OTHER_CONSENT}, "as": PRACTITIONER},
    "read_consent_log": {"as": PRACTITIONER},
    "export_organisation": {},
    "leave": {"body": {"confirm": "Dogwood Clinic"}, "as": LEAVER},
}


def make_consents():
    """What was made by its name, and the headers of the sessions of those who sign in."""
    person = Practitioner.objects.get(registry_number=ASKED)
    clinic = find_or_make_organisation(name="Aspen Clinic")
    entry = make_entry(make_site(clinic, "Harbour", "US-AK"), person)
    rival, third = make_clinic("Birch Clinic"), make_clinic("Cedar Clinic")
    make_entry(make_site(rival, "Birch Lane", "US-AK"), person)
    request = ask_consent(
        organisation_id=rival.pk, practitioner=person, why="To plan training", by="user:1", at=timezone.now()
    )
    consent = record_consent(person=person.person, kind="see_record", organisation=third)
    made = {CONSENT_ENTRY: str(entry.key), OTHER_REQUEST: request.pk, OTHER_CONSENT: consent.pk}
    sam = User.objects.create_user("sam@example.org")
    PersonLink.objects.create(user=sam, person=person.person, linked_by=sam)
    leaver = member_of(make_clinic("Dogwood Clinic"), email="leaver@example.org")
    return made, {PRACTITIONER: session_of(sam), LEAVER: session_of(leaver)}


def session_of(user):
    """What a browser sends in which this user signed in."""
    client, token = Client(), "c" * 32
    client.force_login(user)
    name = settings.SESSION_COOKIE_NAME
    cookies = f"{name}={client.cookies[name].value}; {settings.CSRF_COOKIE_NAME}={token}"
    return {"Cookie": cookies, "X-CSRFToken": token}
